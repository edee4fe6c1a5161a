import type { INodeParameters } from 'n8n-workflow';

import type { Outcome } from '../cloud/world/types';
import { credentialFor } from '../support/cloud';
import {
	breakDown,
	eventIds,
	passInCloud,
	publishedWith,
	repair,
	tasksPath,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const cloud = useStoppedCloud();

const slot = (filamentType: string, filamentId: string) => {
	return { ams: 0, filamentId, filamentType, sourceColor: 'FF0000FF', weight: 5 };
};

interface Made {
	title?: string;
	minutes?: number;
	filaments?: object[];
	designId?: number;
	deviceId?: string;
	outcome?: Outcome;
}

/** A print that begins and ends, by its title. */
function print(made: Made): number {
	const { title = 'Comb', minutes = 30, filaments = [], designId = 0, deviceId = workshop } = made;
	const { outcome = 'finished' } = made;
	const designTitle = designId > 0 ? title : '';
	const costTime = minutes * 60;
	const { id } = cloud().world.startPrint({
		deviceId,
		outcome,
		seconds: minutes * 60,
		fillSeconds: 0,
		fields: { title, designId, designTitle, costTime, amsDetailMapping: filaments },
	});
	return id;
}

const prints: Made[] = [
	{ title: 'Order 17 – comb', filaments: [slot('PLA', 'GFA00')] },
	{ title: 'order x', minutes: 90, filaments: [slot('PETG', 'GFG00'), slot('PLA-CF', 'GFA50')] },
	{ title: 'Benchy', minutes: 5, designId: 77, filaments: [slot('PLA', 'GFA01')] },
	{ title: 'Vase', minutes: 240, designId: 0 },
];

test.each<[INodeParameters, number[]]>([
	[{}, [0, 1, 2, 3]],
	[{ titleContains: 'ORDER' }, [0, 1]],
	[{ titlePattern: '^order \\d+' }, [0]],
	[{ titlePattern: '/^order/' }, [1]],
	[{ titlePattern: '/^Order|vase$/i' }, [0, 1, 3]],
	[{ filaments: 'pla' }, [0, 2]],
	[{ filaments: 'PLA-CF, gfa01' }, [1, 2]],
	[{ filaments: 'TPU' }, []],
	[{ filaments: '={{ [" petg", "GFA01"] }}' }, [1, 2]],
	[{ minMinutes: 30 }, [0, 1, 3]],
	[{ minMinutes: '91' }, [3]],
	[{ onlyOwnDesigns: true }, [0, 1, 3]],
	[{ onlyOwnDesigns: false }, [0, 1, 2, 3]],
	[{ titleContains: 'order', filaments: 'PETG', minMinutes: 60, onlyOwnDesigns: true }, [1]],
	[{ titleContains: 'order', minMinutes: 100 }, []],
])('%j lets these through: %j', async (filters, wanted) => {
	const trigger = await publishedWith(cloud(), { events: ['taskFinished'], filters });
	const ids = prints.map(print);
	passInCloud(5 * 3600);
	const told = (eventIds(await trigger.tick()) ?? []).sort();
	expect(told).toEqual(wanted.map((index) => `taskFinished:${ids[index]}`).sort());
	expect(await trigger.tick()).toBeNull();
});

test('New Print goes by the estimate, the end by the time that it took', async () => {
	const events = ['taskCreated', 'taskEnded'];
	const trigger = await publishedWith(cloud(), { events, filters: { minMinutes: 60 } });
	const long = cloud().world.startPrint({ deviceId: workshop, seconds: 7200 });
	expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${long.id}`]);
	cloud().world.endPrint(long, 'failed');
	expect(await trigger.tick()).toBeNull();
});

test('what a filter leaves out comes neither after a restart nor an outage, the rest does', async () => {
	const credential = credentialFor(cloud());
	const parameters = { events: ['taskFinished'], filters: { titleContains: 'order' } };
	const first = triggerWith(cloud(), parameters, credential);
	await first.publish();
	const wanted = [print({ title: 'Order 1', minutes: 10 })];
	print({ title: 'Comb', minutes: 10 });
	passInCloud(900);
	const second = triggerWith(cloud(), parameters, credential, first.stored);
	await second.restart();
	await breakDown(cloud(), tasksPath, { status: 500, body: {} });
	expect(await second.tick()).toBeNull();
	wanted.push(print({ title: 'Order 2', minutes: 10 }));
	passInCloud(900);
	await repair(cloud());
	expect(eventIds(await second.tick())?.sort()).toEqual(
		wanted.map((id) => `taskFinished:${id}`).sort(),
	);
	expect(await second.tick()).toBeNull();
});

test('what was left out before is not told when the filter goes', async () => {
	const parameters = { events: ['taskFinished'], filters: { titleContains: 'order' } };
	const trigger = await publishedWith(cloud(), parameters);
	print({ title: 'Comb', minutes: 10 });
	passInCloud(900);
	expect(await trigger.tick()).toBeNull();
	expect(await trigger.update({ ...parameters, filters: {} })).toBeNull();
	const id = print({ title: 'Comb', minutes: 10 });
	passInCloud(900);
	expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${id}`]);
});

