/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSheet } from 'read-excel-file/node';

import { filesFolder } from '../../sandbox/n8n';
import type { DataTableRow } from '../../sandbox/restTypes';
import { waitFor } from '../../sandbox/wait';
import type { ExampleBench } from '../e2e/examples/bench';
import { expectSuccess } from '../e2e/examples/steps';

export function sum(values: unknown[]): number {
	return values.reduce<number>((total, each) => total + Number(each), 0);
}

export async function tableRows({ lab }: ExampleBench, name: string): Promise<DataTableRow[]> {
	const table = await lab().rest.findDataTable(name);
	const rows: DataTableRow[] = [];
	for (;;) {
		const page = await lab().rest.dataTableRows(table?.id ?? '', rows.length);
		rows.push(...page);
		if (page.length === 0) return rows;
	}
}

interface LoggedRow {
	row: unknown;
	grams: unknown;
}

/** A line of the CSV file, in which each cell has quotes. */
function cellsOf(line: string): string[] {
	return line.slice(1, -1).split('","');
}

function recordsOf(lines: unknown[][]): LoggedRow[] {
	const [headings = [], ...rows] = lines;
	const [row, grams] = [headings.indexOf('row'), headings.indexOf('grams')];
	return rows.map((cells) => ({ row: cells[row], grams: cells[grams] }));
}

/** The rows of the logs that grow with each print; those of the Excel file stand in a table until its hour comes. */
async function readLogs(bench: ExampleBench): Promise<{ [log: string]: LoggedRow[] }> {
	const folder = filesFolder(bench.lab().userFolder);
	const csv = readFileSync(join(folder, 'prints.csv'), 'utf8').replace('\uFEFF', '').trim();
	const table = await tableRows(bench, 'Bambu Lab prints');
	const sheet = bench.standIns().google.sheet.records();
	const forExcel = await tableRows(bench, 'Bambu Lab Excel rows');
	return {
		table: table.map(({ row, estimated_grams: grams }) => ({ row, grams })),
		sheet: sheet.map(({ row, grams }) => ({ row, grams })),
		csv: recordsOf(csv.split('\r\n').map(cellsOf)),
		excel: forExcel.map(({ row, grams }) => ({ row, grams })),
	};
}

/** What the Excel file holds, once it has been written as every hour. */
async function writtenExcel(bench: ExampleBench): Promise<LoggedRow[]> {
	const { rest, userFolder } = bench.lab();
	const id = await bench.importExample('log-prints-to-excel');
	const start = { triggerToStartFrom: { name: 'Every Hour' } };
	expectSuccess(await rest.runManually(id, start));
	return recordsOf(await readSheet(join(filesFolder(userFolder), 'prints.xlsx')));
}

/** All four logs have these rows and no other, and their grams come to so many. */
export async function judgeLogs(bench: ExampleBench, rowIds: string[], grams: number) {
	// The steps wait for one of them only.
	await waitFor(
		async () => Object.values(await readLogs(bench)).every(({ length }) => length >= rowIds.length),
		{ what: 'the last rows', timeoutMs: 240_000, intervalMs: 5000 },
	).catch(() => undefined);
	const logs = Object.entries({
		...(await readLogs(bench)),
		excel: await writtenExcel(bench),
	});
	for (const [log, rows] of logs) {
		expect([log, rows.map(({ row }) => row).sort()]).toEqual([log, [...rowIds].sort()]);
		const difference = Math.abs(sum(rows.map((row) => row.grams)) - grams);
		expect([log, difference < 1, difference]).toEqual([log, true, difference]);
	}
	return logs.length;
}
