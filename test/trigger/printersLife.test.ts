import { idsOf, pass, setClock, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

const hour = 3600;
const day = 24 * hour;
const all = ['deviceOffline', 'deviceOnline', 'deviceStatusChanged'];

interface Printer {
	dev_id: string;
	online: boolean;
	print_status: string;
	[key: string]: unknown;
}

/** A trigger with a printer that is online. */
async function published(events: string[], more: string[] = []) {
	const trigger = new StubTrigger({ events: [...events, ...more] });
	const printer: Printer = { dev_id: 'P1', name: 'One', online: true, print_status: 'IDLE' };
	trigger.cloud.devices = [printer];
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return { trigger, printer };
}

const offline = [expect.stringMatching(/^deviceOffline:P1:/)];
const online = [expect.stringMatching(/^deviceOnline:P1:/)];

describe('A printer that is offline when n8n starts', () => {
	test('is told, where its return before was not listened for and so not stored', async () => {
		const { trigger, printer } = await published(['deviceOffline']);
		printer.online = false;
		expect(idsOf(await trigger.ticks(10))).toEqual(offline);
		printer.online = true;
		expect(idsOf(await trigger.ticks(10))).toEqual([]);
		await trigger.restart();
		printer.online = false;
		expect(idsOf(await trigger.ticks(10))).toEqual(offline);
		expect(idsOf(await trigger.ticks(60))).toEqual([]);
	});

	test('is not told again, where its return is listened for', async () => {
		const { trigger, printer } = await published(['deviceOffline', 'deviceOnline']);
		printer.online = false;
		expect(idsOf(await trigger.ticks(10))).toEqual(offline);
		await trigger.restart();
		expect(idsOf(await trigger.ticks(20))).toEqual([]);
		printer.online = true;
		expect(idsOf(await trigger.ticks(1))).toEqual(online);
	});

	test('for a moment is no alarm, though it was so for a moment before n8n ended, days ago', async () => {
		const { trigger, printer } = await published(all);
		printer.online = false;
		await trigger.ticks(2);
		trigger.cloud.devices.push({ dev_id: 'P2', online: true, print_status: 'IDLE' });
		await trigger.ticks(1);
		const [, other] = trigger.cloud.devices;
		Object.assign(other ?? {}, { print_status: 'RUNNING' });
		expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
		printer.online = true;
		pass(5 * day);
		await trigger.restart();
		printer.online = false;
		expect(idsOf(await trigger.ticks(1))).toEqual([]);
		printer.online = true;
		expect(idsOf(await trigger.ticks(10))).toEqual([]);
	});
});

describe('A gap in the network', () => {
	test.each([5 * day, -5 * day, 400 * day])(
		'is no alarm where the clock is set by %i s meanwhile',
		async (seconds) => {
			const { trigger, printer } = await published(all);
			printer.online = false;
			await trigger.ticks(1);
			setClock(seconds);
			expect(idsOf(await trigger.ticks(2))).toEqual([]);
			printer.online = true;
			expect(idsOf(await trigger.ticks(10))).toEqual([]);
		},
	);

	test('that lasts is told with the time at which it began, by the clock of then', async () => {
		const { trigger, printer } = await published(all);
		printer.online = false;
		const since = new Date(Date.now() + 3 * hour * 1000).toISOString();
		await trigger.ticks(3);
		setClock(3 * hour);
		await trigger.ticks(2);
		expect((await trigger.tick()).ids).toEqual(offline);
		expect(trigger.items.map(({ occurredAt }) => Date.parse(String(occurredAt)))).toEqual([
			Date.parse(since),
		]);
	});

	test('is forgotten where the printer was unbound meanwhile', async () => {
		const { trigger, printer } = await published(all);
		printer.online = false;
		await trigger.ticks(2);
		trigger.cloud.devices = [];
		await trigger.ticks(10);
		trigger.cloud.devices = [printer];
		expect(idsOf(await trigger.ticks(2))).toEqual([]);
		printer.online = true;
		expect(idsOf(await trigger.ticks(10))).toEqual([]);
	});
});

describe('A status', () => {
	test('that is worded in another way is no change', async () => {
		const { trigger, printer } = await published(all);
		const statuses = ['SUCCESS', 'FINISH', 'finish', 'FAIL', 'FAILED', 'Failed', '', 'FAIL'];
		const told: string[] = [];
		for (const status of statuses) {
			printer.print_status = status;
			told.push(...idsOf(await trigger.ticks(1)).map((id) => id.split(':').at(-1) ?? ''));
		}
		expect(told).toEqual(['SUCCESS', 'FAIL']);
	});

	test('has an id of its own in each change, also where what was told before was not stored', async () => {
		const { trigger, printer } = await published(['deviceStatusChanged']);
		const { stored } = trigger;
		printer.print_status = 'RUNNING';
		const [first] = idsOf(await trigger.ticks(1));
		// n8n was killed before it stored that.
		trigger.stored = stored;
		await trigger.restart();
		printer.print_status = 'PAUSE';
		const [second] = idsOf(await trigger.ticks(1));
		expect(first).toBeDefined();
		expect(second).toBeDefined();
		expect(second).not.toBe(first);
	});
});
