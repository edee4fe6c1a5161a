import fc from 'fast-check';
import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { keepTask, stopTask } from '../../nodes/BambuLab/actions/task/filters';
import { wantedPages } from '../../nodes/BambuLab/core/wantedPages';
import { globalApi, runOperation } from '../support/bambuLab';
import { servePages } from './wirePages';

const path = '/v1/user-service/my/tasks';
const hour = 3_600_000;
const newest = Date.UTC(2026, 7, 31, 23);

type Row = { [name: string]: unknown };

/** A print that began so many hours before the newest one, and took 50 minutes. */
function print(hours: number, more: object = {}): Row {
	const start = newest - hours * hour;
	const iso = (time: number) => new Date(time).toISOString();
	return {
		id: 100_000 - hours,
		status: hours % 5 === 0 ? 3 : 2,
		startTime: iso(start),
		endTime: iso(start + 50 * 60_000),
		costTime: 3000,
		...more,
	};
}

async function idsOf(filters: IDataObject, rows: Row[], more: IDataObject = { returnAll: true }) {
	nock.cleanAll();
	const asked = servePages(path, rows, { total: rows.length });
	const run = await runOperation('task:getAll', { filters, output: 'raw', ...more });
	expect(run.error).toBeUndefined();
	return { ids: run.items.map(({ json }) => json.id), asked };
}

test('Title Contains finds a text in the title, or in that of the design', async () => {
	const rows = [
		print(0, { title: 'Order 12, vase' }),
		print(1, { title: 'Vase' }),
		print(2, { title: 'x.3mf', designId: 7, designTitle: 'VASE of the order' }),
		print(3, { title: null }),
	];
	const { ids } = await idsOf({ titleContains: 'ORDER' }, rows);
	expect(ids).toEqual([100_000, 99_998]);
});

describe('a row that is hard to read', () => {
	const rows = Array.from({ length: 21 }, (_, index) => print(index));
	const since = { startedAfter: '2026-08-01T00:00:00Z' };

	test.each([
		['the year 1', '0001-01-01T00:00:00Z'],
		['1970', '1970-01-01T00:00:00Z'],
		['a clock that was never set', '2022-01-01T00:00:00Z'],
		['null', null],
		['nothing', ''],
		['a zero', 0],
	])('with a start of %s ends no reading, and is not lost', async (_name, startTime) => {
		const list = rows.map((row, index) => (index === 19 ? { ...row, startTime } : row));
		const { ids } = await idsOf(since, list, { returnAll: true, options: { pageSize: 20 } });
		expect(ids).toEqual(list.map(({ id }) => id));
	});

	test('its end tells that it is no later', async () => {
		const list = [
			print(0),
			print(1, { startTime: null }),
			print(2, { startTime: null, endTime: null }),
		];
		const before = { startedBefore: new Date(newest - hour / 12).toISOString() };
		expect((await idsOf(before, list)).ids).toEqual([list[1]?.id]);
	});
});

describe('prints by their end', () => {
	const rows = [
		print(0, { status: 4 }),
		print(1),
		// Began long before, ended within.
		print(40, { endTime: new Date(newest - 2 * hour).toISOString() }),
		print(41),
	];

	test('one that ran over the moment counts when it ended', async () => {
		const endedAfter = new Date(newest - 3 * hour).toISOString();
		expect((await idsOf({ endedAfter }, rows)).ids).toEqual([rows[1]?.id, rows[2]?.id]);
		const endedBefore = endedAfter;
		expect((await idsOf({ endedBefore }, rows)).ids).toEqual([rows[3]?.id]);
	});

	test('no print is in two weeks, and none in neither', async () => {
		const list = Array.from({ length: 60 }, (_, index) =>
			print(index * 5, { endTime: new Date(newest - index * 5 * hour + 9 * hour).toISOString() }),
		);
		const edge = new Date(newest - 100 * hour).toISOString();
		const after = (await idsOf({ endedAfter: edge }, list)).ids;
		const before = (await idsOf({ endedBefore: edge }, list)).ids;
		expect([...after, ...before]).toEqual(list.map(({ id }) => id));
	});

	test('not much more is read than may hold what is wanted', async () => {
		const list = Array.from({ length: 1500 }, (_, index) => print(index));
		const endedAfter = new Date(newest - 24 * hour).toISOString();
		const { ids, asked } = await idsOf({ endedAfter }, list);
		expect(ids).toHaveLength(25);
		expect(asked.length).toBeLessThan(7);
	});
});

