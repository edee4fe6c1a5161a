import { ExecuteContext } from 'n8n-core';
import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import bound from '../contract/current/getBoundDevices.json';
import current from '../contract/current/getTasks.json';
import seed from '../contract/seed/getTasks.json';
import { globalApi, runOperation } from '../support/bambuLab';

const path = '/v1/user-service/my/tasks';

type Row = { id: number };

/** The newest first, as the cloud lists them. */
function rows(count: number): Row[] {
	return Array.from({ length: count }, (_, index) => ({ id: count - index }));
}

function window(list: Row[], query: URLSearchParams, most = 100): Row[] {
	const offset = Number(query.get('offset') ?? 0);
	return list.slice(offset, offset + Math.min(Number(query.get('limit')), most));
}

/** Answers every page by `answer`; gives the queries that were asked. */
function serve(answer: (query: URLSearchParams, asked: number) => unknown): string[] {
	const asked: string[] = [];
	nock(globalApi)
		.persist()
		.get(path)
		.query(true)
		.reply(200, (uri) => {
			const query = new URL(uri, globalApi).searchParams;
			asked.push(query.toString());
			return JSON.stringify(answer(query, asked.length));
		});
	return asked;
}

async function ids(parameters: IDataObject) {
	const run = await runOperation('task:getAll', { output: 'raw', ...parameters });
	expect(run.error).toBeUndefined();
	return { ids: run.items.map(({ json }) => json.id), hints: run.hints };
}

function first(list: Row[], count: number): number[] {
	return list.slice(0, count).map(({ id }) => id);
}

