import nock from 'nock';

import bound from '../contract/current/getBoundDevices.json';
import seed from '../contract/seed/getBoundDevices.json';
import { globalApi, runOperation } from '../support/bambuLab';

const bindPath = '/v1/iot-service/api/user/bind';
const workshop = '01P00A000000001';

function answerBind(body: object): void {
	nock(globalApi).get(bindPath).reply(200, body);
}

const current = {
	id: 712345678,
	title: 'cube.3mf',
	status: 4,
	deviceId: workshop,
	startTime: new Date(Date.now() - 600_000).toISOString(),
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
	])('Raw gives the rows %s, only the access code left out', async (_name, body) => {
		const devices = body.devices.map((device) => ({ ...device, newField: [{ x: null }] }));
		answerBind({ ...body, devices });
		const { items, stored } = await runOperation('device:getAll', { output: 'raw' });
		expect(items.map(({ json }) => json)).toEqual(
			devices.map((device) => without(device, 'dev_access_code')),
		);
		expect(stored).not.toContain('12345678\\n');
		expect(stored).not.toContain('87654321');
	});

	test('Include Secrets keeps the row as it came', async () => {
		answerBind(bound);
		const { items } = await runOperation('device:getAll', {
			output: 'raw',
			options: { includeSecrets: true },
		});
		expect(items.map(({ json }) => json)).toEqual(bound.devices);
	});

	test('Simplified is a flat row with the print that the printer works on', async () => {
		answerBind(bound);
		answerTasks([{ ...current, id: 7, deviceId: 'another' }, current]);
		const { items } = await runOperation('device:getAll');
		const start = Date.parse(current.startTime);
		const iso = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`;
		expect(items.map(({ json }) => json)).toEqual([
			{
				printerName: 'Workshop',
				printerSerial: workshop,
				printerModel: 'P1S',
				status: 'running',
				online: true,
				taskId: 712345678,
				title: 'cube.3mf',
				startedAt: iso(start),
				estimatedEndAt: iso(start + 3_600_000),
				nozzleDiameter: 0.4,
			},
			expect.objectContaining({ printerName: 'Desk', online: false, title: null }),
		]);
	});

	test('fields that say nothing of the print ask for none', async () => {
		answerBind(bound);
		const fields = ['printerName', 'status'];
		const { items } = await runOperation('device:getAll', { output: 'fields', fields });
		expect(items.map(({ json }) => json)).toEqual([
			{ printerName: 'Workshop', status: 'running' },
			{ printerName: 'Desk', status: 'offline' },
		]);
	});

	test.each([
		['Status, which means what a printer does now', { status: 'running' }, ['Workshop']],
		['Status by its label', { status: ' Offline' }, ['Desk']],
		['Online', { online: false }, ['Desk']],
		['both', { online: false, status: 'running' }, []],
	])('filters by %s', async (_name, filters, names) => {
		// Offline, but with the word of its last print still there.
		const [first, second] = bound.devices;
		answerBind({ devices: [first, { ...second, print_status: 'RUNNING' }] });
		const parameters = { filters, output: 'fields', fields: ['printerName'] };
		const { items } = await runOperation('device:getAll', parameters);
		expect(items.map(({ json }) => json.printerName)).toEqual(names);
	});

	test('a limit counts', async () => {
		answerBind(bound);
		const { items } = await runOperation('device:getAll', { limit: 1, output: 'raw' });
		expect(items).toHaveLength(1);
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
		expect(items[0]?.json.taskId).toBe(found);
		expect(items[0]?.json.title).toBe('cube.3mf');
	});

	test('the current print is not looked for below a page without running ones', async () => {
		answerBind(bound);
		answerTasks([{ id: 3, status: 2, deviceId: workshop }]);
		const { items } = await runOperation('device:getAll');
		expect(items[0]?.json).toMatchObject({ taskId: 712345678, title: null });
	});

	test('Simplified with Include Secrets shows the access code without its line break', async () => {
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
	const parameters = { deviceId: workshop, output: 'raw' };

	test('Raw is the row of the cloud, and asks for nothing else', async () => {
		answerBind(bound);
		const { items } = await runOperation('device:get', parameters);
		const json = without(bound.devices[0] ?? {}, 'dev_access_code');
		expect(items).toEqual([{ json, pairedItem: { item: 0 } }]);
	});

	test.each([
		['from the list', { __rl: true, mode: 'list', value: workshop, cachedResultName: 'Workshop' }],
		['by ID', { __rl: true, mode: 'id', value: workshop }],
		['as a plain value', workshop],
		['in other letters and with a line break', `${workshop.toLowerCase()}\n`],
		['by its name, case and blanks aside', ' workShop '],
		['by an expression', '={{ "01P00A" + "000000001" }}'],
	])('finds the printer %s', async (_name, deviceId) => {
		answerBind(bound);
		answerTasks();
		const { items } = await runOperation('device:get', { deviceId });
		expect(items.map(({ json }) => json.printerName)).toEqual(['Workshop']);
	});

	test('its print is asked for by the printer where it is not among the newest', async () => {
		answerBind(bound);
		answerTasks([{ id: 3, status: 4, deviceId: 'another' }]);
		answerTasks([current], { deviceId: workshop, limit: 20 });
		const { items } = await runOperation('device:get', { deviceId: workshop });
		expect(items[0]?.json.taskId).toBe(current.id);
	});

	test('an unknown printer: the error names those that there are', async () => {
		answerBind(bound);
		const { error } = await runOperation('device:get', { deviceId: '00M00A999999999' });
		expect(error).toMatchObject({
			message: `This account has no printer "00M00A999999999". It has Workshop (${workshop}), Desk (22E00A000000002).`,
			description: 'Enter a serial number, or a name that only one printer has.',
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
		expect(error?.message).toBe('This account has 2 printers called "Twin": Twin (S1), Twin (S2)');
	});

	test.each([
		['no serial number', { name: 'Bare' }],
		['an empty one', { dev_id: ' ', name: 'Bare' }],
	])('a printer with %s is no filter that lets all through', async (_name, row) => {
		answerBind({ devices: [row] });
		const { error } = await runOperation('task:getAll', { filters: { deviceId: 'Bare' } });
		expect(error?.message).toBe(
			'This account has no printer "Bare". It has Bare (no serial number).',
		);
	});

	test('a serial number that the cloud gives as a number is one', async () => {
		answerBind({ devices: [{ dev_id: 4711, name: 'Digits' }] });
		answerTasks([current], { deviceId: '4711', limit: 50 });
		const { items } = await runOperation('task:getAll', { filters: { deviceId: 'digits' } });
		expect(items).toHaveLength(1);
	});

	test('an unknown printer in an account without printers', async () => {
		answerBind({ devices: null });
		const { error } = await runOperation('device:get', { deviceId: 'none' });
		expect(error?.message).toMatch(/It has none at all\.$/);
	});
});