test.each([
	['running', [0]],
	['ended', [1, 2, 3]],
	['finished', [1, 3]],
	['failed', [2]],
	['any', [0, 1, 2, 3, 4]],
])('status %s', async (status, wanted) => {
	const codes = [4, 2, 3, 2, 0];
	const rows = codes.map((code, index) => print(index, { status: code }));
	// A cloud that does not filter.
	expect((await idsOf({ status }, rows)).ids).toEqual(wanted.map((index) => rows[index]?.id));
});

describe('Newer Than (ID)', () => {
	const rows = Array.from({ length: 250 }, (_, index) => print(index));

	test('gives what came after it, and reads no further than one page behind', async () => {
		const { ids, asked } = await idsOf({ after: 99_990 }, rows);
		expect(ids).toEqual(rows.slice(0, 10).map(({ id }) => id));
		expect(asked.map((query) => new URLSearchParams(query).get('after'))).toEqual([null, null]);
	});

	test('the print itself need not be there, and digits beyond all numbers count', async () => {
		const list = ['9007199254740993', '9007199254740992'].map((id) => ({ ...print(0), id }));
		nock(globalApi)
			.get(path)
			.query(true)
			.reply(200, `{"total":2,"hits":${JSON.stringify(list).replace(/"(\d{16})"/g, '$1')}}`);
		const filters = { after: '9007199254740992' };
		const { items } = await runOperation('task:getAll', { filters, output: 'raw' });
		expect(items.map(({ json }) => json.id)).toEqual(['9007199254740993']);
	});

	test('messages too', async () => {
		servePages('/v1/user-service/my/messages', [{ id: 3 }, { id: 2 }, { id: 1 }]);
		const parameters = { filters: { after: '1' }, output: 'raw' };
		const { items } = await runOperation('message:getAll', parameters);
		expect(items.map(({ json }) => json.id)).toEqual([3, 2]);
	});
});

test('no filter loses a good row among odd ones', async () => {
	const moment = fc.integer({ min: 0, max: 230 }).map((hours) => newest - hours * hour);
	const oddTime = fc.constantFrom<unknown>(
		...['0001-01-01T00:00:00Z', '1970-01-01T00:00:00Z', '2022-01-01T00:00:00Z', 'soon', null, 0],
	);
	const oddRow = fc.record({
		startTime: oddTime,
		endTime: oddTime,
		status: fc.constantFrom(2, 3, 4, null, 9),
		id: fc.constantFrom<unknown>('x', null, 5, 99_999_999),
	});
	const places = fc.array(fc.tuple(fc.nat({ max: 200 }), oddRow), { maxLength: 60 });
	const filters = fc.record(
		{
			startedAfter: moment,
			startedBefore: moment,
			endedAfter: moment,
			endedBefore: moment,
			status: fc.constantFrom('any', 'ended', 'finished', 'failed'),
		},
		{ requiredKeys: [] },
	);
	await fc.assert(
		fc.asyncProperty(
			places,
			filters,
			fc.integer({ min: 5, max: 50 }),
			async (odd, chosen, size) => {
				const iso = (time: number | undefined) =>
					time === undefined ? undefined : new Date(time).toISOString();
				// Some take days, and so end long after those that began later.
				const good = Array.from({ length: 200 }, (_, index) =>
					print(
						index,
						index % 23 === 22 ? { endTime: iso(newest - index * hour + 90 * hour) } : {},
					),
				);
				const rows: Row[] = [...good];
				for (const [place, row] of odd) rows.splice(place, 0, row);
				const asked = {
					startedAfter: iso(chosen.startedAfter),
					startedBefore: iso(chosen.startedBefore),
					endedAfter: iso(chosen.endedAfter),
					endedBefore: iso(chosen.endedBefore),
					status: chosen.status,
				};
				async function* pages() {
					for (let at = 0; at < rows.length; at += size)
						yield await Promise.resolve(rows.slice(at, at + size));
				}
				const wanted = { limit: Infinity, keep: keepTask(asked), stop: stopTask(asked) };
				const found = new Set<Row>();
				for await (const page of wantedPages(pages(), wanted))
					for (const row of page) found.add(row);
				const isWanted = (row: Row) => {
					const start = Date.parse(String(row.startTime));
					const end = Date.parse(String(row.endTime));
					const codes = { any: [2, 3], ended: [2, 3], finished: [2], failed: [3] };
					return (
						start >= (chosen.startedAfter ?? 0) &&
						start < (chosen.startedBefore ?? Infinity) &&
						end >= (chosen.endedAfter ?? 0) &&
						end < (chosen.endedBefore ?? Infinity) &&
						codes[chosen.status ?? 'any'].includes(Number(row.status))
					);
				};
				expect(good.filter((row) => found.has(row))).toEqual(good.filter(isWanted));
			},
		),
		{ numRuns: 300 },
	);
});
