import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';

import { control } from '../support/cloud';
import { startCloud, type SimulatedCloud } from './index';
import { findAccount } from './signIn/accounts';

/* The simulated printers by what they say on the wire, with a plain MQTT client. */

interface Report {
	print?: Record<string, unknown>;
	info?: { module: Array<Record<string, unknown>> };
	event?: { event: string };
}

let cloud: SimulatedCloud;
let token: string;
const clients: MqttClient[] = [];
const [workshop, desk, studio] = ['01P00A000000001', '00M00A000000002', '09400A000000005'];

beforeAll(async () => {
	cloud = await startCloud({ mqttPort: 0, mqttsPort: 0 });
});

beforeEach(async () => {
	cloud.reset();
	const issued = await fetch(`${cloud.controlUrl}/tokens`, { method: 'POST', body: '{}' });
	token = ((await issued.json()) as { accessToken: string }).accessToken;
});

afterEach(async () => {
	await Promise.all(clients.splice(0).map(async (client) => await client.endAsync(true)));
});

afterAll(async () => await cloud.stop());

const user = `u_${findAccount('maker@example.com')?.uid}`;

async function connected(options: IClientOptions = {}, url = cloud.broker?.url ?? '') {
	const signIn = { username: user, password: token, reconnectPeriod: 0 };
	const client = await mqtt.connectAsync(url, { ...signIn, ...options }, false);
	clients.push(client);
	return client;
}

/** All that comes on a topic, and what waits for so many of it. */
async function listen(client: MqttClient, topic: string) {
	const payloads: string[] = [];
	let wake: (() => void) | undefined;
	client.on('message', (_topic, payload) => {
		payloads.push(payload.toString());
		wake?.();
	});
	await client.subscribeAsync(topic);
	return async (count: number) => {
		while (payloads.length < count) await new Promise<void>((resolve) => (wake = resolve));
		return payloads.map((payload) => JSON.parse(payload) as Report);
	};
}

async function happen(printer: string, happening: string, more: object = {}): Promise<void> {
	await control(cloud, `/live/${printer}`, { happening, ...more });
}

describe('the broker lets in', () => {
	test('the account by its token, and listens to no other', async () => {
		await connected();
		for (const wrong of [{ password: 'dead' }, { username: 'u_1' }, { username: 'bblp' }]) {
			await expect(connected(wrong)).rejects.toMatchObject({ code: 5 });
		}
		expect(cloud.broker?.connections.map(({ accepted }) => accepted)).toEqual([
			...[true, false, false, false],
		]);
	});

	test('nobody with a token that has died', async () => {
		await control(cloud, '/tokens/revoke', {});
		await expect(connected()).rejects.toMatchObject({ code: 5 });
	});

	test('who knows the access code of a printer, over TLS with its own certificate', async () => {
		const [printer] = cloud.world.printers;
		const local = { username: 'bblp', password: printer?.accessCode.trim() ?? '' };
		const url = cloud.broker?.tlsUrl;
		await expect(connected(local, url)).rejects.toThrow(/self-signed/);
		const trusting = { ...local, ca: cloud.broker?.certificate ?? '' };
		// As n8n connects with the options of its credential that the guide names.
		await connected({ ...local, rejectUnauthorized: false, ca: '', cert: '', key: '' }, url);
		const reports = await listen(await connected(trusting, url), '#');
		await happen(desk, 'start');
		await happen(workshop, 'pause');
		expect(await reports(1)).toMatchObject([{ print: { gcode_state: 'PAUSE' } }]);
	});

	test('nobody to wildcards, and to requests without a sound', async () => {
		const client = await connected();
		await expect(client.subscribeAsync('device/+/report')).rejects.toThrow();
		const requests = await listen(client, `device/${workshop}/request`);
		const reports = await listen(client, `device/${workshop}/report`);
		await client.publishAsync(`device/${workshop}/request`, '{"pushing":{"command":"pushall"}}');
		expect(await reports(1)).toHaveLength(1);
		expect(await requests(1)).toMatchObject([{ print: { command: 'push_status' } }]);
	});
});

