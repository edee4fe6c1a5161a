import { say } from '../../sandbox/say';
import { waitFor } from '../../sandbox/wait';
import { useExampleBench } from '../e2e/examples/bench';
import { expectSuccess } from '../e2e/examples/steps';
import { outputOf } from '../e2e/support/workflows';
import type { MonthFigures } from '../support/reliability';
import { alertIn, sorted } from './alerts';
import { judgeLogs, sum, tableRows } from './logs';
import { mailed } from './mailed';
import { OtherEvents } from './otherEvents';
import { dayMs, days, hourMs, minuteMs, stepMs, usedGrams } from './plan';
import { channels, chats, picturedSerials, publishedExamples } from './published';
import { Shop } from './shop';

const weekMs = 7 * dayMs;
/** n8n is stopped before these steps, and started again after what happens in them. */
const restarts = [3, 19];

describe.each([
	{ kind: 'maker', printers: 2 },
	{ kind: 'farm', printers: 200 },
])('a month of a $kind', ({ kind, printers }) => {
	const bench = useExampleBench({
		cloud: { printers, history: 0, lean: true },
		movesCloud: true,
		env: {
			// What n8n logs of each node would take as long as the executions themselves.
			N8N_LOG_LEVEL: 'info',
			// n8n's own session would end within the month.
			N8N_USER_MANAGEMENT_JWT_DURATION_HOURS: '2000',
			// The sandbox of n8n's newer expressions has the machine's clock, whatever n8n's own is.
			N8N_EXPRESSION_ENGINE: 'legacy',
		},
	});
	const { lab, standIns } = bench;
	const low = () => mailed(bench, /^Reorder (Spool \d+-\d+), /);

	/** The alerts so far, by the way they came. */
	const alerts = () => {
		const { slack, telegram, ntfy } = standIns();
		const slackIn = (channel: string) => slack.messages.filter((each) => each.channel === channel);
		return {
			slack: slackIn(channels.plain).map(({ text }) => text),
			pictures: slackIn(channels.pictures).map(({ text }) => text),
			telegram: telegram.messages.flatMap((each) =>
				each.chat === chats.pictures ? each.text : [],
			),
			ntfy: ntfy.messages.map(({ title, text }) => `${title}\n${text}`),
		};
	};

	const untilIdle = async () =>
		await waitFor(
			async () => (await lab().rest.listExecutions({ status: ['running'] })).length === 0,
			{ what: 'all executions to end', timeoutMs: 240_000, intervalMs: 1000 },
		);

	/** Why executions have failed so far. */
	const failures = async () => {
		const failed = await lab().rest.listExecutions({ status: ['error', 'crashed'] });
		const details = await Promise.all(failed.map(({ id }) => lab().rest.getExecution(id)));
		return details.map(({ data: { resultData } }) => [
			resultData.lastNodeExecuted,
			resultData.error?.message,
		]);
	};

	const publishAll = async (): Promise<string[]> => {
		const { rest } = lab();
		const errorWorkflow = await bench.importExample('email-about-errors');
		await rest.publish(errorWorkflow);
		const ids: string[] = [];
		for (const [name, changes] of Object.entries(publishedExamples(bench))) {
			const id = await bench.importExample(name, changes());
			const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none', errorWorkflow };
			await rest.updateWorkflow(id, { settings });
			await rest.publish(id);
			ids.push(id);
		}
		return [...ids, errorWorkflow];
	};

	test('sheets, stock and messages agree with the world, to the gram and to the event', async () => {
		const startedAt = Date.now();
		const shop = new Shop(lab(), standIns(), kind);
		const others = new OtherEvents(bench);
		const pictured = picturedSerials(lab().cloud.world);
		const isPictured = ({ serial }: { serial: string }) => pictured.includes(serial);
		const ids = await publishAll();
		const report = await bench.importExample('weekly-report');
		const digest = await bench.importExample('makerworld-digest');
		const weeks: number[] = [];
		const rowsNow = () =>
			shop.ended().reduce((total, { filaments }) => total + filaments.length, 0);

		const judgeWeek = async (monday: number) => {
			const start = { triggerToStartFrom: { name: 'Every Monday Morning' } };
			const execution = await lab().rest.runManually(report, start);
			expectSuccess(execution);
			const [sums] = outputOf(execution, 'Add Up the Week');
			const prints = shop.ended(monday - weekMs, monday - 1);
			const finished = prints.filter(({ outcome }) => outcome === 'finished');
			const grams = sum(finished.flatMap(({ filaments }) => filaments.map((each) => each.grams)));
			expect({ monday, prints: sums?.prints }).toEqual({ monday, prints: prints.length });
			expect(Math.abs(Number(sums?.grams) - grams)).toBeLessThan(1);
			weeks.push(prints.length);
			await others.readDigest(digest);
		};

		for (let step = 1; step * stepMs <= days * dayMs; step++) {
			const isRestart = restarts.includes(step);
			// n8n runs no execution again that it was stopped in, whatever started it.
			if (isRestart) await untilIdle();
			if (isRestart) await lab().stopN8n();
			await others.before(step);
			const target = shop.begin + step * stepMs;
			bench.passMinutes(Math.max(0, (target - lab().cloud.world.now()) / minuteMs));
			shop.catchUp(target);
			if (isRestart) await lab().startN8n();

			const arrived = () => ({
				sheet: standIns().google.sheet.records().length,
				...Object.fromEntries(Object.entries(alerts()).map(([way, { length }]) => [way, length])),
				switched: [...standIns().plugs.switched].sort(),
				wrongStocks: Object.entries(shop.worstStock()).filter(([, grams]) => !(grams < 1)),
			});
			const count = shop.ended().length;
			const picturedCount = shop.ended().filter(isPictured).length;
			const due = {
				...{ sheet: rowsNow(), slack: count },
				...{ pictures: picturedCount, telegram: picturedCount, ntfy: picturedCount },
				switched: [...shop.switched].sort(),
				wrongStocks: [],
			};
			await waitFor(async () => JSON.stringify(arrived()) === JSON.stringify(due), {
				what: `step ${step}`,
				timeoutMs: 240_000,
				// To look at all that a farm has so far takes as long as a print's executions.
				intervalMs: 2000,
			}).catch(() => undefined);
			expect({ step, ...arrived(), failures: await failures() }).toEqual({
				step,
				...due,
				failures: [],
			});
			shop.refill(low());

			const monday = target - ((target - 4 * dayMs) % weekMs);
			if (target - monday >= 8 * hourMs && target - monday < 8 * hourMs + stepMs) {
				await judgeWeek(monday);
			}
			await others.after(step);
			if (step % 5 === 0) say(`${kind}: day ${step}, ${count} prints, ${rowsNow()} rows`);
		}

		const ended = shop.ended();
		expect(ended).toHaveLength(shop.plan.length);
		for (const [way, texts] of Object.entries(alerts())) {
			const told = texts.map(alertIn);
			const withDuration = way !== 'slack';
			const prints = way === 'slack' ? ended : ended.filter(isPictured);
			const expected = prints.map((plan) => shop.alertOf(plan));
			expect([way, sorted(told, { withDuration })]).toEqual([
				way,
				sorted(expected, { withDuration }),
			]);
		}

		const rowIds = ended.flatMap((plan) =>
			plan.filaments.map((_, index) => `${shop.idOf(plan)}-${index + 1}`),
		);
		const grams = sum(ended.flatMap(({ filaments }) => filaments.map((each) => each.grams)));
		const places = await judgeLogs(bench, rowIds, grams);
		const backfill = await bench.importExample('backfill-google-sheet', {
			'Add or Update Row in Sheet': { documentId: standIns().google.sheetLocator() },
		});
		const start = { triggerToStartFrom: { name: 'Run Manually' } };
		expectSuccess(await lab().rest.runManually(backfill, start));
		await judgeLogs(bench, rowIds, grams);

		const orders = ended.filter(({ order }) => order !== undefined);
		const printed = orders.filter(({ outcome }) => outcome === 'finished');
		const numbers = printed.map(({ order }) => String(order)).sort();
		const marked = () => {
			const rows = standIns().google.orders.records();
			return rows.filter((row) => row.printed).map(({ order }) => String(order));
		};
		const customers = () => mailed(bench, /^Your order (\d+) is printed$/);
		await waitFor(async () => Math.min(marked().length, customers().length) >= numbers.length, {
			what: 'the last orders',
			timeoutMs: 240_000,
		}).catch(() => undefined);
		expect(marked().sort()).toEqual(numbers);
		expect(customers().sort()).toEqual(numbers);

		await untilIdle();
		const minuteRows = await tableRows(bench, 'Bambu Lab print minutes');
		for (const { serial, name } of lab().cloud.world.printers) {
			const own = ended.filter((plan) => plan.serial === serial);
			const minutes = own.reduce((total, plan) => total + plan.minutes, 0);
			const rows = minuteRows.filter(({ printer_serial: each }) => each === serial);
			expect(rows).toHaveLength(own.length);
			expect(Math.abs(sum(rows.map((row) => Number(row.minutes))) - minutes)).toBeLessThan(6);
			const reminders = mailed(bench, /^(.+): time for maintenance$/);
			expect(reminders.filter((each) => each === name)).toHaveLength(
				Math.floor(minutes / 60 / 300),
			);
		}
		// The spools are looked at four times an hour.
		bench.passMinutes(30);
		await waitFor(() => Promise.resolve(low().length >= shop.falls.length), {
			what: 'the last reminders',
			timeoutMs: 120_000,
			intervalMs: 1000,
		}).catch(() => undefined);
		expect(low().sort()).toEqual([...shop.falls].sort());
		const { spoolman, inventory } = shop.worstStock();
		const worstGrams = Math.max(spoolman, inventory);
		expect(worstGrams).toBeLessThan(1);
		await others.judge();

		expect(await failures()).toEqual([]);
		expect(mailed(bench, /(.+ failed|.*cannot be read)$/)).toEqual([]);
		for (const id of ids) await lab().rest.unpublish(id);

		const used = sum(ended.flatMap((plan) => plan.filaments.map((each) => usedGrams(plan, each))));
		const figures: MonthFigures & { [more: string]: unknown } = {
			...{
				run: kind === 'maker' ? 'monthMaker' : 'monthFarm',
				date: new Date().toISOString().slice(0, 10),
			},
			...{ printers, days, workflows: ids.length, prints: ended.length },
			...{ rows: rowIds.length, logs: places, grams: Number(grams.toFixed(2)) },
			...{ deductedGrams: Number(used.toFixed(2)), worstSpoolGrams: Number(worstGrams.toFixed(3)) },
			...{ alerts: Object.values(alerts()).flat().length, mails: standIns().mail.mails.length },
			...{ orders: orders.length, printedOrders: numbers.length, reorders: low().length, weeks },
			...{ switched: standIns().plugs.switched.length, ...others.figures },
			minutes: Math.round((Date.now() - startedAt) / minuteMs),
		};
		say(`A month of a ${kind}: nothing missing, doubled, or wrong.\n${JSON.stringify(figures)}`);
	});
});
