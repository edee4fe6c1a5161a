import nock from 'nock';

import bound from '../contract/current/getBoundDevices.json';
import idle from '../contract/current/getPrintStatus.idle.json';
import printing from '../contract/current/getPrintStatus.json';
import { globalApi, runOperation } from '../support/bambuLab';

const workshop = '01P00A000000001';

function answerBind(body: object): void {
	nock(globalApi).get('/v1/iot-service/api/user/bind').reply(200, body);
}

function answerPrint(body: object): void {
	nock(globalApi).get('/v1/iot-service/api/user/print').query({ force: true }).reply(200, body);
}

const current = {
	id: 712345678,
	title: 'cube.3mf',
	status: 4,
	deviceId: workshop,
	startTime: new Date(Date.now() - 600_000).toISOString(),
	costTime: 3600,
};

/** The list of prints, newest first. */
function answerTasks(hits: object[]): void {
	nock(globalApi)
		.get('/v1/user-service/my/tasks')
		.query({ limit: 100, offset: 0 })
		.reply(200, { total: hits.length, hits });
}

describe('what a printer prints', () => {
	const running = { dev_id: 'X1', online: true, print_status: 'RUNNING' };
	const task = (more: object) => ({ ...current, id: 800, deviceId: 'X1', ...more });
	const stuck = task({ title: 'old, stuck', startTime: '2026-05-01T00:00:00Z' });

	test.each([
		['a print that the cloud does not know', 0, stuck, null, null],
		['a young one, although the printer has no job', 0, task({}), null, null],
		['a job that is not in the list, where an old one is stuck', 999, stuck, 999, null],
		['a job that the list knows by another id', 999, task({}), 800, 'cube.3mf'],
		['an old one that it names', 800, stuck, 800, 'old, stuck'],
		['one whose status comes as a word', 800, task({ status: 'RUNNING' }), 800, 'cube.3mf'],
	])('%s', async (_name, job, hit, taskId, title) => {
		answerBind({ devices: [{ ...running, print_job: job }] });
		answerTasks([hit]);
		nock(globalApi)
			.get('/v1/user-service/my/tasks')
			.query({ deviceId: 'X1', limit: 20, offset: 0 })
			.optionally()
			.reply(200, { hits: [hit] });
		const { items } = await runOperation('device:getAll');
		expect(items[0]?.json).toMatchObject({ taskId, title });
	});
});

describe('device:getPrintStatus', () => {
	test('what the cloud says', async () => {
		answerPrint(printing);
		const { items } = await runOperation('device:getPrintStatus');
		expect(items[0]?.json).toMatchObject({ printerName: 'Workshop', printerSerial: workshop });
		expect(items[0]?.json).not.toHaveProperty('progress');
	});

	test('where it names no printer, they are there without a print', async () => {
		answerPrint(idle);
		answerBind(bound);
		const { items } = await runOperation('device:getPrintStatus');
		expect(items.map(({ json }) => [json.printerName, json.status, json.title])).toEqual([
			['Workshop', 'running', null],
			['Desk', 'offline', null],
		]);
	});
});

describe('device:getFirmware', () => {
	const path = '/v1/iot-service/api/user/device/version';

	test('of all printers, by their names', async () => {
		const devices = [{ dev_id: workshop, version: '1.0' }, { dev_id: 'sold' }];
		nock(globalApi).get(path).reply(200, { devices });
		answerBind(bound);
		const { items } = await runOperation('device:getFirmware');
		expect(items.map(({ json }) => [json.printerName, json.printerSerial])).toEqual([
			['Workshop', workshop],
			[null, 'sold'],
		]);
	});

	test('of one, by its name', async () => {
		nock(globalApi).get(path).query({ dev_id: workshop }).reply(200, { devices: [] });
		answerBind(bound);
		const filters = { deviceId: 'Workshop' };
		expect((await runOperation('device:getFirmware', { filters })).error).toBeUndefined();
	});
});