describe('pages', () => {
	const all = { returnAll: true };
	const list = rows(240);
	const threePages = ['limit=100&offset=0', 'limit=100&offset=100', 'limit=100&offset=200'];

	test.each([
		['the default limit', {}, 50, ['limit=50&offset=0']],
		['a limit below the page size', { limit: 3 }, 3, ['limit=3&offset=0']],
		['a limit at the page size', { limit: 100 }, 100, ['limit=100&offset=0']],
		['a limit above the page size', { limit: 101 }, 101, threePages.slice(0, 2)],
		['a limit above all there is', { limit: 5000 }, 240, threePages],
		['Return All', all, 240, threePages],
		[
			'Return All, one request at a time',
			{ ...all, options: { concurrentRequests: 1 } },
			240,
			threePages,
		],
	])('%s', async (_name, parameters, count, queries) => {
		const asked = serve((query) => ({ total: list.length, hits: window(list, query) }));
		expect((await ids(parameters)).ids).toEqual(first(list, count));
		expect(asked).toEqual(queries);
	});

	test.each([
		['missing', {}],
		['null', { total: null }],
		['too small', { total: 2 }],
		['zero', { total: 0 }],
		['too large', { total: 9999 }],
		['negative', { total: -1 }],
		['no number', { total: 'many' }],
	])('Return All gets everything where the total is %s', async (_name, total) => {
		const asked = serve((query) => ({ ...total, hits: window(list, query) }));
		expect((await ids(all)).ids).toEqual(first(list, 240));
		expect(asked).toContain('limit=100&offset=239');
	});

	test.each([
		['an empty list', { total: 0, hits: [] }],
		['null instead of the list', { total: 0, hits: null }],
		['no list at all', {}],
	])('%s gives no item after one request, and a hint', async (_name, body) => {
		const asked = serve(() => body);
		const message = 'Bambu Lab lists nothing of this kind for the account.';
		expect(await ids(all)).toEqual({ ids: [], hints: [{ message, location: 'outputPane' }] });
		expect(asked).toHaveLength(1);
	});

	test('filters that let nothing through are named as the cause', async () => {
		serve((query) => ({ total: list.length, hits: window(list, query) }));
		const { ids: found, hints } = await ids({ ...all, filters: { endedBefore: '2001-01-01' } });
		expect(found).toEqual([]);
		expect(hints).toEqual([
			{
				message:
					'Nothing matches the filters in use. Ended Before is "2001-01-01". Change or remove it to see what there is.',
				location: 'outputPane',
			},
		]);
	});

	test('a filter that nothing matches is shown some of what there is', async () => {
		const titles = ['Benchy', 'Vase', 'Benchy', ...'abcdefgh'];
		const hits = titles.map((title, id) => ({
			id,
			title,
			status: 2,
			startTime: `2026-08-${24 - id}T09:00Z`,
		}));
		serve(() => ({ total: hits.length, hits }));
		const filters = { titleContains: 'Benhcy', status: 'running', startedAfter: '2001-01-01' };
		const { hints } = await ids({ ...all, filters });
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Started After is "2001-01-01", which some match. Status is "running", but what matches Started After has "finished". Title Contains is "Benhcy", but what matches Started After has "Benchy", "Vase", "a", "b", "c", "d", "e", "f", and others. Change or remove one to see what there is.',
		]);
	});

	test('a filter that something matches is told apart from the one that is at fault', async () => {
		const startTime = '2026-08-14T09:00Z';
		serve(() => ({ total: 1, hits: [{ id: 1, title: 'Hook', status: 3, startTime }] }));
		const filters = { titleContains: 'Benchy', status: 'failed', startedAfter: '2030-01-01' };
		const { hints } = await ids({ ...all, filters });
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Started After is "2030-01-01", but what matches Status has 2026-08-14. Status is "failed", which some match. Title Contains is "Benchy", but what matches Status has "Hook". Change or remove one to see what there is.',
		]);
	});

	test('filters that match something each, and nothing together, are shown what the others leave', async () => {
		const startTime = '2026-08-14T09:00Z';
		const hits = [
			{ id: 1, title: 'Hook', status: 3, startTime },
			{ id: 2, title: 'Benchy', status: 2, startTime },
		];
		serve(() => ({ total: 2, hits }));
		const filters = { titleContains: 'hook', status: 'ended', startedBefore: '2026-08-20' };
		expect((await ids({ ...all, filters })).ids).toEqual([1]);
		const { hints } = await ids({ ...all, filters: { ...filters, status: 'running' } });
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Started Before is "2026-08-20", which some match. Status is "running", but what matches Started Before and Title Contains has "failed". Title Contains is "hook", which some match. Change or remove one to see what there is.',
		]);
		const apart = { titleContains: 'hook', status: 'finished' };
		expect((await ids({ ...all, filters: apart })).hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Each filter matches something, but nothing matches all of them. Status is "finished", but what matches Title Contains has "failed". Title Contains is "hook", but what matches Status has "Benchy". Change or remove one to see what there is.',
		]);
	});

	test('of three filters that contradict each other, what matches the two others is shown', async () => {
		const startTime = '2026-08-14T09:00Z';
		const hits = [
			{ id: 1, title: 'Hook', status: 3, startTime },
			{ id: 2, title: 'Benchy', status: 2, startTime },
		];
		serve(() => ({ total: 2, hits }));
		const filters = { titleContains: 'hook', status: 'finished', startedBefore: '2026-08-20' };
		const { hints } = await ids({ ...all, filters });
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Each filter matches something, but nothing matches all of them. Started Before is "2026-08-20". Status is "finished", but what matches Started Before and Title Contains has "failed". Title Contains is "hook", but what matches Started Before and Status has "Benchy". Change or remove one to see what there is.',
		]);
	});

	test('a printer that was chosen by its serial number is called by its name', async () => {
		nock(globalApi).get('/v1/iot-service/api/user/bind').optionally().reply(200, bound);
		const serial = '01P00A000000001';
		const hits = [{ id: 1, title: 'Name tag', status: 2, deviceId: serial, deviceName: 'Studio' }];
		serve(() => ({ total: 1, hits }));
		const deviceId = { __rl: true, mode: 'id', value: serial };
		const { hints } = await ids({ ...all, filters: { deviceId, titleContains: 'gear' } });
		expect(hints.map(({ message }) => message)).toEqual([
			'Nothing matches the filters in use. Printer is "Studio", which some match. Title Contains is "gear", but what matches Printer has "Name tag". Change or remove one to see what there is.',
		]);
	});

	test('a server that gives fewer rows than asked is followed by what it gave', async () => {
		const asked = serve((query) => ({ total: 50, hits: window(rows(50), query, 20) }));
		expect((await ids(all)).ids).toEqual(first(rows(50), 50));
		expect(asked).toEqual(['limit=100&offset=0', 'limit=100&offset=20', 'limit=100&offset=40']);
	});

	test('a limit is filled where the server gives fewer rows than asked', async () => {
		const asked = serve((query) => ({ total: 240, hits: window(list, query, 20) }));
		expect((await ids({ limit: 30 })).ids).toEqual(first(list, 30));
		expect(asked).toEqual(['limit=30&offset=0', 'limit=30&offset=20']);
	});

	test('rows that a shifting list repeats come out once', async () => {
		const grown = rows(241);
		const asked = serve((query, times) => {
			const now = times === 1 ? list : grown;
			return { total: now.length, hits: window(now, query) };
		});
		expect((await ids(all)).ids).toEqual(first(list, 240));
		expect(asked.slice(1, 3)).toEqual(threePages.slice(1));
	});

	test('where `offset` is ignored, the first page comes out, with a hint', async () => {
		const asked = serve(() => ({ total: 240, hits: list.slice(0, 100) }));
		const warn = jest.fn();
		Object.defineProperty(ExecuteContext.prototype, 'logger', {
			configurable: true,
			get: () => ({ warn }),
		});
		const message = 'Bambu Lab lists 240, but only 100 could be read.';
		expect(await ids(all)).toEqual({
			ids: first(list, 100),
			hints: [{ message, location: 'outputPane' }],
		});
		expect(asked.length).toBeLessThan(8);
		expect(warn.mock.calls).toEqual([[message]]);
		Reflect.deleteProperty(ExecuteContext.prototype, 'logger');
	});

	test('where `offset` is ignored and no total told, too', async () => {
		serve(() => ({ hits: list.slice(0, 100) }));
		const { ids: found, hints } = await ids(all);
		expect(found).toEqual(first(list, 100));
		expect(hints).toEqual([
			{ message: expect.stringContaining('the same rows'), location: 'outputPane' },
		]);
	});

	test.each([
		[
			'nothing',
			(query: URLSearchParams) =>
				window(list, query).slice(0, Number(query.get('offset')) < 150 ? 100 : 0),
		],
		['half a page', (query: URLSearchParams) => window(list.slice(0, 150), query)],
	])(
		'a server that gives %s from row 150 on: the rows it gave, with a hint',
		async (_what, hits) => {
			const asked = serve((query) => ({ total: 240, hits: hits(query) }));
			const { ids: found, hints } = await ids(all);
			expect(found.length).toBeGreaterThanOrEqual(150);
			expect(found).toEqual(first(list, found.length));
			const message = `Bambu Lab lists 240, but only ${found.length} could be read.`;
			expect(hints).toEqual(found.length === 240 ? [] : [{ message, location: 'outputPane' }]);
			expect(asked.length).toBeLessThan(8);
		},
	);

	test('rows that the server leaves out in the middle make an error', async () => {
		serve((query) => {
			const offset = Number(query.get('offset'));
			return {
				total: 240,
				hits: window(list, query).slice(0, offset < 100 ? 100 : offset < 200 ? 1 : 40),
			};
		});
		const { error, items } = await runOperation('task:getAll', all);
		expect(error?.message).toBe('The list could not be read without a gap');
		expect(items).toEqual([]);
	});

	test('a total that is a little too high costs three requests, not a second reading', async () => {
		const asked = serve((query) => ({ total: 245, hits: window(list, query) }));
		const { ids: found, hints } = await ids(all);
		expect(found).toEqual(first(list, 240));
		expect(hints).toEqual([
			{
				message: 'Bambu Lab lists 245, but only 240 could be read.',
				location: 'outputPane',
			},
		]);
		expect(asked).toHaveLength(6);
	});

	test('a list without a total whose next page is empty is whole', async () => {
		serve((query) => ({ hits: query.get('offset') === '0' ? list.slice(0, 2) : [] }));
		expect(await ids(all)).toEqual({ ids: first(list, 2), hints: [] });
	});

	test('a failing page fails the item instead of giving a part', async () => {
		nock(globalApi)
			.get(path)
			.query({ limit: 100, offset: 0 })
			.reply(200, {
				total: 160,
				hits: list.slice(0, 100),
			});
		nock(globalApi).get(path).query({ limit: 100, offset: 100 }).reply(500, {});
		const { error, items } = await runOperation('task:getAll', all);
		expect(error?.message).toBe('The Bambu Lab cloud is having trouble (status 500)');
		expect(items).toEqual([]);
	});
});

