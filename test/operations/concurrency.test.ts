/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IExecuteFunctions } from 'n8n-workflow';
import nock from 'nock';
import { setTimeout as wait } from 'node:timers/promises';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { resources } from '../../nodes/BambuLab/actions/registry';
import { bambuCredential, globalApi, itemsWith, runOperation } from '../support/bambuLab';
import { listSearch, runNode } from '../support/engine';
import { byId, ids, serveTasks, tooMany } from './wireTasks';

const devices = '/v1/iot-service/api/user/bind';

describe('several items at once', () => {
	test('come out in the order of the input, each linked to its item', async () => {
		const seen = serveTasks(async (id) => {
			await wait((id * 7) % 23);
			return [200, { id }];
		});
		const { items } = await runOperation('task:get', byId, { items: ids(40) });
		expect(items).toEqual(
			Array.from({ length: 40 }, (_, id) => ({ json: { id }, pairedItem: { item: id } })),
		);
		expect(seen.mostInFlight).toBe(5);
	});

	test.each([1, 9])('as many as "Concurrent Requests" says: %d', async (concurrentRequests) => {
		const seen = serveTasks(async (id) => {
			await wait(5);
			return [200, { id }];
		});
		const parameters = { ...byId, options: { concurrentRequests } };
		await runOperation('task:get', parameters, { items: ids(20) });
		expect(seen.mostInFlight).toBe(concurrentRequests);
	});

	test('"Concurrent Requests" by an expression that the only item answers', async () => {
		serveTasks((id) => [200, { id }]);
		const parameters = { ...byId, options: { concurrentRequests: '={{ $json.id + 2 }}' } };
		const { error, items } = await runOperation('task:get', parameters, { items: ids(1) });
		expect([error, items.map(({ json }) => json)]).toEqual([undefined, [{ id: 0 }]]);
	});

	test('"Continue": each failing item has its own error, in its place', async () => {
		serveTasks(async (id) => {
			await wait(id % 5);
			return id % 3 === 0 ? [404, {}] : [200, { id }];
		});
		const settings = { onError: 'continueRegularOutput' } as const;
		const { items } = await runOperation('task:get', byId, { items: ids(10), settings });
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 10 }, (_, item) => ({ item })),
		);
		expect(items.flatMap(({ json }, id) => ('error' in json ? [id] : []))).toEqual([0, 3, 6, 9]);
	});

	test('the first item that fails is named, and nothing is started after a failure', async () => {
		const seen = serveTasks(async (id) => {
			await wait(id === 2 ? 60 : 5);
			return [2, 3].includes(id) ? [404, {}] : [200, { id }];
		});
		const { error, items } = await runOperation('task:get', byId, { items: ids(100) });
		expect(error).toMatchObject({ context: { itemIndex: 2 } });
		expect(items).toEqual([]);
		expect(seen.asked.length).toBeLessThan(10);
	});

	test('a long list of a later item is not read on after a failure', async () => {
		let pages = 0;
		nock(globalApi)
			.get(devices)
			.reply(200, { devices: [{ dev_id: 'bad' }, { dev_id: 'good' }] });
		nock(globalApi)
			.persist()
			.get('/v1/user-service/my/tasks')
			.query(true)
			.reply(async (uri) => {
				const query = new URL(uri, globalApi).searchParams;
				await wait(5);
				if (query.get('deviceId') === 'bad') return [404, {}];
				pages++;
				const start = Number(query.get('offset'));
				const hits = Array.from({ length: 100 }, (_, index) => ({ id: start + index + 1 }));
				return [200, JSON.stringify({ total: 100_000, hits })];
			});
		const parameters = { returnAll: true, filters: { deviceId: '={{ $json.id }}' } };
		const items = itemsWith({ id: 'bad' }, { id: 'good' });
		const { error } = await runOperation('task:getAll', parameters, { items });
		expect(error).toMatchObject({ context: { itemIndex: 0 } });
		expect(pages).toBeLessThan(20);
	});

	test('Stop stops', async () => {
		let stop = () => {};
		const seen = serveTasks(async (id) => {
			await wait(5);
			if (id === 10) stop();
			return [200, { id }];
		});
		await runOperation('task:get', byId, {
			items: ids(200),
			onStart: (stopExecution) => {
				stop = stopExecution;
			},
		}).catch(() => {});
		const sent = seen.asked.length;
		expect(sent).toBeLessThan(20);
		await wait(50);
		// What was on its way already may still arrive.
		expect(seen.asked.length).toBeLessThan(sent + 4);
	});
});

