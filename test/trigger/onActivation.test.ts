import {
	eventIds,
	passInCloud,
	publishedWith,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

const cloud = useStoppedCloud();

describe('When Published', () => {
	function start(seconds: number) {
		return cloud().world.startPrint({ deviceId: workshop, seconds });
	}
	const events = ['taskCreated', 'taskFinished'];

	test('tells what is printing, as new prints', async () => {
		start(10);
		passInCloud(60);
		const running = start(600);
		const trigger = triggerWith(cloud(), { events, options: { onActivation: 'running' } });
		expect(eventIds(await trigger.publish())).toEqual([`taskCreated:${running.id}`]);
	});

	test('tells the last hours, and nothing again when it is published again', async () => {
		const old = start(10);
		passInCloud(5 * 3600);
		const recent = start(10);
		passInCloud(60);
		const options = { onActivation: 'lastHours', lastHours: 1 };
		const trigger = triggerWith(cloud(), { events, options });
		const told = [`taskCreated:${recent.id}`, `taskFinished:${recent.id}`];
		expect(eventIds(await trigger.publish())).toEqual(told);
		expect(told.join()).not.toContain(String(old.id));
		expect(await trigger.publish()).toBeNull();
	});

	test('from now on tells nothing of the weeks off', async () => {
		const trigger = await publishedWith(cloud(), { events });
		const missed = start(10);
		passInCloud(20 * 86_400);
		expect(await trigger.publish()).toBeNull();
		const print = start(600);
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${print.id}`]);
		expect(missed.ended).toBe(true);
	});
});