describe('filters on the wire', () => {
	const picked = { __rl: true, mode: 'list', value: '01P00A000000001', cachedResultName: 'Desk' };

	test.each([
		['none', {}, 'limit=50&offset=0'],
		['any status', { status: 'any' }, 'limit=50&offset=0'],
		['a status', { status: 'failed' }, 'status=3&limit=100&offset=0'],
		['the words of a status', { status: 'Failed or Cancelled' }, 'status=3&limit=100&offset=0'],
		['a printer from the list', { deviceId: picked }, 'deviceId=01P00A000000001&limit=50&offset=0'],
		['a printer’s name', { deviceId: ' workshop ' }, 'deviceId=01P00A000000001&limit=50&offset=0'],
		[
			'a serial in other letters',
			{ deviceId: '22e00a000000002' },
			'deviceId=22E00A000000002&limit=50&offset=0',
		],
	])('%s', async (_name, filters, query) => {
		nock(globalApi).get('/v1/iot-service/api/user/bind').optionally().reply(200, bound);
		const asked = serve(() => ({ hits: [] }));
		await ids({ filters });
		expect(asked).toEqual([query]);
	});

	test('an ID that came out empty is refused, not taken for all printers', async () => {
		const filters = { deviceId: { __rl: true, mode: 'id', value: '' } };
		const { error } = await runOperation('task:getAll', { filters });
		expect(error?.message).toBe(
			'The parameter "Printer" is empty. Choose one, or remove it from "Filters".',
		);
	});
});

