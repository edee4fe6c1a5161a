/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSheet } from 'read-excel-file/node';

import { filesFolder } from '../../sandbox/n8n';
import type { DataTableRow } from '../../sandbox/restTypes';
import { say } from '../../sandbox/say';
import { waitFor } from '../../sandbox/wait';
import { type Changes, useExampleBench } from '../e2e/examples/bench';
import { expectSuccess, retyped } from '../e2e/examples/steps';
import { everySeconds, outputOf } from '../e2e/support/workflows';
import { dayMs, days, hourMs, minuteMs, stepMs, usedGrams } from './plan';
import { Shop } from './shop';

const weekMs = 7 * dayMs;
const often = { pollTimes: everySeconds(5) };
/** n8n is stopped before these steps, and started again after what happens in them. */
const restarts = [3, 19];

describe.each([
	{ kind: 'maker', printers: 2, pictures: true },
	{ kind: 'farm', printers: 200, pictures: false },
])('a month of a $kind', ({ kind, printers, pictures }) => {
	const bench = useExampleBench({
		cloud: { printers, history: 0, lean: true },
		movesCloud: true,
		env: {
			// n8n's own session would end within the month.
			N8N_USER_MANAGEMENT_JWT_DURATION_HOURS: '2000',
			// The sandbox of n8n's newer expressions has the machine's clock, whatever n8n's own is.
			N8N_EXPRESSION_ENGINE: 'legacy',
		},
	});
	const { lab, standIns } = bench;

	const published: Record<string, () => Changes> = {
		'log-prints-to-data-table': () => ({ 'Print Ended': often }),
		'log-prints-to-google-sheets': () => ({
			'Print Ended': often,
			'Add Row to Sheet': { documentId: standIns().google.sheetLocator() },
		}),
		'log-prints-to-csv': () => ({ 'Print Ended': often }),
		'log-prints-to-excel': () => ({ 'Print Ended': often }),
		'slack-alert': () => ({ 'Print Ended': often }),
		'deduct-grams-in-spoolman': () => ({ 'Print Ended': often }),
		'deduct-grams-in-bambu-inventory': () => ({ 'Print Ended': often }),
		'reorder-low-filament': () => ({ 'Filament Low': often }),
		'remind-of-maintenance': () => ({ 'Print Ended': often }),
		'mark-printed-orders': () => ({
			'Print Finished': often,
			'Get Orders': { documentId: standIns().google.sheetLocator() },
			'Mark Order as Printed': { documentId: standIns().google.sheetLocator() },
		}),
		...(pictures && {
			'telegram-alert-with-picture': () => ({ 'Print Ended': often }),
			'ntfy-alert-with-picture': () => ({
				'Print Ended': often,
				'Compose Message': retyped('ntfy-alert-with-picture', 'Compose Message', [
					"topic = ''",
					"topic = 'month'",
				]),
			}),
		}),
	};

	/** The mails whose subject has a form, by what stands in its brackets. */
	const mailed = (subject: RegExp): string[] =>
		standIns().mail.mails.flatMap((mail) => subject.exec(mail.subject ?? '')?.[1] ?? []);
	const low = () => mailed(/^Reorder (Spool \d+-\d+), /);

	const tableRows = async (name: string): Promise<DataTableRow[]> => {
		const table = await lab().rest.findDataTable(name);
		const rows: DataTableRow[] = [];
		for (;;) {
			const page = await lab().rest.dataTableRows(table?.id ?? '', rows.length);
			rows.push(...page);
			if (page.length === 0) return rows;
		}
	};

	test('sheets, stock and messages agree with the world, to the gram and to the event', async () => {
		const shop = new Shop(lab(), standIns(), kind);
		const ids: string[] = [];
		for (const [name, changes] of Object.entries(published)) {
			const id = await bench.importExample(name, changes());
			await lab().rest.updateWorkflow(id, {
				settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
			});
			await lab().rest.publish(id);
			ids.push(id);
		}
		const report = await bench.importExample('weekly-report');
		const weeks: number[] = [];
		const rowsNow = () => shop.ended().reduce((sum, { filaments }) => sum + filaments.length, 0);

		for (let step = 1; step * stepMs <= days * dayMs; step++) {
			const isRestart = restarts.includes(step);
			if (isRestart) await lab().stopN8n();
			const target = shop.begin + step * stepMs;
			bench.passMinutes(Math.max(0, (target - lab().cloud.world.now()) / minuteMs));
			shop.catchUp(target);
			if (isRestart) await lab().startN8n();

			const arrived = () => ({
				sheet: standIns().google.sheet.records().length,
				slack: standIns().slack.messages.length,
				...(pictures && { telegram: standIns().telegram.messages.length }),
				...(pictures && { ntfy: standIns().ntfy.messages.length }),
				wrongStocks: Object.entries(shop.worstStock()).filter(([, grams]) => grams >= 1),
			});
			const count = shop.ended().length;
			const due = {
				...{ sheet: rowsNow(), slack: count },
				...(pictures && { telegram: count, ntfy: count }),
				wrongStocks: [],
			};
			await waitFor(async () => JSON.stringify(arrived()) === JSON.stringify(due), {
				what: `step ${step}`,
				timeoutMs: 240_000,
			}).catch(() => undefined);
			expect({ step, ...arrived() }).toEqual({ step, ...due });
			shop.refill(low());

			const monday = target - ((target - 4 * dayMs) % weekMs);
			if (target - monday >= 8 * hourMs && target - monday < 8 * hourMs + stepMs) {
				const start = { triggerToStartFrom: { name: 'Every Monday Morning' } };
				const execution = await lab().rest.runManually(report, start);
				expectSuccess(execution);
				const [sums] = outputOf(execution, 'Add Up the Week');
				const prints = shop.ended(monday - weekMs, monday - 1);
				const finished = prints.filter(({ outcome }) => outcome === 'finished');
				const grams = finished.flatMap(({ filaments }) => filaments.map((each) => each.grams));
				expect({ step, prints: sums?.prints }).toEqual({ step, prints: prints.length });
				const total = grams.reduce((sum, each) => sum + each, 0);
				expect(Math.abs(Number(sums?.grams) - total)).toBeLessThan(1);
				weeks.push(prints.length);
			}
			if (step % 5 === 0) say(`${kind}: day ${step}, ${count} prints, ${rowsNow()} rows`);
		}

		const ended = shop.ended();
		expect(ended).toHaveLength(shop.plan.length);
		const rowIds = ended
			.flatMap((plan) => plan.filaments.map((_, index) => `${shop.idOf(plan)}-${index + 1}`))
			.sort();
		const grams = ended.flatMap(({ filaments }) => filaments.map((each) => each.grams));
		const gramsOf = (values: unknown[]) =>
			values.reduce<number>((sum, each) => sum + Number(each), 0);
		const worldGrams = gramsOf(grams);

		const sheet = standIns().google.sheet.records();
		const folder = filesFolder(lab().userFolder);
		const logs = async () => {
			const csv = readFileSync(join(folder, 'prints.csv'), 'utf8').trim().split('\r\n').slice(1);
			const [headings = [], ...excel] = await readSheet(join(folder, 'prints.xlsx'));
			return { table: await tableRows('Bambu Lab prints'), csv, headings, excel };
		};
		// The steps wait for others than these.
		await waitFor(
			async () => {
				const { table, csv, excel } = await logs();
				return [table, csv, excel].every(({ length }) => length >= rowIds.length);
			},
			{ what: 'the last rows', timeoutMs: 240_000, intervalMs: 5000 },
		).catch(() => undefined);
		const { table, csv, headings, excel } = await logs();
		expect(sheet.map(({ row }) => row).sort()).toEqual(rowIds);
		expect(table.map(({ row }) => row).sort()).toEqual(rowIds);
		expect(csv.map((line) => line.split('"')[1]).sort()).toEqual(rowIds);
		expect(excel.map(([row]) => row).sort()).toEqual(rowIds);
		const column = headings.indexOf('grams');
		for (const sums of [
			gramsOf(sheet.map((row) => row.grams)),
			gramsOf(table.map((row) => row.estimated_grams)),
			gramsOf(excel.map((row) => row[column])),
		]) {
			expect(Math.abs(sums - worldGrams)).toBeLessThan(1);
		}

		const orders = ended.filter(({ order }) => order !== undefined);
		const printed = orders.filter(({ outcome }) => outcome === 'finished');
		const numbers = printed.map(({ order }) => String(order)).sort();
		const marked = standIns()
			.google.orders.records()
			.filter((row) => row.printed);
		expect(marked.map(({ order }) => String(order)).sort()).toEqual(numbers);
		expect(mailed(/^Your order (\d+) is printed$/).sort()).toEqual(numbers);

		const hours = await tableRows('Bambu Lab printer hours');
		for (const { serial, name } of lab().cloud.world.printers) {
			const own = ended.filter((plan) => plan.serial === serial);
			const minutes = own.reduce((sum, plan) => sum + plan.minutes, 0);
			const row = hours.find(({ printer_serial: each }) => each === serial);
			expect(Math.abs(Number(row?.hours) - minutes / 60)).toBeLessThan(0.1);
			const reminders = mailed(/^(.+): time for maintenance$/).filter((each) => each === name);
			expect(reminders).toHaveLength(Math.floor(minutes / 60 / 300));
		}
		// The spools are looked at four times an hour.
		bench.passMinutes(30);
		await waitFor(() => Promise.resolve(low().length >= shop.falls.length), {
			what: 'the last reminders',
			timeoutMs: 120_000,
			intervalMs: 1000,
		}).catch(() => undefined);
		expect(low().sort()).toEqual([...shop.falls].sort());
		expect(shop.worstStock()).toEqual({
			spoolman: expect.any(Number),
			inventory: expect.any(Number),
		});

		const failures = await Promise.all(
			ids.map(
				async (workflowId) => await lab().rest.listExecutions({ workflowId, status: ['error'] }),
			),
		);
		expect(failures.flat()).toEqual([]);
		for (const id of ids) await lab().rest.unpublish(id);

		const used = ended.flatMap((plan) => plan.filaments.map((each) => usedGrams(plan, each)));
		const { spoolman, inventory } = shop.worstStock();
		say(
			[
				`A month of a ${kind}, ${printers} printers:`,
				`${ended.length} prints, ${rowIds.length} rows with ${worldGrams.toFixed(2)} g in 4 places`,
				`${gramsOf(used).toFixed(2)} g deducted in 2 places; no spool is off by more than ` +
					`${Math.max(spoolman, inventory).toFixed(2)} g`,
				`${numbers.length} of ${orders.length} orders printed; ${low().length} reminders of filament; weeks of ${weeks.join(', ')} prints`,
			].join('\n  '),
		);
	});
});
