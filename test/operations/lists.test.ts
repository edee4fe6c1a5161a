import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { globalApi, runOperation } from '../support/bambuLab';
import { servePages } from './wirePages';

const paths = {
	messages: '/v1/user-service/my/messages',
	tasks: '/v1/user-service/my/tasks',
	settings: '/v1/iot-service/api/slicer/setting',
	spools: '/v1/design-user-service/my/filament/v2',
} as const;

describe('Return All', () => {
	test.each([
		['message:getAll', paths.messages, { filters: { type: 6 } }],
		['filamentSpool:getAll', paths.spools, {}],
	])('%s, whose list tells no total, goes on to its last row', async (name, path, more) => {
		const rows = Array.from({ length: 220 }, (_, index) => ({ id: 500 - index }));
		const asked = servePages(path, rows);
		const { items } = await runOperation(name, { returnAll: true, output: 'raw', ...more });
		expect(items.map(({ json }) => json)).toEqual(rows);
		expect(asked.map((query) => new URLSearchParams(query).get('offset'))).toEqual([
			'0',
			'99',
			'198',
			'219',
		]);
	});
});

describe('"Page Size"', () => {
	const rows = Array.from({ length: 600 }, (_, index) => ({ id: 900 - index }));

	test.each([
		['larger pages', { returnAll: true, options: { pageSize: 500 } }, ['500 0', '500 500']],
		['a limit of less than a page', { limit: 250, options: { pageSize: 300 } }, ['250 0']],
		['smaller pages', { limit: 60, options: { pageSize: 50 } }, ['50 0', '50 50']],
	])('%s', async (_name, parameters, queries) => {
		const asked = servePages(paths.tasks, rows, { total: rows.length });
		const { items } = await runOperation('task:getAll', { ...parameters, output: 'raw' });
		const wanted = 'limit' in parameters ? parameters.limit : rows.length;
		expect(items.map(({ json }) => json)).toEqual(rows.slice(0, wanted));
		expect(asked.sort()).toEqual(queries.map((query) => `limit=${query.replace(' ', '&offset=')}`));
	});

	test('where Bambu Lab refuses it, 100 rows a page are asked for', async () => {
		const refused = nock(globalApi)
			.get(paths.tasks)
			.query({ limit: 500, offset: 0 })
			.reply(400, { code: 2, error: 'Invalid limit.' });
		const asked = servePages(paths.tasks, rows, { total: rows.length });
		const parameters = { returnAll: true, output: 'raw', options: { pageSize: 500 } };
		const { items } = await runOperation('task:getAll', parameters);
		expect(items.map(({ json }) => json)).toEqual(rows);
		expect([refused.isDone(), asked.length]).toEqual([true, 6]);
	});

	test.each([
		[10, 'must be 20 or more.'],
		[501, 'must be 500 or less.'],
	])('%d is refused before any request', async (pageSize, sentence) => {
		const { error } = await runOperation('task:getAll', { options: { pageSize } });
		expect(error?.message).toBe(`The parameter "Page Size" ${sentence}`);
	});
});

