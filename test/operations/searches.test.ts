import nock from 'nock';
import type { INodeParameters } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { bambuCredential, globalApi } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';
import { listSearch } from '../support/engine';
import { servePages } from './wirePages';

const paths = {
	tasks: '/v1/user-service/my/tasks',
	settings: '/v1/iot-service/api/slicer/setting',
} as const;

interface Search {
	filter?: string;
	paginationToken?: string;
	parameters?: INodeParameters;
}

async function search(method: string, { parameters, ...rest }: Search = {}) {
	const setup = { node: BambuLab, credential: bambuCredential(), method, ...rest };
	return await listSearch(parameters === undefined ? setup : { ...setup, parameters });
}

describe('list searches', () => {
	const task = (id: number, more: object = {}) => ({
		id,
		title: `Part ${id}`,
		status: 2,
		startTime: '2026-08-14T09:21:07Z',
		endTime: '2026-08-14T18:02:44Z',
		deviceName: 'Workshop',
		profileId: 700 + id,
		modelId: `US${id}`,
		...more,
	});

	test('prints say title, end in the zone of the workflow, and printer; designs have a link', async () => {
		const running = { status: 4, designId: 55, designTitle: 'Benchy', profileId: 0 };
		servePages(paths.tasks, [task(2, running), task(1)], { total: 2 });
		expect(await search('searchTasks')).toEqual({
			results: [
				{
					name: 'Benchy · running 14 Aug 2026, 05:21 · Workshop',
					value: '2',
					url: 'https://makerworld.com/models/55',
				},
				{ name: 'Part 1 · finished 14 Aug 2026, 14:02 · Workshop', value: '1' },
			],
		});
	});

	test('a search goes on where the last one stopped, to the end of the list', async () => {
		const rows = Array.from({ length: 260 }, (_, index) => task(index + 1));
		const asked = servePages(paths.tasks, rows, { total: 260 });
		const first = await search('searchTasks');
		expect([first.results.length, first.paginationToken]).toEqual([50, '50']);
		const rare = await search('searchTasks', { filter: 'part 25' });
		// Four pages and no more: "Part 25" alone of 200; the user asks for the rest.
		expect([rare.results.map(({ value }) => value), rare.paginationToken]).toEqual([['25'], '200']);
		const rest = { filter: 'part 25', paginationToken: '200' };
		const { results, paginationToken } = await search('searchTasks', rest);
		expect([results.length, paginationToken]).toEqual([10, undefined]);
		expect(asked).toHaveLength(7);
	});

	test.each([
		['searchTasks', 'The cloud remembers no prints of this account.'],
		['searchSpools', 'The filament inventory of this account is empty.'],
		['searchProjects', 'This account has no projects in the cloud.'],
		['searchSettings', 'The cloud lists no presets.'],
		['searchFilaments', 'The cloud lists no filaments.'],
	])('%s says what an empty list means', async (method, sentence) => {
		nock(globalApi).get(/.*/).reply(200, '{}');
		await expect(search(method)).rejects.toThrow(sentence);
	});

	test('print profiles are those of the prints, each once', async () => {
		const rows = [task(1), task(2, { profileId: 701 }), task(3, { profileId: 0 })];
		servePages(paths.tasks, rows, { total: 3 });
		const { results } = await search('searchProfiles');
		expect(results.map(({ value }) => value)).toEqual(['701']);
	});

	test('models are narrowed to the one of the chosen print profile', async () => {
		servePages(paths.tasks, [task(1), task(2), task(3)], { total: 3 });
		const all = await search('searchModels', {
			parameters: { resource: 'profile', operation: 'get' },
		});
		expect(all.results.map(({ value }) => value)).toEqual(['US1', 'US2', 'US3']);
		const profileId = { __rl: true, mode: 'list', value: '702' };
		const narrowed = await search('searchModels', {
			parameters: { resource: 'profile', operation: 'get', profileId },
		});
		expect(narrowed.results).toEqual([{ name: 'Part 2 · US2', value: 'US2' }]);
	});

	test.each([
		['searchTasks', 'hits', { title: 'Part 1' }, { id: 1, title: 'Part 1' }],
		['searchSpools', 'hits', { id: null }, { id: 1, filamentName: 'PLA' }],
		['searchProjects', 'projects', { project_id: '' }, { project_id: 1 }],
		['searchDevices', 'devices', { dev_id: false }, { dev_id: '1' }],
	])('%s leaves out what has no value to choose', async (method, key, useless, useful) => {
		nock(globalApi)
			.get(/.*/)
			.reply(200, JSON.stringify({ total: 2, [key]: [useless, useful] }));
		const { results } = await search(method);
		expect(results.map(({ value }) => value)).toEqual(['1']);
	});

	test('presets without an ID are left out', async () => {
		const filament = { public: [{ setting_id: false, name: 'x' }, { setting_id: 'GF1' }] };
		nock(globalApi).get(paths.settings).query(true).reply(200, JSON.stringify({ filament }));
		const { results } = await search('searchSettings');
		expect(results.map(({ value }) => value)).toEqual(['GF1']);
	});

	test('one’s own presets come first', async () => {
		const filament = {
			public: [{ setting_id: 'GF1', name: 'PLA Basic' }],
			private: [{ setting_id: 'PF1', name: 'House PLA' }],
		};
		nock(globalApi).get(paths.settings).query(true).reply(200, JSON.stringify({ filament }));
		expect((await search('searchSettings')).results).toEqual([
			{ name: 'House PLA · filament · my own', value: 'PF1' },
			{ name: 'PLA Basic · filament', value: 'GF1' },
		]);
	});

	describe('entries that would read alike', () => {
		const unlike = async (method: string) => {
			const { results } = await search(method);
			return results.map(({ name }) => name);
		};

		test('printers, projects and spools get their ids beside, prints of one minute too', async () => {
			const printer = { name: 'P1S', dev_product_name: 'P1S', online: true };
			nock(globalApi)
				.get(/bind$/)
				.reply(200, {
					devices: [
						{ ...printer, dev_id: 'S1' },
						{ ...printer, dev_id: 'S2' },
					],
				});
			expect(await unlike('searchDevices')).toEqual(['P1S · P1S · S1', 'P1S · P1S · S2']);
			const project = { name: 'Box', create_time: '2026-08-14 17:20:33' };
			nock(globalApi)
				.get(/project$/)
				.reply(200, {
					projects: [
						{ ...project, project_id: '1' },
						{ ...project, project_id: '2' },
					],
				});
			expect(await unlike('searchProjects')).toEqual([
				'Box · 2026-08-14 · 1',
				'Box · 2026-08-14 · 2',
			]);
			servePages(paths.tasks, [task(2, { title: 'Box' }), task(1, { title: 'Box' }), task(3)], {
				total: 3,
			});
			expect(await unlike('searchTasks')).toEqual([
				'Box · finished 14 Aug 2026, 14:02 · Workshop · 2',
				'Box · finished 14 Aug 2026, 14:02 · Workshop · 1',
				'Part 3 · finished 14 Aug 2026, 14:02 · Workshop',
			]);
		});

		test('what the cloud lists twice stands there once', async () => {
			const matte = { filamentVendor: 'Bambu Lab', filamentName: 'PLA Matte', filamentId: 'GFA01' };
			nock(globalApi)
				.get(/filament\/config$/)
				.reply(200, { filamentSettings: [matte, { ...matte, filamentType: 'PLA' }, matte] });
			expect(await unlike('searchFilaments')).toEqual(['Bambu PLA Matte · GFA01']);
			const printer = { name: 'Desk', dev_id: 'S1' };
			nock(globalApi)
				.get(/bind$/)
				.reply(200, { devices: [printer, printer] });
			expect(await unlike('searchDevices')).toEqual(['Desk']);
		});

		test('also on pages that were asked for apart', async () => {
			const rows = Array.from({ length: 100 }, (_, index) => task(index + 1, { title: 'Box' }));
			servePages(paths.tasks, rows, { total: 100 });
			const first = await search('searchTasks');
			const { paginationToken } = first;
			expect(paginationToken).toBe('50');
			const more = await search('searchTasks', { paginationToken: '50' });
			const names = [...first.results, ...more.results].map(({ name }) => name);
			expect(new Set(names).size).toBe(100);
		});
	});

	test('a print’s page is that of the account’s region', async () => {
		nock('https://api.bambulab.cn')
			.get(paths.tasks)
			.query(true)
			.reply(200, { total: 1, hits: [task(1, { designId: 55, designTitle: 'Benchy' })] });
		const credential = bambuCredential({ region: 'china' });
		const { results } = await listSearch({ node: BambuLab, credential, method: 'searchTasks' });
		expect(results[0]?.url).toBe('https://makerworld.com.cn/models/55');
	});

	describe('in the simulated cloud', () => {
		const cloud = useCloud();
		beforeEach(forgetSignIns);

		test.each([
			['searchSpools', 'petg', 'Bambu PETG Basic · gray · 975 g left', '4980003'],
			[
				'searchProjects',
				'164033198',
				expect.stringMatching(/^Benchy, 0\.2 mm · 20\d\d-/),
				'164033198',
			],
			['searchSettings', 'house', 'House PLA · filament · my own', 'PFUS0011223344aabb'],
			['searchFilaments', 'opaque', 'Bambu PETG Opaque · PETG · GFG05', 'GFG05'],
		])('%s finds "%s"', async (method, filter, name, value) => {
			const setup = { node: BambuLab, credential: credentialFor(cloud()), method, filter };
			expect((await listSearch(setup)).results).toEqual([{ name, value }]);
		});
	});
});
