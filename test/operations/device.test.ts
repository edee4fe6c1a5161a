import nock from 'nock';

import bound from '../contract/current/getBoundDevices.json';
import idle from '../contract/current/getPrintStatus.idle.json';
import printing from '../contract/current/getPrintStatus.json';
import seed from '../contract/seed/getBoundDevices.json';
import { globalApi, runOperation } from '../support/bambuLab';

const bindPath = '/v1/iot-service/api/user/bind';
const printPath = '/v1/iot-service/api/user/print';
const workshop = '01P00A000000001';

function answerBind(body: object): void {
	nock(globalApi).get(bindPath).reply(200, body);
}

function answerPrint(body: object): void {
	nock(globalApi).get(printPath).query({ force: true }).reply(200, body);
}

const current = {
	id: 712345678,
	title: 'cube.3mf',
	status: 4,
	deviceId: workshop,
	startTime: '2026-08-14T09:00:00Z',
	costTime: 3600,
	weight: 12.5,
	cover: 'https://files.example/cover.png',
};

/** The list of prints, newest first; the printer "Workshop" of the fixture is printing. */
function answerTasks(hits: object[] = [current], query: object = {}): void {
	nock(globalApi)
		.get('/v1/user-service/my/tasks')
		.query({ limit: 100, offset: 0, ...query })
		.reply(200, { total: hits.length, hits });
}

function without(row: object, field: string): object {
	return Object.fromEntries(Object.entries(row).filter(([name]) => name !== field));
}

describe('device:getAll', () => {
	test.each([
		['of today', bound],
		['of the seed', seed],
	])('Simplify off gives the rows %s, only the access code left out', async (_name, body) => {
		const devices = body.devices.map((device) => ({ ...device, newField: [{ x: null }] }));
		answerBind({ ...body, devices });
		const { items, stored } = await runOperation('device:getAll', { simplify: false });
		expect(items.map(({ json }) => json)).toEqual(
			devices.map((device) => without(device, 'dev_access_code')),
		);
		expect(stored).not.toContain('12345678\\n');
		expect(stored).not.toContain('87654321');
	});

	test('Include Secrets keeps the row as it came', async () => {
		answerBind(bound);
		const { items } = await runOperation('device:getAll', {
			simplify: false,
			options: { includeSecrets: true },
		});
		expect(items.map(({ json }) => json)).toEqual(bound.devices);
	});

	test('Simplify gives a flat row with the print that the printer works on', async () => {
		answerBind(bound);
		answerTasks([{ ...current, id: 7, deviceId: 'another' }, current]);
		const { items } = await runOperation('device:getAll');
		expect(items.map(({ json }) => json)).toEqual([
			{
				id: workshop,
				name: 'Workshop',
				model: 'P1S',
				modelCode: 'C12',
				online: true,
				status: 'RUNNING',
				lastKnownStatus: 'RUNNING',
				nozzleDiameter: 0.4,
				currentTaskId: 712345678,
				currentTask: {
					id: 712345678,
					title: 'cube.3mf',
					startedAt: '2026-08-14T09:00:00Z',
					estimatedMinutes: 60,
					estimatedGrams: 12.5,
					pictureUrl: 'https://files.example/cover.png',
				},
				lastTaskId: 712345678,
			},
			expect.objectContaining({ name: 'Desk', online: false, currentTask: null }),
		]);
	});

	test.each([
		['is looked for on the pages of running prints', 712345678, 712345678],
		['is the running one of the printer, where the printer names another id', 99, 712345678],
	])('the current print %s', async (_name, printJob, found) => {
		const [workshopRow] = bound.devices;
		answerBind({ devices: [{ ...workshopRow, print_job: printJob }, { dev_id: 'S2' }] });
		const others = Array.from({ length: 50 }, (_, id) => ({ id, status: 1, deviceId: 'other' }));
		const ended = Array.from({ length: 49 }, (_, id) => ({ id: 1000 + id, status: 2 }));
		const list = [...others, current, ...ended];
		for (const offset of [0, 50]) {
			nock(globalApi)
				.get('/v1/user-service/my/tasks')
				.query({ limit: 100, offset })
				.reply(200, { total: 900, hits: list.slice(offset, offset + 50) });
		}
		const { items } = await runOperation('device:getAll');
		expect(items[0]?.json.currentTask).toMatchObject({ id: found });
	});

	test('the current print is not looked for below a page without running ones', async () => {
		answerBind(bound);
		answerTasks([{ id: 3, status: 2, deviceId: workshop }]);
		const { items } = await runOperation('device:getAll');
		expect(items[0]?.json).toMatchObject({ currentTaskId: 712345678, currentTask: null });
	});

	test('Simplify with Include Secrets shows the access code without its line break', async () => {
		answerBind(bound);
		answerTasks();
		const { items } = await runOperation('device:getAll', { options: { includeSecrets: true } });
		expect(items.map(({ json }) => json.accessCode)).toEqual(['12345678', '87654321']);
	});

	test.each([
		['an empty list', { devices: [] }],
		['null', { devices: null }],
		['no list at all', {}],
	])('an account without printers (%s) gives no item', async (_name, devices) => {
		answerBind({ message: 'success', code: null, error: null, ...devices });
		const { items, error } = await runOperation('device:getAll');
		expect([items, error]).toEqual([[], undefined]);
	});
});

