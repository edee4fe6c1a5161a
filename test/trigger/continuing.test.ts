import {
	atOnce,
	breakDown,
	eventIds,
	passInCloud,
	publishedWith,
	repair,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';
import { idsOf, StubTrigger } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const cloud = useStoppedCloud();
const goesOn = { onActivation: 'continue' };

function start(seconds = 10) {
	return cloud().world.startPrint({ deviceId: workshop, seconds });
}

describe('When Published: Continue Where It Stopped', () => {
	const events = ['taskCreated', 'taskFinished'];

	test('tells what happened while the workflow was unpublished, once', async () => {
		const trigger = await publishedWith(cloud(), { events, options: goesOn });
		const running = start(3600);
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${running.id}`]);
		passInCloud(86_400);
		const missed = start();
		passInCloud(86_400);
		const told = [running, missed].map(({ id }) => `taskFinished:${id}`);
		expect(eventIds(await trigger.publish())?.sort()).toEqual(
			[`taskCreated:${missed.id}`, ...told].sort(),
		);
		expect(await trigger.tick()).toBeNull();
		expect(await trigger.publish()).toBeNull();
	});

	test('begins from now on where nothing is stored', async () => {
		start();
		passInCloud(60);
		const trigger = triggerWith(cloud(), { events, options: goesOn });
		expect(await trigger.publish()).toBeNull();
		const { id } = start(600);
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${id}`]);
	});

	test('counts what is new in the settings from now on', async () => {
		const trigger = await publishedWith(cloud(), { events: ['taskFinished'], options: goesOn });
		const { id } = start();
		passInCloud(60);
		const parameters = atOnce({ events: ['taskFinished', 'taskEnded'], options: goesOn });
		const again = triggerWith(cloud(), parameters, undefined, trigger.stored);
		expect(eventIds(await again.publish())).toEqual([`taskFinished:${id}`]);
	});

	test('counts what is new in the settings from now on, whenever they were changed before', async () => {
		const parameters = atOnce({ events: ['taskFinished'], options: goesOn });
		const trigger = await publishedWith(cloud(), parameters);
		await trigger.tick();
		await trigger.update();
		const { id } = start();
		passInCloud(60);
		const more = atOnce({ events: ['taskFinished', 'taskEnded'], options: goesOn });
		const again = triggerWith(cloud(), more, undefined, trigger.stored);
		expect(eventIds(await again.publish())).toEqual([`taskFinished:${id}`]);
	});

	test('counts what was new in the settings from their change on, also where nothing could be read since', async () => {
		const parameters = { events: ['taskFinished'], options: goesOn };
		const trigger = new StubTrigger(parameters);
		await trigger.publish();
		await trigger.tick();
		// A list that is empty, as it was from the beginning, may be so by mistake.
		await trigger.update({ events: ['taskFinished', 'taskCreated'] });
		passInCloud(60);
		trigger.cloud.tasks.push({ id: 1, startTime: new Date(Date.now()).toISOString(), status: 4 });
		passInCloud(60);
		expect((await trigger.publish()).ids).toEqual(['taskCreated:1']);
	});

	test('fails where the cloud is down, and then tells all the same', async () => {
		const trigger = await publishedWith(cloud(), { events, options: goesOn });
		const { id } = start();
		passInCloud(60);
		await breakDown(cloud(), '*', { status: 500, body: {} });
		await expect(trigger.publish()).rejects.toThrow('is having trouble (status 500)');
		await repair(cloud());
		const told = [`taskCreated:${id}`, `taskFinished:${id}`];
		expect(eventIds(await trigger.publish())).toEqual(told);
	});

	test.each([
		['continue', 2],
		['fromNow', 0],
	])('of printers and messages too: %s', async (onActivation, count) => {
		const options = { onActivation };
		const trigger = new StubTrigger({ events: ['deviceAdded', 'messageReceived'], options });
		trigger.cloud.messages.push({ id: 1, type: 6, createTime: '2026-08-10T12:00:00Z' });
		await trigger.publish();
		trigger.cloud.devices = [{ dev_id: '01P00A000000001', name: 'New' }];
		trigger.cloud.messages.unshift({ id: 2, type: 6, createTime: '2026-08-14T11:00:00Z' });
		expect(idsOf([await trigger.publish()])).toHaveLength(count);
		expect(idsOf([await trigger.tick()])).toHaveLength(0);
	});

	test.each([
		[['deviceOffline'], 1],
		[['deviceOffline', 'deviceOnline'], 0],
	])(
		'of a printer that is still offline, where its return may have been missed: %j',
		async (chosen, count) => {
			const trigger = new StubTrigger({ events: chosen, options: goesOn });
			trigger.cloud.devices = [{ dev_id: '01P00A000000001', name: 'Garage', online: false }];
			await trigger.publish();
			passInCloud(3600);
			expect(idsOf([await trigger.tick()])).toEqual([]);
			await trigger.publish();
			passInCloud(3600);
			expect(idsOf(await trigger.ticks(2))).toHaveLength(count);
		},
	);
});
