import type { INodeParameters } from 'n8n-workflow';

import {
	eventIds,
	passInCloud,
	printStarter,
	publishedWith,
	requested,
	tasksPath,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

const cloud = useStoppedCloud();
const start = printStarter(cloud);

async function published(parameters: INodeParameters = {}) {
	return await publishedWith(cloud(), { events: ['taskEnded'], ...parameters });
}

test.each(['finished', 'failed'] as const)(
	'Print Ended is told once of a print that %s, and its status says so',
	async (outcome) => {
		const trigger = await published();
		const print = start({ deviceId: workshop, outcome });
		expect(await trigger.tick()).toBeNull();
		passInCloud(700);
		expect((await trigger.tick())?.map(({ json }) => json)).toMatchObject([
			{
				event: 'taskEnded',
				eventId: `taskEnded:${print.id}`,
				printerName: 'Workshop',
				task: { id: print.id, status: outcome },
			},
		]);
		expect(await trigger.tick()).toBeNull();
	},
);

test('Beside Print Finished and Print Failed each end gives an item of either, with an id of its own', async () => {
	const trigger = await published({ events: ['taskEnded', 'taskFinished', 'taskFailed'] });
	const [good, bad] = [start(), start({ outcome: 'failed' })];
	passInCloud(700);
	const ids = eventIds(await trigger.tick());
	expect(ids?.sort()).toEqual([
		`taskEnded:${good.id}`,
		`taskEnded:${bad.id}`,
		`taskFailed:${bad.id}`,
		`taskFinished:${good.id}`,
	]);
	expect(await trigger.tick()).toBeNull();
});

test('A print that began and ended between two polls is told as new first', async () => {
	const trigger = await published({ events: ['taskEnded', 'taskCreated'] });
	const { id } = start({ seconds: 10 });
	passInCloud(60);
	expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${id}`, `taskEnded:${id}`]);
});

test('It obeys the filter for printers, and is split by filament', async () => {
	const filters = { deviceIds: [workshop] };
	const trigger = await published({ filters, splitByFilament: true });
	const other = cloud().world.printers.find(({ serial }) => serial !== workshop);
	start({ deviceId: other?.serial });
	const slot = { ams: 0, filamentId: 'GFA00', filamentType: 'PLA', sourceColor: 'FF0000FF' };
	const { id } = cloud().world.startPrint({
		deviceId: workshop,
		seconds: 10,
		fields: { amsDetailMapping: [slot, { ...slot, sourceColor: '00FF00FF' }] },
	});
	passInCloud(700);
	expect(eventIds(await trigger.tick())).toEqual([`taskEnded:${id}:1`, `taskEnded:${id}:2`]);
});

test('It waits for the filaments, as the other ends do', async () => {
	const trigger = await published({ options: { waitForFilament: true } });
	const { id } = cloud().world.startPrint({ seconds: 10, fillSeconds: 60 });
	passInCloud(30);
	expect(await trigger.tick()).toBeNull();
	passInCloud(60);
	expect(eventIds(await trigger.tick())).toEqual([`taskEnded:${id}`]);
});

test('It comes with the picture of the print', async () => {
	const trigger = await published({ options: { includePicture: true } });
	start({ seconds: 10 });
	passInCloud(60);
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png' });
});

test('When Published reports the ends of the last hours', async () => {
	const { id } = start({ seconds: 10 });
	passInCloud(600);
	const options = { onActivation: 'lastHours', lastHours: 1 };
	const trigger = triggerWith(cloud(), { events: ['taskEnded'], options });
	expect(eventIds(await trigger.publish())).toContain(`taskEnded:${id}`);
});

test('Where it is added to a published trigger, ends of before are not told again', async () => {
	const first = await published({ events: ['taskFinished'] });
	const before = start({ seconds: 10 });
	passInCloud(60);
	expect(eventIds(await first.tick())).toEqual([`taskFinished:${before.id}`]);
	const running = start({ seconds: 10 });
	const parameters = { events: ['taskFinished', 'taskEnded'] };
	const trigger = triggerWith(cloud(), parameters, undefined, first.stored);
	expect(await trigger.update()).toBeNull();
	passInCloud(60);
	expect(eventIds(await trigger.tick())?.sort()).toEqual([
		`taskEnded:${running.id}`,
		`taskFinished:${running.id}`,
	]);
});

test('It takes no request of its own', async () => {
	const trigger = await published({ events: ['taskEnded', 'taskFinished'] });
	const before = cloud().requests().length;
	passInCloud(60);
	await trigger.tick();
	expect(requested(cloud(), before)).toEqual([`${tasksPath} 0`]);
});

test('Fetch Test Event gives the newest print that has ended', async () => {
	const { id } = start({ seconds: 10, outcome: 'failed' });
	passInCloud(60);
	start();
	const trigger = triggerWith(cloud(), { events: ['taskEnded', 'taskFailed'] });
	expect(eventIds(await trigger.fetchTestEvent())).toEqual([`taskEnded:${id}`, `taskFailed:${id}`]);
});
