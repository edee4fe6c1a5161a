import { broken, type EndpointName, type Fault } from './support/stubCloud';
import { errorsOf, idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	// A retry waits for nothing here.
	sleep: async () => {},
}));

useStoppedTime();

const minute = 60;
const hour = 3600;
const day = 24 * hour;
const everything = [
	'taskCreated',
	'taskFinished',
	'messageReceived',
	'deviceOnline',
	'deviceOffline',
	'deviceStatusChanged',
	'firmwareAvailable',
];

let rows = 0;

/** A farm with a history of a week: 500 printers, half of them with firmware on offer. */
function farmed(events = everything, options = {}): StubTrigger {
	const trigger = new StubTrigger({ events, options: { waitForFilament: false, ...options } });
	const { cloud } = trigger;
	for (let print = 0; print < 300; print++) {
		const startTime = iso((300 - print) * 34 * minute);
		const endTime = iso((300 - print) * 34 * minute - hour / 3);
		cloud.tasks.unshift({
			id: ++rows,
			deviceId: 'P1',
			deviceName: 'P1',
			status: 2,
			startTime,
			endTime,
		});
		cloud.messages.unshift({ id: ++rows, type: 6, createTime: endTime });
	}
	cloud.devices = Array.from({ length: 500 }, (_, index) => ({
		dev_id: `P${index}`,
		online: index % 3 > 0,
		print_status: 'IDLE',
	}));
	cloud.firmware = cloud.devices.map(({ dev_id }, index) => ({
		dev_id,
		version: '1.0',
		firmware: index % 2 === 0 ? [] : [{ version: '1.1', status: 'release' }],
	}));
	return trigger;
}

function start({ cloud }: StubTrigger, secondsAgo = 0): Record<string, unknown> {
	const startTime = iso(secondsAgo);
	const print = {
		id: ++rows,
		deviceId: 'P1',
		deviceName: 'P1',
		status: 4,
		startTime,
		endTime: null,
	};
	cloud.tasks.unshift(print);
	return print;
}

function once(trigger: StubTrigger, endpoint: EndpointName, times: number, fault: Fault): void {
	let left = times;
	trigger.cloud.faults[endpoint] = (target) => (left-- > 0 ? fault(target) : undefined);
}

const endpoints: Array<[EndpointName, object]> = [
	['tasks', { total: 0, hits: [] }],
	['messages', { hits: [] }],
	['bind', {}],
	['bind', { devices: [] }],
	['version', {}],
	['version', { devices: [] }],
];

describe('An answer that is empty by mistake when the trigger is published', () => {
	test.each(
		endpoints.flatMap(([endpoint, body]) =>
			[1, 2, 5].map((times) => [endpoint, times, body] as const),
		),
	)('of %s, %i times, floods nobody later: %j', async (endpoint, times, body) => {
		const trigger = farmed();
		const running = start(trigger, 10 * minute);
		once(trigger, endpoint, times, () => ({ status: 200, body }));
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		pass(minute);
		const fresh = start(trigger);
		const told = idsOf(await trigger.ticks(70));
		expect(told).toEqual([`taskCreated:${String(fresh.id)}`]);
		running.status = 2;
		running.endTime = iso();
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskFinished:${String(running.id)}`]);
	});

	test.each([0, 1])(
		'and again with other settings makes no news of what began before them: %i prints of the past',
		async (past) => {
			const trigger = new StubTrigger({ events: ['taskFinished'] });
			if (past > 0) start(trigger, hour);
			await trigger.publish();
			start(trigger);
			await trigger.ticks(5);
			once(trigger, 'tasks', 1, () => ({ status: 200, body: { total: 0, hits: [] } }));
			const told = [await trigger.update({ events: ['taskCreated', 'taskFinished'] })];
			pass(minute);
			const fresh = start(trigger);
			told.push(...(await trigger.ticks(2)));
			expect(idsOf(told)).toEqual([`taskCreated:${String(fresh.id)}`]);
		},
	);

	test.each(['tasks', 'messages'] as const)(
		'of %s, with a total that says otherwise, is no baseline',
		async (endpoint) => {
			const trigger = farmed();
			trigger.cloud.faults[endpoint] = () => ({ status: 200, body: { total: 531, hits: [] } });
			expect((await trigger.publish()).error).toContain('answered without');
			trigger.cloud.faults[endpoint] = undefined;
			expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
			expect(idsOf(await trigger.ticks(2))).toEqual([]);
		},
	);

	test('leaves out half of the printers: what they have been offered for long is no news', async () => {
		const trigger = farmed();
		once(trigger, 'version', 1, () => ({
			status: 200,
			body: { devices: trigger.cloud.firmware.slice(250) },
		}));
		await trigger.publish();
		expect(idsOf(await trigger.ticks(130))).toEqual([]);
	});
});

describe('An account that is really empty', () => {
	test.each([0, hour, -hour, 2 * hour])(
		'tells its first print, also where the clock of n8n is %i s ahead',
		async (ahead) => {
			const trigger = new StubTrigger({
				events: ['taskCreated', 'taskFinished'],
				options: { waitForFilament: false },
			});
			await trigger.publish();
			await trigger.ticks(5);
			const print = start(trigger, ahead);
			print.status = 2;
			print.endTime = iso(ahead);
			expect(idsOf(await trigger.ticks(1))).toHaveLength(2);
			expect(idsOf(await trigger.ticks(5))).toEqual([]);
		},
	);

	test.each([null, '', '0001-01-01T00:00:00Z'])(
		'tells its first print, also where that has no start: %j',
		async (startTime) => {
			const trigger = new StubTrigger({ events: ['taskCreated'] });
			await trigger.publish();
			await trigger.ticks(1);
			Object.assign(start(trigger, 0), { startTime });
			expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
			expect(idsOf(await trigger.ticks(3))).toEqual([]);
		},
	);

	test('tells all that comes at first, also more than a page, and hours late', async () => {
		const trigger = new StubTrigger({ events: ['messageReceived'] });
		await trigger.publish();
		trigger.cloud.faults.messages = ({ searchParams }) => {
			const offset = Number(searchParams.get('offset'));
			return { status: 200, body: { hits: trigger.cloud.messages.slice(offset, offset + 20) } };
		};
		for (let hours = 26; hours >= 0; hours--) {
			trigger.cloud.messages.unshift({ id: ++rows, type: 6, createTime: iso(hours * hour) });
		}
		expect(idsOf(await trigger.ticks(3))).toHaveLength(27);
	});

	test('is asked once a poll', async () => {
		const trigger = new StubTrigger({ events: ['taskFinished', 'messageReceived'] });
		await trigger.publish();
		const [quiet] = await trigger.ticks(1);
		expect(quiet?.requests).toEqual(['tasks 0', 'count']);
	});
});

describe('An answer that is empty while the trigger runs', () => {
	test.each(endpoints)('of %s tells nothing, then or later: %j', async (endpoint, body) => {
		const trigger = farmed();
		await trigger.publish();
		await trigger.ticks(65);
		once(trigger, endpoint, 70, () => ({ status: 200, body }));
		expect(idsOf(await trigger.ticks(200))).toEqual([]);
		const fresh = start(trigger);
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${String(fresh.id)}`]);
	});
});