describe('output', () => {
	test.each([
		['of today', current],
		['of the seed', seed],
	])('Raw gives the object %s as it came', async (_name, body) => {
		const [row] = body.hits;
		const sent = { ...row, newField: { nested: [null, 1, 'x'] }, another: null };
		serve(() => ({ total: 1, hits: [sent] }));
		const { items } = await runOperation('task:getAll', { output: 'raw' });
		expect(items).toEqual([{ json: sent, pairedItem: { item: 0 } }]);
	});

	test('Simplified, unless another form is chosen, is a flat row of a few fields', async () => {
		serve(() => current);
		const { items } = await runOperation('task:getAll', { limit: 1 });
		expect(items.map(({ json }) => json)).toEqual([
			expect.objectContaining({
				id: 712345678,
				title: 'Cable comb',
				status: 'finished',
				printerName: 'Workshop',
				durationMinutes: 101.6,
				filamentSummary: 'PLA green',
			}),
		]);
	});

	test('secrets inside a row stay out', async () => {
		serve(() => ({ total: 1, hits: [{ id: 1, deep: [{ ttcode: 'secret', kept: true }] }] }));
		const { items, stored } = await runOperation('task:getAll', { output: 'raw' });
		expect(items[0]?.json).toEqual({ id: 1, deep: [{ kept: true }] });
		expect(stored).not.toContain('secret');
	});
});