describe('a printer', () => {
	test('says nothing until something happens, and everything when asked', async () => {
		const client = await connected();
		const reports = await listen(client, `device/${workshop}/report`);
		const request = { pushing: { sequence_id: '0', command: 'pushall' } };
		await client.publishAsync(`device/${workshop}/request`, JSON.stringify(request));
		const [{ print = {} } = {}] = await reports(1);
		expect(print).toMatchObject({ msg: 0, gcode_state: 'IDLE', command: 'push_status' });
		expect(Object.keys(print).length).toBeGreaterThan(60);
	});

	test('tells its firmware, and refuses what would move it', async () => {
		const client = await connected();
		const reports = await listen(client, `device/${workshop}/report`);
		const topic = `device/${workshop}/request`;
		await client.publishAsync(topic, '{"info":{"command":"get_version"}}');
		await client.publishAsync(topic, '{"print":{"command":"pause","sequence_id":"3"}}');
		await client.publishAsync(topic, 'no JSON');
		expect(await reports(2)).toMatchObject([
			{ info: { module: [{ name: 'ota', sw_ver: '01.08.01.00' }] } },
			{ print: { command: 'pause', result: 'failed', err_code: 84_033_543 } },
		]);
	});

	test('of the P1 series tells what has changed, and a cancel in three steps', async () => {
		const reports = await listen(await connected(), `device/${workshop}/report`);
		await happen(workshop, 'prepare', { title: 'Clip', layers: 10 });
		await happen(workshop, 'start', { title: 'Clip', layers: 10 });
		await happen('Workshop', 'cancel');
		const told = await reports(5);
		expect(told.map(({ print }) => [print?.msg, print?.gcode_state, print?.print_error])).toEqual([
			[1, 'PREPARE', 0],
			[1, 'RUNNING', 0],
			[1, undefined, 50_348_044],
			[1, 'FAILED', undefined],
			[1, undefined, 0],
		]);
		const numbers = told.map(({ print }) => Number(print?.sequence_id));
		expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
	});

	test('of the X1 series tells everything each time, and keeps why a print was cancelled', async () => {
		const reports = await listen(await connected(), `device/${desk}/report`);
		await happen(desk, 'tick', { times: 2 });
		await happen(desk, 'cancel');
		const told = await reports(3);
		expect(told.map(({ print }) => Object.keys(print ?? {}).length)).toEqual([96, 96, 96]);
		expect(told[2]).toMatchObject({ print: { gcode_state: 'FAILED', fail_reason: '50348044' } });
	});

	test('of the H2 series has no mark, and a number that stands still', async () => {
		const reports = await listen(await connected(), `device/${studio}/report`);
		await happen(studio, 'tick', { times: 2 });
		for (const { print } of await reports(2)) {
			expect(print).not.toHaveProperty('msg');
			expect(print).toMatchObject({ sequence_id: '2021' });
		}
	});

	test('goes, is silent, and comes back', async () => {
		const reports = await listen(await connected(), `device/${workshop}/report`);
		await happen(workshop, 'disconnect');
		await happen(workshop, 'layer', { layer: 5 });
		await happen(workshop, 'reconnect');
		expect(await reports(3)).toMatchObject([
			{ event: { event: 'client.disconnected' } },
			{ event: { event: 'client.connected' } },
			{ print: { msg: 0, layer_num: 5 } },
		]);
	});
});

test('the control API tells what it does not know, and breaks connections', async () => {
	await expect(happen(workshop, 'explode')).rejects.toThrow(/must be one of prepare, start/);
	await expect(happen(workshop, 'raise', { code: '12' })).rejects.toThrow(/8 or 16 digits/);
	const client = await connected();
	const closed = new Promise((resolve) => client.once('close', () => resolve(true)));
	await control(cloud, '/broker/cut', {});
	expect(await closed).toBe(true);
	const other = await startCloud();
	await expect(control(other, '/broker/cut', {})).rejects.toThrow(/--mqtt-port/);
	await other.stop();
});
