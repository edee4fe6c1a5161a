/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSheet } from 'read-excel-file/node';

import { filesFolder } from '../../../sandbox/n8n';
import { everySeconds } from '../support/workflows';
import type { ExampleBench } from './bench';
import { endedPrint, errorOf, expectSuccess, firedBy } from './steps';

const soon = { pollTimes: everySeconds(2) };

function sumOf(rows: Array<Record<string, unknown>>, column: string): number {
	return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}

/** Prints in sheets, tables and files. */
export function describeLogs({ lab, standIns, importExample, endAPrint }: ExampleBench): void {
	test('the backfill brings all prints into a sheet, and a second run adds none', async () => {
		const { google } = standIns();
		const id = await importExample('backfill-google-sheet', {
			'Add or Update Row in Sheet': {
				authentication: 'serviceAccount',
				documentId: standIns().google.sheetLocator(),
			},
		});
		const start = { triggerToStartFrom: { name: 'Run Manually' } };
		expectSuccess(await lab().rest.runManually(id, start));
		const rows = google.sheet.records();
		const prints = lab().cloud.world.prints.filter(({ ended }) => ended);
		expect([...new Set(rows.map(({ row }) => String(row).split('-')[0]))].sort()).toEqual(
			prints.map((print) => String(print.id)).sort(),
		);
		expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
		expect(rows.length).toBeGreaterThan(prints.length);

		expectSuccess(await lab().rest.runManually(id, start));
		expect(google.sheet.records()).toEqual(rows);
	});

	test('a print that ends gets its row per filament in the sheet, once', async () => {
		const { google } = standIns();
		const id = await importExample('log-prints-to-google-sheets', {
			'Print Ended': soon,
			'Add Row to Sheet': { documentId: standIns().google.sheetLocator() },
		});
		const before = google.sheet.records().length;
		const print = await endAPrint(id, { title: '=Benchy', outcome: 'finished' });
		const rows = google.sheet.records().slice(before);
		expect(rows.map(({ row }) => row)).toEqual(
			print.slots.map((_, index) => `${print.id}-${index + 1}`),
		);
		expect(rows[0]).toMatchObject({
			result: 'finished',
			title: "'=Benchy",
			printer: print.deviceName,
		});
		expect(sumOf(rows, 'grams')).toBeCloseTo(print.weight, 2);
		expect(sumOf(rows, 'cost')).toBeGreaterThan(0);
	});

	const writeExcel = async (id: string) =>
		await lab().rest.runManually(id, { triggerToStartFrom: { name: 'Every Hour' } });

	test('the same goes into an .xlsx file, in the order of the prints', async () => {
		const id = await importExample('log-prints-to-excel', {
			'Print Ended': soon,
		});
		const file = join(filesFolder(lab().userFolder), 'prints.xlsx');
		// Before anything is there to be written.
		expectSuccess(await writeExcel(id));
		expect(existsSync(file)).toBe(false);
		const first = await endAPrint(id, { title: 'Vase', outcome: 'finished' });
		expectSuccess(await writeExcel(id));
		const second = await endAPrint(id, { title: 'Hook', outcome: 'failed' });
		// As a user tries it, so that the rows of the newest print are in the table twice.
		const again = { triggerToStartFrom: { name: 'Print Ended' } };
		expectSuccess(await lab().rest.runManually(id, again));
		expectSuccess(await writeExcel(id));
		const [headings = [], ...rows] = await readSheet(file);
		expect(headings.slice(0, 4)).toEqual(['row', 'ended', 'result', 'title']);
		expect(headings).not.toContain('updatedAt');
		expect(rows.map((row) => row[0])).toEqual(
			[first, second].flatMap((print) => print.slots.map((_, index) => `${print.id}-${index + 1}`)),
		);
		expect(rows.at(-1)?.slice(2, 4)).toEqual(['failed', 'Hook']);
	});

	test('the same goes into a Data Table', async () => {
		const id = await importExample('log-prints-to-data-table', {
			'Print Ended': soon,
		});
		const print = await endAPrint(id, { title: 'Cup', outcome: 'finished' });
		const table = await lab().rest.findDataTable('Bambu Lab prints');
		const rows = (await lab().rest.dataTableRows(table?.id ?? '')).reverse();
		expect(rows.map(({ row }) => row)).toEqual(
			print.slots.map((_, index) => `${print.id}-${index + 1}`),
		);
		expect(rows[0]).toMatchObject({ title: 'Cup', result: 'finished', printer: print.deviceName });
	});

	test('the same goes into a .csv file, below its headings', async () => {
		const id = await importExample('log-prints-to-csv', {
			'Print Ended': soon,
		});
		const first = await endAPrint(id, { title: '=HYPERLINK("x")', outcome: 'finished' });
		const second = await endAPrint(id, { title: 'Hook', outcome: 'failed' });
		const csv = readFileSync(join(filesFolder(lab().userFolder), 'prints.csv'), 'utf8');
		const [headings, ...lines] = csv.trim().split('\r\n');
		expect(headings).toMatch(/^\uFEFF?"row","ended","result","title",/);
		expect(lines.map((line) => line.split(',')[0])).toEqual(
			[first, second].flatMap((print) =>
				print.slots.map((_, index) => `"${print.id}-${index + 1}"`),
			),
		);
		expect(lines[0]).toContain(`,"finished","'=HYPERLINK(""x"")",`);
	});

	const csvRows = (file: string) => {
		const lines = readFileSync(file, 'utf8').trim().split('\r\n').slice(1);
		return lines.map((line) => line.split('"')[1]);
	};

	test('a .csv file needs its path once, and is added to', async () => {
		const path = join(filesFolder(lab().userFolder), 'mine.csv');
		const id = await importExample('log-prints-to-csv', {
			'Print Ended': soon,
			'Read Existing File': { fileSelector: path },
		});
		const first = await endAPrint(id, { title: 'Vase', outcome: 'finished' });
		const second = await endAPrint(id, { title: 'Hook', outcome: 'finished' });
		expect(csvRows(path)).toEqual(
			[first, second].flatMap((print) => print.slots.map((_, index) => `${print.id}-${index + 1}`)),
		);
	});

	test('a .csv file that cannot be read is said, and left alone', async () => {
		const forbidden = join(lab().userFolder, 'mine.csv');
		writeFileSync(forbidden, 'whatever is there');
		const id = await importExample('log-prints-to-csv', {
			'Print Ended': soon,
			'Read Existing File': { fileSelector: forbidden },
		});
		const execution = await firedBy(lab(), id, () => endedPrint(lab(), { title: 'Cup' }));
		expect(errorOf(execution)).toContain('Access to the file is not allowed');
		expect(execution.data.resultData.lastNodeExecuted).toBe('Read Existing File');
		expect(readFileSync(forbidden, 'utf8')).toBe('whatever is there');
	});

	test('an .xlsx file that cannot be written is said, and the next hour writes all rows', async () => {
		const file = join(filesFolder(lab().userFolder), 'locked.xlsx');
		const id = await importExample('log-prints-to-excel', {
			'Print Ended': soon,
			'Save File': { fileName: file },
		});
		// A folder of that name: n8n finds no file there, and can make none.
		mkdirSync(file);
		const print = await endAPrint(id, { title: 'Cup', outcome: 'finished' });
		expect(errorOf(await writeExcel(id))).toMatch(/^The file was not saved: .+ No row is lost: /s);
		rmdirSync(file);
		expectSuccess(await writeExcel(id));
		const rows = (await readSheet(file)).slice(1).map(([row]) => row);
		expect(rows.slice(-print.slots.length)).toEqual(
			print.slots.map((_, index) => `${print.id}-${index + 1}`),
		);
		expect(new Set(rows).size).toBe(rows.length);
	});
}