/** The node, and how its execution ended by itself, which n8n does not wait for after a Stop. */
function watchedNode() {
	const seen = { endedAt: Infinity };
	class Watched extends BambuLab {
		override async execute(this: IExecuteFunctions) {
			return await BambuLab.prototype.execute.call(this).finally(() => {
				seen.endedAt = performance.now();
			});
		}
	}
	return { node: Watched, seen };
}

test('Stop ends the wait for another try at once', async () => {
	const { node, seen } = watchedNode();
	let stoppedAt = Infinity;
	let stop = () => {};
	serveTasks(() => {
		void wait(50).then(() => {
			stoppedAt = performance.now();
			stop();
		});
		return tooMany({ 'retry-after': '3' });
	});
	const parameters = { resource: 'task', operation: 'get', ...byId, options: { retryFor: 60 } };
	const credential = bambuCredential();
	const onStart = (stopExecution: () => void) => {
		stop = stopExecution;
	};
	await runNode({ node, parameters, credential, items: ids(1), onStart });
	while (seen.endedAt === Infinity) await wait(10);
	expect(seen.endedAt - stoppedAt).toBeLessThan(1500);
});

describe('what many items ask alike is asked once', () => {
	test('device:get', async () => {
		const rows = Array.from({ length: 30 }, (_, id) => ({
			...{ dev_id: `S${id}`, name: `P${id}` },
			...{ online: true, print_status: 'RUNNING', print_job: 100 + id },
		}));
		const hits = rows.map(({ print_job: id, dev_id: deviceId }) => ({
			...{ id, deviceId, title: `Print ${id}`, status: 4 },
		}));
		nock(globalApi).get(devices).reply(200, { devices: rows });
		nock(globalApi).get('/v1/user-service/my/tasks').query(true).reply(200, { hits });
		const parameters = { deviceId: '=S{{ $json.id }}' };
		const { items, error } = await runOperation('device:get', parameters, { items: ids(30) });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [json.printerSerial, json.taskId, json.title])).toEqual(
			rows.map((row) => [row.dev_id, row.print_job, `Print ${row.print_job}`]),
		);
	});

	test('a catalogue, and each item gets rows of its own', async () => {
		const filamentSettings = [{ filamentId: 'GFA00', filamentName: 'PLA Basic' }];
		nock(globalApi).get('/v1/design-user-service/filament/config').reply(200, { filamentSettings });
		const { items, error } = await runOperation(
			'filamentSpool:getCatalogue',
			{},
			{ items: ids(10) },
		);
		expect(error).toBeUndefined();
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
			Array.from({ length: 10 }, (_, item) => ({ item })),
		);
		expect(new Set(items.map(({ json }) => json)).size).toBe(10);
		expect(items[9]?.json).toEqual(items[0]?.json);
	});

	test('a catalogue: items share nothing that the next node could change', async () => {
		const row = { filamentId: 'GFA00', nested: { list: [{ a: 1 }] } };
		const body = { filamentSettings: [row] };
		nock(globalApi).get('/v1/design-user-service/filament/config').reply(200, body);
		const { items } = await runOperation(
			'filamentSpool:getCatalogue',
			{ output: 'raw' },
			{ items: ids(2) },
		);
		expect(items.map(({ json }) => json)).toEqual([row, row]);
		expect(items[1]?.json.nested).not.toBe(items[0]?.json.nested);
	});

	test('device:get: items share nothing that the next node could change', async () => {
		const row = { dev_id: 'S', name: 'P', nested: { list: [{ a: 1 }] } };
		nock(globalApi)
			.get(devices)
			.reply(200, { devices: [row] });
		const parameters = { deviceId: 'S', output: 'raw' };
		const { items } = await runOperation('device:get', parameters, { items: ids(2) });
		expect(items[0]?.json.nested).toEqual(row.nested);
		expect(items[1]?.json.nested).toEqual(row.nested);
		expect(items[1]?.json.nested).not.toBe(items[0]?.json.nested);
	});

	test('items that share a failure are each told by their own number', async () => {
		nock(globalApi).get(devices).reply(404, {});
		const settings = { onError: 'continueRegularOutput' } as const;
		const parameters = { deviceId: 'S', options: { concurrentRequests: 3 } };
		const { items } = await runOperation('device:get', parameters, {
			items: ids(3),
			settings,
		});
		const errors = items.map(({ error }) => error);
		expect(errors.map((error) => error?.context.itemIndex)).toEqual([0, 1, 2]);
		expect(new Set(errors).size).toBe(3);
	});

	test('a failure is shared with who waits, not with who comes later', async () => {
		nock(globalApi).get(devices).reply(404, {});
		nock(globalApi)
			.get(devices)
			.reply(200, { devices: [{ dev_id: 'S' }] });
		const settings = { onError: 'continueRegularOutput' } as const;
		const parameters = { deviceId: 'S', options: { concurrentRequests: 2 } };
		const { items } = await runOperation('device:get', parameters, { items: ids(4), settings });
		expect(items.map(({ json }) => 'error' in json)).toEqual([true, true, false, false]);
	});
});