describe('device:get', () => {
	const parameters = { deviceId: workshop, simplify: false };

	test('merges the printer with its print status', async () => {
		answerBind(bound);
		answerPrint(printing);
		const { items } = await runOperation('device:get', parameters);
		const merged = { ...printing.devices[0], ...bound.devices[0] };
		expect(items).toEqual([{ json: without(merged, 'dev_access_code'), pairedItem: { item: 0 } }]);
	});

	test('gives the printer alone where nothing is queued', async () => {
		answerBind(bound);
		answerPrint(idle);
		const { items } = await runOperation('device:get', parameters);
		expect(items[0]?.json).toEqual(without(bound.devices[0] ?? {}, 'dev_access_code'));
	});

	test.each([
		['from the list', { __rl: true, mode: 'list', value: workshop, cachedResultName: 'Workshop' }],
		['by ID', { __rl: true, mode: 'id', value: workshop }],
		['as a plain value', workshop],
		['in other letters and with a line break', `${workshop.toLowerCase()}\n`],
		['by its name', 'workshop'],
		['by an expression', '={{ "01P00A" + "000000001" }}'],
	])('finds the printer %s', async (_name, deviceId) => {
		answerBind(bound);
		answerPrint(idle);
		answerTasks();
		const { items } = await runOperation('device:get', { deviceId });
		expect(items.map(({ json }) => json.name)).toEqual(['Workshop']);
	});

	test('its print is asked for by the printer where it is not among the newest', async () => {
		answerBind(bound);
		answerPrint(idle);
		answerTasks([{ id: 3, status: 4, deviceId: 'another' }]);
		answerTasks([current], { deviceId: workshop, limit: 20 });
		const { items } = await runOperation('device:get', { deviceId: workshop });
		expect(items[0]?.json.currentTask).toMatchObject({ id: current.id });
	});

	test('an unknown printer: the error names those that there are', async () => {
		answerBind(bound);
		const { error } = await runOperation('device:get', { deviceId: '00M00A999999999' });
		expect(error).toMatchObject({
			message: `This account has no printer "00M00A999999999". It has Workshop (${workshop}), Desk (22E00A000000002).`,
			description: 'Enter a serial number or a name that only one printer has.',
		});
	});

	test('an unknown printer in a farm: the error names the first ten', async () => {
		const devices = Array.from({ length: 14 }, (_, index) => ({ dev_id: `S${index}`, name: 'P' }));
		answerBind({ devices });
		const { error } = await runOperation('device:get', { deviceId: 'none' });
		expect(error?.message).toMatch(/P \(S0\), .*P \(S9\), and 4 more\.$/);
	});

	test('a name that several printers have is not enough', async () => {
		answerBind({
			devices: [
				{ dev_id: 'S1', name: 'Twin' },
				{ dev_id: 'S2', name: 'Twin' },
			],
		});
		const { error } = await runOperation('device:get', { deviceId: 'Twin' });
		expect(error?.message).toMatch(/^This account has no printer "Twin"/);
	});

	test('an unknown printer in an account without printers', async () => {
		answerBind({ devices: null });
		const { error } = await runOperation('device:get', { deviceId: 'none' });
		expect(error?.message).toMatch(/It has none at all\.$/);
	});
});