describe('prints between two dates', () => {
	/** One print an hour, the newest at 2026-08-31T23:00:00Z. */
	const rows = Array.from({ length: 300 }, (_, index) => ({
		id: 1000 - index,
		startTime: new Date(Date.UTC(2026, 7, 31, 23 - index)).toISOString(),
	}));

	async function between(filters: IDataObject, more: IDataObject = { returnAll: true }) {
		const asked = servePages(paths.tasks, rows, { total: rows.length });
		const run = await runOperation('task:getAll', { filters, output: 'raw', ...more });
		expect(run.error).toBeUndefined();
		return { starts: run.items.map(({ json }) => String(json.startTime)), asked };
	}

	test('after a date: one page of earlier ones is enough', async () => {
		const { starts, asked } = await between({ startedAfter: '2026-08-31T00:00:00Z' });
		expect([starts.length, starts.at(-1)]).toEqual([24, '2026-08-31T00:00:00.000Z']);
		expect(asked).toEqual(['limit=100&offset=0', 'limit=100&offset=100']);
	});

	test('after a date at the end of a page: the next page shows that it has passed', async () => {
		const { starts, asked } = await between({ startedAfter: rows[99]?.startTime });
		expect([starts.length, asked.length]).toEqual([100, 2]);
	});

	test('before a date: the pages before it are read, and left out', async () => {
		const filters = { startedBefore: '2026-08-27T00:00:00Z' };
		const { starts, asked } = await between(filters, { limit: 3 });
		expect([starts.length, starts[0]]).toEqual([3, '2026-08-26T23:00:00.000Z']);
		expect(asked).toEqual(['limit=100&offset=0', 'limit=100&offset=100']);
	});

	test('between two dates', async () => {
		const filters = { startedAfter: '2026-08-27', startedBefore: '2026-08-28' };
		const { starts, asked } = await between({
			...filters,
			startedAfter: `${filters.startedAfter}T00:00:00Z`,
			startedBefore: `${filters.startedBefore}T00:00:00Z`,
		});
		expect([starts.length, asked.length]).toEqual([24, 3]);
	});

	test('a date from the editor, without a zone, is of the zone of the workflow', async () => {
		const { starts } = await between({ startedAfter: '2026-08-31T12:00:00' });
		const local = new Intl.DateTimeFormat('en-GB', {
			timeZone: 'America/New_York',
			timeStyle: 'short',
		});
		expect(local.format(Date.parse(starts.at(-1) ?? ''))).toBe('12:00');
	});

	test('a date that expressions make', async () => {
		const startedAfter = '={{ DateTime.fromISO("2026-08-31T20:00:00Z") }}';
		expect((await between({ startedAfter })).starts).toHaveLength(4);
	});

	test('what is no date is refused by name', async () => {
		const { error } = await runOperation('task:getAll', { filters: { startedAfter: 'soon' } });
		expect(error?.message).toBe(
			'The parameter "Started After" must be a date, such as 2026-08-14T09:00, not "soon".',
		);
	});

	test('a print that has no start yet is the newest, and stays in', async () => {
		servePages(paths.tasks, [{ id: 2, startTime: null }, ...rows], { total: 301 });
		const filters = { startedAfter: '2026-08-31T23:00:00Z' };
		const { items } = await runOperation('task:getAll', { filters, output: 'raw' });
		expect(items.map(({ json }) => json.id)).toEqual([2, 1000]);
	});
});

describe('presets', () => {
	const preset = (setting_id: string, name: string) => ({ setting_id, name });
	const body = {
		message: 'success',
		print: { public: [preset('GP1', '0.20mm')], private: null },
		printer: null,
		filament: { public: [preset('GF1', 'PLA Basic')], private: [preset('PF1', 'House pla')] },
		settings: [],
	};

	test.each([
		['no filter', {}, ['GP1', 'GF1', 'PF1'], null],
		['all', { type: 'all', scope: 'all' }, ['GP1', 'GF1', 'PF1'], null],
		['a type', { type: 'filament' }, ['GF1', 'PF1'], null],
		['one’s own', { scope: 'private' }, ['PF1'], 'false'],
		['those of Bambu Lab', { scope: 'public' }, ['GP1', 'GF1'], null],
		['a name in other letters', { name: 'PLA' }, ['GF1', 'PF1'], null],
		['all at once', { type: 'filament', scope: 'public', name: 'pla' }, ['GF1'], null],
	])('%s', async (_name, filters, ids, isPublic) => {
		nock(globalApi)
			.get(paths.settings)
			.query(({ version, public: asked = null }) => version === '1.0.0.0' && asked === isPublic)
			.reply(200, JSON.stringify(body));
		const parameters = { version: '1.0.0.0', filters, output: 'raw' };
		const { items } = await runOperation('slicerSetting:getAll', parameters);
		expect(items.map(({ json }) => json.setting_id)).toEqual(ids);
	});

	test.each(['={{ "" }}', 'latest', '1.2.3', '1.2.3.4.5', '01.02.03.x'])(
		'the version "%s" is refused before any request',
		async (version) => {
			const { error } = await runOperation('slicerSetting:getAll', { version });
			expect(error?.message).toMatch(
				/^The parameter "Bambu Studio Version" is (empty|not a version)/,
			);
		},
	);
});
