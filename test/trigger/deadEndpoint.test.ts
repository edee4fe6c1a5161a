import { broken, forbidden, type EndpointName } from './support/stubCloud';
import {
	errorsOf,
	idsOf,
	iso,
	pass,
	StubTrigger,
	useStoppedTime,
	type Told,
} from './support/stubTrigger';

// The clock stands still while a poll tries again, so there is nothing to wait for.
jest.mock('../../nodes/BambuLab/cloud/http/delay', () => ({ delay: async () => {} }));

useStoppedTime();

const hour = 3600;
let rows = 0;

function endPrint({ cloud }: StubTrigger): string {
	const id = ++rows;
	cloud.tasks.unshift({ id, deviceId: 'P1', status: 2, startTime: iso(600), endTime: iso() });
	return `taskFinished:${id}`;
}

function sendMessage({ cloud }: StubTrigger): string {
	const id = ++rows;
	cloud.messages.unshift({ id, type: 101, createTime: iso() });
	return `messageReceived:${id}`;
}

async function published(...events: string[]): Promise<StubTrigger> {
	const trigger = new StubTrigger({ events, options: { waitForFilament: false } });
	trigger.cloud.devices = [{ dev_id: 'P1', name: 'One', online: true, print_status: 'IDLE' }];
	trigger.cloud.firmware = [{ dev_id: 'P1', version: '1.0', firmware: [] }];
	endPrint(trigger);
	sendMessage(trigger);
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

function kill({ cloud }: StubTrigger, endpoint: EndpointName): void {
	cloud.faults[endpoint] = () => forbidden;
}

describe('An endpoint that is dead', () => {
	test('and asks for patience each time keeps nothing else from being read', async () => {
		const trigger = await published('deviceOffline', 'firmwareAvailable');
		const headers = { 'retry-after': '50' };
		trigger.cloud.faults.bind = () => ({ status: 429, headers, body: {} });
		pass(hour);
		trigger.cloud.firmware[0] = {
			dev_id: 'P1',
			version: '1.0',
			firmware: [{ version: '1.1', status: 'release' }],
		};
		expect(idsOf(await trigger.ticks(3))).toEqual(['firmwareAvailable:P1:1.1']);
	});

	test('keeps no other event from being told, for days, and is shown by its name once a day', async () => {
		const trigger = await published('taskFinished', 'firmwareAvailable');
		kill(trigger, 'version');
		const ended: string[] = [];
		const told: Told[] = [];
		for (let count = 0; count < 72; count++) {
			ended.push(endPrint(trigger));
			told.push(...(await trigger.ticks(2)));
			pass(hour - 120);
		}
		expect(idsOf(told)).toEqual(ended);
		const errors = errorsOf(told);
		expect(errors).toHaveLength(3);
		expect(new Set(errors).size).toBe(1);
		expect(errors[0]).toContain(
			'Could not read the firmware: Bambu Lab does not allow this request',
		);
	});

	test('is shown beside the events where each poll has some, and again a day later', async () => {
		const trigger = await published('taskFinished', 'firmwareAvailable');
		kill(trigger, 'version');
		pass(hour);
		const told: Told[] = [];
		for (let minute = 0; minute < 1450; minute++) {
			endPrint(trigger);
			told.push(...(await trigger.ticks(1)));
		}
		expect(told.every(({ ids }) => ids.length === 1)).toBe(true);
		expect(told.flatMap(({ error }, minute) => (error ? [minute] : []))).toEqual([0, 1440]);
		expect(told[0]?.error).toContain('Could not read the firmware');
	});

	test('costs no event where n8n cannot show it, and is shown by the next poll without any', async () => {
		const trigger = await published('taskFinished', 'firmwareAvailable');
		kill(trigger, 'version');
		pass(hour);
		trigger.cannotShow = true;
		const id = endPrint(trigger);
		const [first, second] = await trigger.ticks(2);
		expect(first).toMatchObject({ ids: [id], error: undefined });
		expect(second?.error).toContain('Could not read the firmware');
		expect(trigger.log.join()).toContain('Not overwritten');
	});

	test.each<[string, EndpointName, (trigger: StubTrigger) => string]>([
		['taskFinished', 'tasks', sendMessage],
		['messageReceived', 'messages', endPrint],
		['deviceOffline', 'bind', endPrint],
	])('that %s needs does not silence the others', async (event, endpoint, happen) => {
		const trigger = await published(event, 'taskFinished', 'messageReceived');
		pass(hour);
		kill(trigger, endpoint);
		const id = happen(trigger);
		expect(idsOf(await trigger.ticks(2))).toEqual([id]);
	});

	test('is told to n8n as nothing that its scheduler has to rest for', async () => {
		const trigger = await published('taskFinished', 'messageReceived');
		kill(trigger, 'messages');
		const [first] = await trigger.ticks(1);
		expect(first?.error).toContain('Could not read the messages');
		endPrint(trigger);
		expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
	});

	test('goes on where it was when it lives again, and the log says so', async () => {
		const trigger = await published('taskFinished', 'messageReceived');
		kill(trigger, 'messages');
		const missed = sendMessage(trigger);
		await trigger.ticks(30);
		trigger.cloud.faults.messages = undefined;
		expect(idsOf(await trigger.ticks(1))).toEqual([missed]);
		expect(trigger.log.at(-1)).toContain('the messages can be read again after 30 minutes');
	});

	test('begins anew only by itself where a listener is added while another is dead', async () => {
		const trigger = await published('taskFinished', 'messageReceived');
		kill(trigger, 'messages');
		const missed = sendMessage(trigger);
		await trigger.update({ events: ['taskCreated', 'taskFinished', 'messageReceived'] });
		pass(60);
		trigger.cloud.faults.messages = undefined;
		const id = endPrint(trigger);
		expect(idsOf(await trigger.ticks(1)).sort()).toEqual(
			[missed, id, id.replace('Finished', 'Created')].sort(),
		);
	});

	test('does not end a trigger of which a new version is published, and is shown by the next poll', async () => {
		const trigger = await published('taskFinished');
		await trigger.ticks(1);
		kill(trigger, 'tasks');
		expect(errorsOf(await trigger.ticks(2))).toHaveLength(1);
		expect(await trigger.update({ events: ['taskFinished'] })).toMatchObject({ error: undefined });
		expect(errorsOf(await trigger.ticks(3))).toHaveLength(1);
	});

	test('costs nothing of what a new version listens for, also where n8n starts again before anything is told', async () => {
		const trigger = await published('taskFailed');
		kill(trigger, 'tasks');
		endPrint(trigger);
		pass(60);
		await trigger.update({ events: ['taskFailed', 'taskFinished'] });
		trigger.cloud.faults.tasks = undefined;
		expect(idsOf(await trigger.ticks(2))).toEqual([]);
		await trigger.restart();
		pass(60);
		const print = endPrint(trigger);
		expect(idsOf(await trigger.ticks(2))).toEqual([print]);
	});

	test('that prints ask where there are too many to read keeps them from nothing', async () => {
		const trigger = new StubTrigger({ events: ['taskFinished', 'messageReceived'] });
		kill(trigger, 'bind');
		for (let print = 0; print < 3000; print++) endPrint(trigger);
		pass(hour);
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		const fresh = endPrint(trigger);
		expect(idsOf(await trigger.ticks(5))).toEqual([fresh]);
	});

	test('is said at once, by its name, to who publishes', async () => {
		const trigger = new StubTrigger({ events: ['taskFinished', 'firmwareAvailable'] });
		kill(trigger, 'version');
		expect((await trigger.publish()).error).toContain('Could not read the firmware');
		expect(trigger.stored).toEqual({});
	});
});

describe('Problems that come in turn', () => {
	test.each<[string, (minute: number) => boolean, (minute: number) => boolean, number]>([
		['403 and 500 in turn', (minute) => minute % 2 === 0, (minute) => minute % 2 === 1, 2],
		['one 403 in ten polls', (minute) => minute % 10 === 0, () => false, 1],
	])('make no flood of errors: %s', async (_name, isForbidden, isBroken, most) => {
		const trigger = await published('taskFinished');
		const errors: string[] = [];
		for (let minute = 0; minute < 1440; minute++) {
			trigger.cloud.faults.tasks = () =>
				isForbidden(minute) ? forbidden : isBroken(minute) ? broken : undefined;
			errors.push(...errorsOf(await trigger.ticks(1)));
		}
		expect(errors.length).toBeGreaterThan(0);
		expect(errors.length).toBeLessThanOrEqual(most);
	});

	test('of two sources are told apart: the one that works does not end the trouble of the other', async () => {
		const trigger = await published('taskFinished', 'messageReceived');
		trigger.cloud.faults.messages = () => broken;
		const told = await trigger.ticks(60);
		expect(errorsOf(told)).toEqual([expect.stringContaining('Could not read the messages')]);
		expect(told.findIndex(({ error }) => error !== undefined)).toBe(15);
	});

	test('that fail beside one that is shown stand in the log of that poll', async () => {
		const trigger = await published('taskFinished', 'messageReceived');
		trigger.cloud.faults.messages = () => broken;
		kill(trigger, 'tasks');
		const [error] = errorsOf(await trigger.ticks(1));
		expect(error).toContain('Could not read the prints');
		expect(error).not.toContain('the messages');
		expect(trigger.log.join()).toContain('Could not read the messages');
	});

	test('that nobody has mended are not shown again the same day, however long no poll was made', async () => {
		const trigger = await published('taskFinished');
		kill(trigger, 'tasks');
		expect(errorsOf(await trigger.ticks(1))).toHaveLength(1);
		pass(12 * hour);
		expect(errorsOf(await trigger.ticks(1))).toEqual([]);
		pass(12 * hour);
		expect(errorsOf(await trigger.ticks(1))).toHaveLength(1);
	});

	test('that were mended for hours are shown at once when they come again', async () => {
		const trigger = await published('taskFinished');
		kill(trigger, 'tasks');
		expect(errorsOf(await trigger.ticks(5))).toHaveLength(1);
		trigger.cloud.faults.tasks = undefined;
		expect(errorsOf(await trigger.ticks(240))).toEqual([]);
		kill(trigger, 'tasks');
		expect(errorsOf(await trigger.ticks(5))).toHaveLength(1);
	});
});
