import { deepCopy, type INodeParameters } from 'n8n-workflow';

import { idsOf, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const [first, second, third] = ['01P00A000000001', '01P00A000000002', '01P00A000000003'];

function device(dev_id = '', status = 'IDLE', more: object = {}) {
	return {
		dev_id,
		name: `Printer ${dev_id.slice(-1)}`,
		online: true,
		print_status: status,
		...more,
	};
}

async function published(parameters: INodeParameters): Promise<StubTrigger> {
	const trigger = new StubTrigger(parameters);
	trigger.cloud.devices = [device(first), device(second)];
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

/** What the polls of so many minutes tell, without what makes an id the only one. */
async function told(trigger: StubTrigger, minutes = 1): Promise<string[]> {
	return idsOf(await trigger.ticks(minutes)).map((id) => id.split(':').slice(0, 2).join(':'));
}

describe('Printer Added and Printer Removed', () => {
	const both = { events: ['deviceAdded', 'deviceRemoved'] };

	test.each(['__proto__', 'constructor', 'x'.repeat(1000)])(
		'a printer of the status %s is not forgotten, and not added again',
		async (status) => {
			const trigger = await published(both);
			trigger.cloud.devices.push(device(third, status));
			expect(await told(trigger, 5)).toEqual([`deviceAdded:${third}`]);
			// So n8n copies what it stores.
			expect(JSON.stringify(deepCopy(trigger.stored))).toContain(third);
			trigger.cloud.devices.pop();
			expect(await told(trigger, 15)).toEqual([`deviceRemoved:${third}`]);
		},
	);

	test('an added printer is told once, with its row, and no printer of before', async () => {
		const trigger = await published(both);
		expect(await told(trigger)).toEqual([]);
		trigger.cloud.devices.push(device(third, 'RUNNING'));
		await trigger.tick();
		expect(trigger.items).toMatchObject([
			{
				event: 'deviceAdded',
				printerName: 'Printer 3',
				printer: { printerSerial: third, status: 'running', online: true },
			},
		]);
		expect(await told(trigger, 15)).toEqual([]);
	});

	test('a removed one is told once, when it has been gone for ten minutes, with its name', async () => {
		const trigger = await published(both);
		trigger.cloud.devices.pop();
		expect(await told(trigger, 10)).toEqual([]);
		await trigger.tick();
		expect(trigger.items).toMatchObject([
			{
				event: 'deviceRemoved',
				printerName: 'Printer 2',
				printer: { printerSerial: second, status: 'offline', online: false },
			},
		]);
		expect(await told(trigger, 15)).toEqual([]);
	});

	test('one that is back within ten minutes is neither', async () => {
		const trigger = await published(both);
		const [gone] = trigger.cloud.devices.splice(1, 1);
		expect(await told(trigger, 9)).toEqual([]);
		if (gone) trigger.cloud.devices.push(gone);
		expect(await told(trigger, 20)).toEqual([]);
	});

	test('one that comes and goes is told each time, with an id of its own', async () => {
		const trigger = await published(both);
		const ids: string[] = [];
		for (let round = 0; round < 2; round++) {
			const gone = trigger.cloud.devices.splice(1, 1);
			ids.push(...idsOf(await trigger.ticks(12)));
			trigger.cloud.devices.push(...gone);
			ids.push(...idsOf(await trigger.ticks(2)));
		}
		expect(ids.map((id) => id.split(':')[0])).toEqual([
			...['deviceRemoved', 'deviceAdded', 'deviceRemoved', 'deviceAdded'],
		]);
		expect(new Set(ids).size).toBe(4);
	});

	test('a restart repeats neither, and tells what happened meanwhile', async () => {
		const trigger = await published(both);
		trigger.cloud.devices = [device(first), device(third)];
		expect(await told(trigger, 12)).toEqual([`deviceAdded:${third}`, `deviceRemoved:${second}`]);
		await trigger.restart();
		expect(await told(trigger, 12)).toEqual([]);
		trigger.cloud.devices = [device(first), device(second)];
		await trigger.restart();
		expect(await told(trigger, 12)).toEqual([`deviceAdded:${second}`, `deviceRemoved:${third}`]);
	});

	test('from the same state an event has the same id', async () => {
		const trigger = await published(both);
		const before = structuredClone(trigger.stored);
		trigger.cloud.devices.push(device(third));
		const [once] = await trigger.ticks(1);
		trigger.stored = before;
		await trigger.restart();
		const [again] = await trigger.ticks(1);
		expect(again?.ids).toEqual(once?.ids);
		expect(once?.ids).toHaveLength(1);
	});

	test('an empty answer at publishing, or once in between, is no news', async () => {
		const trigger = new StubTrigger({ ...both });
		trigger.cloud.devices = [device(first), device(second)];
		let asked = 0;
		trigger.cloud.faults.bind = () =>
			asked++ === 0 ? { status: 200, body: { devices: [] } } : undefined;
		expect((await trigger.publish()).ids).toEqual([]);
		expect(await told(trigger, 3)).toEqual([]);
		asked = 0;
		expect(await told(trigger, 15)).toEqual([]);
	});

	test('an account without printers tells of its first one', async () => {
		const trigger = new StubTrigger({ ...both });
		await trigger.publish();
		trigger.cloud.devices = [device(first)];
		expect(await told(trigger)).toEqual([`deviceAdded:${first}`]);
	});

	test('an outage removes nobody', async () => {
		const trigger = await published(both);
		trigger.cloud.faults.bind = () => ({ status: 500, body: {} });
		expect(await told(trigger, 30)).toEqual([]);
		trigger.cloud.faults.bind = undefined;
		expect(await told(trigger, 15)).toEqual([]);
	});

	test('the filter for printers holds, and one that is listened for later begins then', async () => {
		const trigger = await published({ ...both, filters: { deviceIds: [first ?? ''] } });
		trigger.cloud.devices = [device(third)];
		expect(await told(trigger, 12)).toEqual([`deviceRemoved:${first}`]);
		await trigger.update({ filters: {} });
		expect(await told(trigger, 12)).toEqual([]);
	});

	test('cost one request a poll, as the other events of printers', async () => {
		const trigger = await published({ events: [...both.events, 'deviceOffline'] });
		for (const { requests } of await trigger.ticks(3)) expect(requests).toEqual(['bind']);
	});
});

describe('Printer Status Changed with filters', () => {
	const only = { events: ['deviceStatusChanged'] };

	/** Lets the first printer go from one status to the next; what is told of each. */
	async function goes(trigger: StubTrigger, ...statuses: string[]): Promise<string[]> {
		const changes: string[] = [];
		for (const status of statuses) {
			Object.assign(trigger.cloud.devices[0] ?? {}, { print_status: status });
			await trigger.ticks(1);
			changes.push(
				...trigger.items.map(({ previousStatus, printer }) => {
					return `${String(previousStatus)} → ${String((printer as { status: string }).status)}`;
				}),
			);
		}
		return changes;
	}

	const round = ['RUNNING', 'PAUSE', 'RUNNING', 'FINISH', 'IDLE', 'RUNNING', 'FAILED'];

	test.each<[INodeParameters, string[]]>([
		[{ statusTo: ['paused'] }, ['running → paused']],
		[{ statusFrom: ['paused'] }, ['paused → running']],
		[
			{ statusFrom: ['Running'], statusTo: ['FINISHED', 'failed'] },
			['running → finished', 'running → failed'],
		],
		[{ statusFrom: 'finished', statusTo: 'idle' }, ['finished → idle']],
		[{ statusFrom: ['paused'], statusTo: ['failed'] }, []],
	])('%j', async (filters, changes) => {
		const trigger = await published({ ...only, filters });
		expect(await goes(trigger, ...round)).toEqual(changes);
	});

	test('a change that a filter leaves out is not told when the filter goes', async () => {
		const trigger = await published({ ...only, filters: { statusTo: ['paused'] } });
		expect(await goes(trigger, 'RUNNING')).toEqual([]);
		await trigger.update({ filters: {} });
		expect(await goes(trigger, 'RUNNING', 'PAUSE')).toEqual(['running → paused']);
	});

	test('n8n may be restarted while a print runs that began after publishing', async () => {
		const filters = { statusFrom: ['running'], statusTo: ['finished'] };
		const trigger = await published({ ...only, filters });
		expect(await goes(trigger, 'RUNNING', 'RUNNING')).toEqual([]);
		await trigger.restart();
		expect(await goes(trigger, 'RUNNING', 'FINISH')).toEqual(['running → finished']);
		await trigger.restart();
		expect(await goes(trigger, 'FINISH')).toEqual([]);
	});

	test('also where it ends while n8n is down; then nobody knows its status before', async () => {
		const filters = { statusFrom: ['running'], statusTo: ['finished'] };
		const trigger = await published({ ...only, filters });
		expect(await goes(trigger, 'RUNNING')).toEqual([]);
		await trigger.restart();
		expect(await goes(trigger, 'FINISH', 'FINISH')).toEqual(['null → finished']);
	});

	test('the status in which a printer was found is the one before its first change', async () => {
		const trigger = await published({ ...only, filters: { statusFrom: ['running'] } });
		expect(await goes(trigger, 'FAILED')).toEqual([]);
	});

	test('or where a new version is published meanwhile', async () => {
		const filters = { statusFrom: ['running'], statusTo: ['finished'] };
		const trigger = await published({ ...only, filters });
		expect(await goes(trigger, 'RUNNING')).toEqual([]);
		Object.assign(trigger.cloud.devices[0] ?? {}, { print_status: 'FINISH' });
		expect(idsOf([await trigger.update({})])).toHaveLength(1);
		expect(trigger.items).toMatchObject([{ previousStatus: 'running' }]);
	});

	test.each([
		['statusFrom', ['printing'], '"Status From" must be one of: failed (Failed), '],
		['statusTo', null, '"Status To" came out empty'],
	])('%s cannot be %j', async (name, value, message) => {
		const filters = { [name]: value } as INodeParameters;
		const trigger = new StubTrigger({ ...only, filters });
		expect((await trigger.publish()).error).toContain(message);
	});
});

test('A quiet poll of them stores nothing', async () => {
	const trigger = await published({ events: ['deviceAdded', 'deviceStatusChanged'] });
	const before = JSON.stringify(trigger.stored);
	pass(60);
	await trigger.tick();
	expect(JSON.stringify(trigger.stored)).toBe(before);
});
