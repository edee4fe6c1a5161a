import type { INodeParameters } from 'n8n-workflow';

import { forbidden } from './support/stubCloud';
import { idsOf, iso, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

function triggerWith(parameters: INodeParameters): StubTrigger {
	const trigger = new StubTrigger({
		events: ['taskFinished'],
		...parameters,
		options: { waitForFilament: false, ...(parameters.options as object) },
	});
	trigger.cloud.devices = [
		{ dev_id: '01P00A000000001', name: 'Workshop' },
		{ dev_id: '01P00A000000002', name: 'Garage' },
		{ dev_id: '01P00A000000003', name: 'Twin' },
		{ dev_id: '01P00A000000004', name: 'Twin' },
	];
	return trigger;
}

let prints = 0;

function end({ cloud }: StubTrigger, deviceId: string): string {
	const id = ++prints;
	const times = { startTime: iso(600), endTime: iso() };
	cloud.tasks.unshift({
		id,
		deviceId,
		deviceName: 'Any',
		status: 2,
		amsDetailMapping: [{ filamentType: 'PLA', weight: 10 }],
		...times,
	});
	return `taskFinished:${id}`;
}

describe('The filter for printers', () => {
	test.each<[string, unknown]>([
		['a serial number', ['01P00A000000001']],
		['in lower case', ['01p00a000000001']],
		['with blanks around it', [' 01P00A000000001 ']],
		['a name', ['Workshop']],
		['a name in another case', ['workshop']],
		['no list', 'Workshop'],
	])('takes %s', async (_what, deviceIds) => {
		const trigger = triggerWith({ filters: { deviceIds } as INodeParameters });
		end(trigger, '01P00A000000001');
		await trigger.publish();
		const id = end(trigger, '01P00A000000001');
		end(trigger, '01P00A000000002');
		expect(idsOf(await trigger.ticks(1))).toEqual([id]);
	});

	test.each<[string, unknown, string]>([
		[
			'a printer that there is not',
			['Cellar'],
			'This account has no printer "Cellar". It has Workshop (01P00A000000001)',
		],
		['a name that two printers have', ['Twin'], 'This account has 2 printers called "Twin"'],
		['nothing', [''], '"Printer Names or IDs" is empty'],
		['an empty list', [], '"Printer Names or IDs" is empty'],
		['nothing for a list', '', '"Printer Names or IDs" came out empty'],
		['null in a list', [null], '"Printer Names or IDs" came out empty'],
		['an expression without a value', null, '"Printer Names or IDs" came out empty'],
	])('refuses %s when it is published', async (_what, deviceIds, message) => {
		const trigger = triggerWith({ filters: { deviceIds } as INodeParameters });
		expect((await trigger.publish()).error).toContain(message);
	});

	test('asks for no list of printers again, and lives on where one is renamed or gone', async () => {
		const trigger = triggerWith({ filters: { deviceIds: ['Workshop', 'Garage'] } });
		end(trigger, '01P00A000000001');
		await trigger.publish();
		trigger.cloud.devices = [{ dev_id: '01P00A000000001', name: 'Studio' }];
		await trigger.restart();
		const id = end(trigger, '01P00A000000001');
		const [told] = await trigger.ticks(1);
		expect(told).toMatchObject({ ids: [id], requests: ['tasks 0'] });
	});
});

test('A filter that is new while the printers cannot be read says so, and loses no print', async () => {
	const trigger = triggerWith({});
	end(trigger, '01P00A000000001');
	await trigger.publish();
	trigger.cloud.faults.bind = () => forbidden;
	await trigger.update({ filters: { deviceIds: ['Workshop'] } });
	const id = end(trigger, '01P00A000000001');
	const [told] = await trigger.ticks(1);
	expect(told?.error).toContain('Could not read the printers: Bambu Lab does not allow');
	trigger.cloud.faults.bind = undefined;
	expect(idsOf(await trigger.ticks(1))).toEqual([id]);
});

describe('The filter for kinds of messages', () => {
	test.each<[unknown, number[]]>([
		[['system'], [101]],
		[['System'], [101]],
		[
			['REPLY', 101],
			[101, 202],
		],
		['254', [254]],
	])('takes %j', async (messageTypes, types) => {
		const trigger = triggerWith({
			events: ['messageReceived'],
			output: 'raw',
			filters: { messageTypes } as INodeParameters,
		});
		trigger.cloud.messages.push({ id: ++prints, type: 6, createTime: iso(600) });
		await trigger.publish();
		for (const type of [101, 202, 254]) {
			trigger.cloud.messages.unshift({ id: ++prints, type, createTime: iso() });
		}
		await trigger.tick();
		expect(trigger.items.map(({ message }) => (message as { type: number }).type)).toEqual(types);
	});

	test.each<[unknown, string]>([
		[['postcard'], '"Message Kinds" must be one of: badge (Badge), '],
		[[''], '"Message Kinds" must be one of: badge (Badge), '],
		[[], '"Message Kinds" is empty'],
		['', '"Message Kinds" came out empty'],
	])('refuses %j', async (messageTypes, message) => {
		const filters = { messageTypes } as INodeParameters;
		const trigger = triggerWith({ events: ['messageReceived'], filters });
		expect((await trigger.publish()).error).toContain(message);
	});
});

describe('Options by expression', () => {
	test.each<[string, object, string]>([
		['a decimal comma', { pricePerKg: '24,99' }, '"Price per Kg" must be a number'],
		['a price below nothing', { pricePerKg: -5 }, '"Price per Kg" must be 0 or more'],
		[
			'a price of a filament with a comma',
			{ prices: { filaments: [{ filament: 'PLA', pricePerKg: '24,99' }] } },
			'"Price per Kg" must be a number',
		],
		[
			'a span with its unit',
			{ offlineAfter: '5 min' },
			'"Offline After (Minutes)" must be a number',
		],
		[
			'hours that are no number',
			{ onActivation: 'lastHours', lastHours: 'many' },
			'"Hours Back" must',
		],
		[
			'a switch that is none',
			{ waitForFilament: 'maybe' },
			'"Wait for Filament Data" must be true',
		],
		['a choice that there is not', { onActivation: 'always' }, '"When Published" must be one of'],
	])('are refused when it is published, as in the action: %s', async (_what, options, message) => {
		const trigger = triggerWith({ options: options as INodeParameters });
		expect((await trigger.publish()).error).toContain(message);
	});

	test('are taken as text where they are numbers', async () => {
		const options = { pricePerKg: '25', maxFilamentWait: '0' };
		const trigger = triggerWith({ options });
		end(trigger, '01P00A000000001');
		await trigger.publish();
		end(trigger, '01P00A000000001');
		await trigger.tick();
		expect(trigger.items).toMatchObject([{ task: { estimatedCost: 0.25 } }]);
	});
});

test('Events are found by their names in the list, in any case', async () => {
	const trigger = triggerWith({ events: ['Print Finished', 'TASKCREATED'] });
	end(trigger, '01P00A000000001');
	await trigger.publish();
	end(trigger, '01P00A000000001');
	expect(idsOf(await trigger.ticks(1))).toHaveLength(2);
});