describe('A workflow that n8n has published by its start alone', () => {
	test('lives on where the cloud is down then, and begins as When Published says', async () => {
		const trigger = farmed(['taskFinished'], { onActivation: 'lastHours', lastHours: 3 });
		const down = () => broken;
		Object.assign(trigger.cloud.faults, { tasks: down, preference: down });
		expect(await trigger.arrive()).toMatchObject({ ids: [], error: undefined, requests: [] });
		expect(errorsOf(await trigger.ticks(3))).toEqual([]);
		Object.assign(trigger.cloud.faults, { tasks: undefined, preference: undefined });
		expect(idsOf(await trigger.ticks(1)).length).toBeGreaterThan(2);
		expect(idsOf(await trigger.ticks(5))).toEqual([]);
	});

	test('is shown what only the user can mend', async () => {
		const trigger = farmed(['taskFinished']);
		trigger.cloud.faults.tasks = () => ({ status: 403, body: { code: 8 } });
		await trigger.arrive();
		expect(errorsOf(await trigger.ticks(60))).toHaveLength(1);
	});
});

test('Prints that run in one account are none of another', async () => {
	const trigger = farmed(['taskCreated']);
	await trigger.publish();
	const prints = [start(trigger), start(trigger)];
	for (const print of prints) print.endTime = iso(-19);
	expect(idsOf(await trigger.ticks(1))).toHaveLength(2);
	trigger.cloud.tasks.splice(0, 2);
	Object.assign(trigger, { accessToken: 'of another' });
	trigger.cloud.uid = 8;
	expect(idsOf(await trigger.ticks(3))).toEqual([]);
});

test('A new version just after the account was another for a while still has its baseline', async () => {
	const trigger = farmed(['signInExpiring']);
	await trigger.publish();
	for (const uid of [8, 7]) {
		Object.assign(trigger.cloud, { uid });
		trigger.accessToken = `of ${uid}`;
		pass(1);
		await trigger.tick();
	}
	await trigger.update({ events: ['taskCreated'] });
	const print = start(trigger);
	expect(idsOf(await trigger.ticks(1))).toEqual([`taskCreated:${String(print.id)}`]);
});

test('An id of the account that is 0 is no other account', async () => {
	const trigger = farmed(['taskFinished']);
	const running = start(trigger);
	await trigger.publish();
	trigger.accessToken = 'another of the same account';
	once(trigger, 'preference', 1, () => ({ status: 200, body: { uid: 0 } }));
	running.status = 2;
	running.endTime = iso();
	await trigger.ticks(1);
	expect(idsOf(await trigger.ticks(2))).toEqual([`taskFinished:${String(running.id)}`]);
	pass(day);
	expect(trigger.log.join()).toContain('without the ID of the account');
});