describe('what changes something', () => {
	const path = /^\/v1\/iot-service\/api\/slicer\/setting\/\w+$/;
	const remove = { settingId: '=P{{ $json.id }}' };

	test('goes one after the other', async () => {
		let inFlight = 0;
		const together: number[] = [];
		nock(globalApi)
			.persist()
			.delete(path)
			.query(true)
			.reply(async () => {
				together.push(++inFlight);
				await wait(2);
				inFlight--;
				return [200, '{}'];
			});
		const { items } = await runOperation('slicerSetting:delete', remove, { items: ids(6) });
		expect(items).toHaveLength(6);
		expect(together).toEqual([1, 1, 1, 1, 1, 1]);
	});

	const patiently = { ...remove, options: { retryFor: 20 } };

	test.each([400, 500, 502, 503, 504])(
		'is sent once, where the answer is %d and nobody knows what became of it',
		async (status) => {
			nock(globalApi).delete(path).query(true).reply(status, {}, { 'retry-after': '1' });
			const { error } = await runOperation('slicerSetting:delete', patiently, { items: ids(1) });
			expect(error).toBeDefined();
		},
	);

	test('ten deletions, one of them answered by a 429: ten are done, each once', async () => {
		const done: string[] = [];
		let hasRefused = false;
		nock(globalApi)
			.persist()
			.delete(path)
			.query(true)
			.reply((uri) => {
				if (done.length === 2 && !hasRefused) {
					hasRefused = true;
					return [429, '{}', { 'retry-after': '1' }];
				}
				done.push(uri.replace(/^.*\/|\?.*$/g, ''));
				return [200, '{}'];
			});
		const { items, error } = await runOperation('slicerSetting:delete', patiently, {
			items: ids(10),
		});
		expect([error, items.length, hasRefused]).toEqual([undefined, 10, true]);
		expect(done).toEqual(Array.from({ length: 10 }, (_, id) => `P${id}`));
	});

	test.each(
		resources.flatMap(({ value, operations }) =>
			operations.map((operation) => ({ name: `${value}:${operation.value}`, operation })),
		),
	)('$name says whether it does', ({ operation: { isWrite, sample } }) => {
		const sent = [sample.request ?? [], sample.then ?? []].flat();
		expect(isWrite === true).toBe(sent.some((request) => !request.startsWith('GET ')));
	});
});

test('a list search in the editor does not wait behind a bulk job', async () => {
	serveTasks(() => tooMany({ 'retry-after': '8' }));
	nock(globalApi)
		.get(devices)
		.reply(200, { devices: [{ dev_id: 'S', name: 'Workshop' }] });
	const credential = bambuCredential();
	let stop = () => {};
	const parameters = { ...byId, options: { retryFor: 60 } };
	const job = runOperation('task:get', parameters, {
		items: ids(20),
		credential,
		onStart: (stopExecution) => {
			stop = stopExecution;
		},
	}).catch(() => {});
	await wait(100);
	const search = listSearch({
		node: BambuLab,
		credential,
		parameters: { resource: 'device', operation: 'get' },
		method: 'searchDevices',
	});
	const late = wait(2000, 'late', { ref: false });
	expect(await Promise.race([search, late])).toMatchObject({ results: [{ value: 'S' }] });
	stop();
	await job;
});
