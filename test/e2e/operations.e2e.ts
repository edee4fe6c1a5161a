import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import type { Execution } from '../../sandbox/restTypes';
import { useLab } from './support/lab';
import { nodeTypes, operationWorkflow, outputOf } from './support/workflows';

const lab = useLab();

afterEach(() => lab().resetCloud());

async function execute(
	resource: string,
	operation: string,
	parameters: Record<string, unknown>,
): Promise<Execution> {
	const { rest, credential } = lab();
	const workflow = operationWorkflow(credential, { resource, operation, ...parameters });
	const { id } = await rest.createWorkflow(workflow);
	return await rest.runManually(id, { triggerToStartFrom: { name: 'Start' } });
}

async function run(
	resource: string,
	operation: string,
	parameters: Record<string, unknown> = {},
): Promise<Array<Record<string, unknown>>> {
	const execution = await execute(resource, operation, parameters);
	expect(execution.data.resultData.error?.message).toBeUndefined();
	return outputOf(execution, 'Bambu Lab');
}

/** Parameters as the editor stores them: a resource locator holds more than its value. */
function asStored(
	parameters: Record<string, unknown>,
	properties: INodeProperties[],
): Record<string, unknown> {
	const locators = properties.filter(({ type }) => type === 'resourceLocator');
	const isLocator = (name: string) => locators.some((property) => property.name === name);
	return Object.fromEntries(
		Object.entries(parameters).map(([name, value]) => [
			name,
			isLocator(name) ? { __rl: true, mode: 'id', value } : value,
		]),
	);
}

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}: ${operation.value}`,
		resource,
		operation,
	})),
);

describe('every operation runs from its sample', () => {
	const answered = operations.filter(({ operation }) => !operation.sample.isAlwaysRefused);
	const refused = operations.filter(({ operation }) => operation.sample.isAlwaysRefused);

	test.each(answered)('$name', async ({ resource, operation }) => {
		// The real cloud lets its own applications alone create tasks.
		await lab().control('/settings', { createTaskAllowed: true });
		lab().cloud.world.startPrint();
		const { sample, properties } = operation;
		const parameters = asStored(sample.parameters, properties);
		const rows = await run(resource.value, operation.value, parameters);
		const [request] = sample.request?.split('?') ?? [];
		if (request !== undefined) expect(lab().requests(request)).not.toHaveLength(0);
		expect(rows).not.toHaveLength(0);
		for (const row of rows) expect(Object.keys(row)).not.toHaveLength(0);
		const secrets = lab().cloud.world.printers.map(({ accessCode }) => accessCode.trim());
		const text = JSON.stringify(rows);
		expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
	});

	test.each(refused)('$name, which Bambu Lab refuses', async ({ resource, operation }) => {
		const { sample } = operation;
		const execution = await execute(resource.value, operation.value, sample.parameters);
		expect(lab().requests(sample.request ?? '')).not.toHaveLength(0);
		expect(execution.data.resultData.error?.message).toMatch(/^Bambu Lab no longer /);
	});

	test('task: create, for which the cloud lets nobody else in', async () => {
		const sample = operations.find(({ name }) => name === 'task: create')?.operation.sample;
		const execution = await execute('task', 'create', sample?.parameters ?? {});
		expect(execution.data.resultData.error?.message).toBe(
			'Bambu Lab lets only its own applications start a print through the cloud',
		);
	});
});

describe('the output', () => {
	test('of all tasks holds each print once, newest first, in plain words', async () => {
		const rows = await run('task', 'getAll', { returnAll: true });
		const { prints } = lab().cloud.world;
		expect(rows.map(({ id }) => id)).toEqual(prints.map(({ id }) => id));
		expect(rows[0]).toMatchObject({
			title: expect.any(String) as string,
			status: expect.stringMatching(/^(finished|failed)$/) as string,
			printerName: expect.any(String) as string,
			durationMinutes: expect.any(Number) as number,
		});
	});

	test('of tasks obeys limit and filters', async () => {
		const [print] = lab().cloud.world.prints;
		if (print === undefined) throw new Error('The cloud has no history');
		const rows = await run('task', 'getAll', {
			limit: 2,
			output: 'fields',
			fields: ['printerSerial'],
			filters: { deviceId: { __rl: true, mode: 'id', value: print.deviceId } },
		});
		expect(rows).toHaveLength(2);
		expect(rows.map(({ printerSerial }) => printerSerial)).toEqual([
			print.deviceId,
			print.deviceId,
		]);
	});

	test("of a raw task is the cloud's own", async () => {
		const [row] = await run('task', 'getAll', { limit: 1, output: 'raw' });
		expect(row).toHaveProperty('amsDetailMapping');
		expect(row).toHaveProperty('costTime');
	});

	test('of printers holds the access code only when asked for', async () => {
		const [first] = lab().cloud.world.printers;
		const raw = { output: 'raw' };
		const without = await run('device', 'getAll', raw);
		expect(without[0]).not.toHaveProperty('dev_access_code');
		const rows = await run('device', 'getAll', { ...raw, options: { includeSecrets: true } });
		expect(rows.find((row) => row.dev_id === first?.serial)).toHaveProperty(
			'dev_access_code',
			first?.accessCode,
		);
	});
});

describe('a failure is told in words', () => {
	test('an unknown printer, with those there are', async () => {
		const execution = await execute('device', 'get', {
			deviceId: { __rl: true, mode: 'id', value: '00000000000000' },
		});
		expect(execution.status).toBe('error');
		const { error } = execution.data.resultData;
		expect(error?.message).toContain('no printer "00000000000000"');
		expect(error?.message).toContain(lab().cloud.world.printers[0]?.name);
	});

	test('a cloud that answers with a web page', async () => {
		await lab().control('/faults', {
			match: { path: '/v1/iot-service/api/user/bind' },
			status: 502,
			headers: { 'content-type': 'text/html' },
			body: '<html><h1>502 Bad Gateway</h1></html>',
		});
		const execution = await execute('device', 'getAll', {});
		expect(execution.status).toBe('error');
		expect(JSON.stringify(execution.data.resultData.error)).not.toContain('<h1>');
	});
});

describe('the list of printers', () => {
	const search = (filter?: string) =>
		lab().rest.listSearch({
			methodName: 'searchDevices',
			path: 'deviceId',
			nodeTypeAndVersion: { name: nodeTypes.action, version: 1 },
			currentNodeParameters: { resource: 'device', operation: 'get' },
			credentials: { bambuLabCloudApi: lab().credential },
			filter,
		});

	test('names each with its model and state', async () => {
		const { results } = await search();
		const { printers } = lab().cloud.world;
		expect(results.map(({ value }) => value).sort()).toEqual(
			printers.map(({ serial }) => serial).sort(),
		);
		const [first] = printers;
		expect(results.find(({ value }) => value === first?.serial)?.name).toBe(
			`${first?.name} · ${first?.product}`,
		);
	});

	test('can be searched', async () => {
		const wanted = lab().cloud.world.printers[1];
		const { results } = await search(wanted?.name.toLowerCase());
		expect(results.map(({ value }) => value)).toEqual([wanted?.serial]);
	});
});