test('Fetch Test Event looks for a print that fits', async () => {
	const id = print({ title: 'Order 5', minutes: 1 });
	print({ title: 'Comb', minutes: 1 });
	passInCloud(120);
	const filters = { titleContains: 'order' };
	const trigger = triggerWith(cloud(), { events: ['taskFinished'], filters });
	expect(eventIds(await trigger.fetchTestEvent())).toEqual([`taskFinished:${id}`]);
});

test('Fetch Test Event names what exists where nothing fits', async () => {
	cloud().world.prints.length = 0;
	print({ title: 'Order <b>5</b>', filaments: [slot('PLA', 'GFA00'), slot('PETG', 'GFG00')] });
	passInCloud(7200);
	const filters = { titlePattern: 'odrer', filaments: 'PTEG', minMinutes: 5 };
	const trigger = triggerWith(cloud(), { events: ['taskFinished'], filters });
	await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
		message: 'Nothing matches the filters of the trigger',
		description: expect.stringContaining(
			'Filament Types or IDs is "PTEG", but what matches Min Minutes has "PLA", "PETG". Min Minutes is "5", which some match. Title Pattern is "odrer", but what matches Min Minutes has "Order b5/b". Change',
		) as string,
	});
	const long = triggerWith(cloud(), { events: ['taskFinished'], filters: { minMinutes: 9000 } });
	print({ title: 'Comb', minutes: 60, deviceId: cloud().world.printers[1]?.serial });
	passInCloud(7200);
	await expect(long.fetchTestEvent()).rejects.toMatchObject({
		description: expect.stringContaining(
			'Min Minutes is "9000"; there is 30 min to 60 min. Change or remove it to get',
		) as string,
	});
});

test('Fetch Test Event offers no title that only prints of other events have', async () => {
	cloud().world.prints.length = 0;
	print({ title: 'Hook', outcome: 'failed' });
	passInCloud(7200);
	const parameters = { events: ['taskFinished'], filters: { titleContains: 'hook' } };
	const trigger = triggerWith(cloud(), parameters);
	await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
		message: 'There is nothing yet for the chosen events',
	});
	print({ title: 'Vase' });
	passInCloud(7200);
	await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
		description: expect.stringContaining(
			'Title Contains is "hook"; there is "Vase". Change or',
		) as string,
	});
});

test('Fetch Test Event says of filters that contradict each other what the others leave', async () => {
	cloud().world.prints.length = 0;
	const desk = cloud().world.printers[1]?.serial ?? '';
	print({ title: 'Gear' });
	print({ deviceId: desk, title: 'Vase' });
	passInCloud(7200);
	const filters = { deviceIds: [desk], titleContains: 'gear' };
	const trigger = triggerWith(cloud(), { events: ['taskFinished'], filters });
	await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
		message: 'Nothing matches the filters of the trigger',
		description: expect.stringContaining(
			'Each filter matches something, but nothing matches all of them. Printer Names or IDs is "Desk", but what matches Title Contains has "Workshop". Title Contains is "gear", but what matches Printer Names or IDs has "Vase". Change',
		) as string,
	});
});

test.each<[INodeParameters, string]>([
	[{ titleContains: '' }, '"Title Contains" is empty'],
	[{ titlePattern: '' }, '"Title Pattern" is empty'],
	[{ titlePattern: '(' }, '"Title Pattern" is not a valid regular expression'],
	[{ titlePattern: '/x/q' }, '"Title Pattern" is not a valid regular expression'],
	[{ titlePattern: null } as never, '"Title Pattern" is empty'],
	[{ filaments: ' , ' }, '"Filament Types or IDs" is empty'],
	[{ filaments: [] }, '"Filament Types or IDs" is empty'],
	[{ filaments: [{}] }, '"Filament Types or IDs" must be text'],
	[{ minMinutes: 'long' }, '"Min Minutes" must be a number'],
	[{ minMinutes: -1 }, '"Min Minutes" must be 0 or more'],
	[{ onlyOwnDesigns: 'perhaps' }, '"Skip MakerWorld Models" must be true or false'],
])('%j is refused when it is published', async (filters, message) => {
	const trigger = triggerWith(cloud(), { events: ['taskFinished'], filters });
	await expect(trigger.publish()).rejects.toThrow(message);
});
