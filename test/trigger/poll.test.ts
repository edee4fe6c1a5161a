import type { IDataObject } from 'n8n-workflow';

import { isoTime } from '../../nodes/BambuLab/output/times';
import { credentialFor } from '../support/cloud';
import {
	atOnce,
	breakDown,
	eventIds,
	passInCloud,
	printStarter,
	repair,
	tasksPath,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';
import type { PublishedTrigger } from '../support/engine';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const bindPath = '/v1/iot-service/api/user/bind';

const cloud = useStoppedCloud();

const start = printStarter(cloud);

describe('events', () => {
	test('the baseline emits nothing, and then each change is told once, oldest first', async () => {
		const before = start({ seconds: 100 });
		passInCloud(10);
		const trigger = triggerWith(cloud());
		expect(await trigger.publish()).toBeNull();
		expect(await trigger.tick()).toBeNull();

		const failing = start({ seconds: 50, outcome: 'failed' });
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([
			`taskCreated:${failing.id}`,
			`taskFailed:${failing.id}`,
		]);
		const long = start();
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([
			`taskCreated:${long.id}`,
			`taskFinished:${before.id}`,
		]);
		expect(await trigger.tick()).toBeNull();
	});

	test('an item tells what happened, when, where, with the print as a flat row', async () => {
		const trigger = triggerWith(cloud(), { events: ['taskFinished'] });
		await trigger.publish();
		const print = start({ deviceId: workshop, seconds: 120 });
		passInCloud(180);
		const [item] = (await trigger.tick()) ?? [];
		expect(item?.json).toMatchObject({
			event: 'taskFinished',
			eventId: `taskFinished:${print.id}`,
			occurredAt: isoTime(print.endsAt),
			printerName: 'Workshop',
			task: {
				id: print.id,
				status: 'finished',
				printerName: 'Workshop',
				durationMinutes: 2,
			},
		});
	});

	test('Raw gives the row as it came', async () => {
		const trigger = triggerWith(cloud(), { events: ['taskCreated'], output: 'raw' });
		await trigger.publish();
		const print = start({ deviceId: workshop });
		const [item] = (await trigger.tick()) ?? [];
		expect(item?.json).toMatchObject({
			printerName: 'Workshop',
			task: { id: print.id, deviceId: workshop, deviceName: 'Workshop', costTime: 600 },
		});
	});

	test('no item holds a token, a password, or an access code', async () => {
		const credential = credentialFor(cloud());
		const trigger = triggerWith(cloud(), { output: 'raw' }, credential);
		await trigger.publish();
		const print = start({ deviceId: workshop });
		print.fixed.deviceName = '';
		const text = JSON.stringify(await trigger.tick());
		const codes = cloud().world.printers.map(({ accessCode }) => accessCode.trim());
		expect(text).toContain(String(print.id));
		const secrets = [credential.data.sessionToken, credential.data.password, ...codes];
		for (const secret of secrets) {
			expect(secret).toBeTruthy();
			expect(text).not.toContain(secret);
			expect(JSON.stringify(trigger.stored)).not.toContain(secret);
		}
	});
});

describe('filters', () => {
	test('only the chosen printers and events count', async () => {
		const trigger = triggerWith(cloud(), {
			events: ['taskFinished'],
			filters: { deviceIds: [workshop] },
		});
		await trigger.publish();
		const [other] = cloud().world.printers.filter(({ serial }) => serial !== workshop);
		start({ deviceId: other?.serial, seconds: 10 });
		const ours = start({ deviceId: workshop, seconds: 10 });
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${ours.id}`]);
	});

	test('what a changed filter adds counts from then on; the rest goes on where it was', async () => {
		const trigger = triggerWith(cloud(), { events: ['taskFinished'] });
		await trigger.publish();
		const failed = start({ seconds: 10, outcome: 'failed' });
		const finished = start({ seconds: 10 });
		const running = start({ seconds: 100, outcome: 'failed' });
		passInCloud(60);
		const updated = await trigger.update(atOnce({ events: ['taskFailed', 'taskFinished'] }));
		expect(eventIds(updated)).toEqual([`taskFinished:${finished.id}`]);
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFailed:${running.id}`]);
		expect(failed.outcome).toBe('failed');
	});

	test('no event chosen is told', async () => {
		await expect(triggerWith(cloud(), { events: [] }).publish()).rejects.toThrow(
			'No event is chosen',
		);
	});

	test('an event that there is not is told, with those that there are', async () => {
		const wishes = { events: ['taskFinished', 'printFinished'] };
		await expect(triggerWith(cloud(), wishes).publish()).rejects.toMatchObject({
			message: expect.stringMatching(
				/"Trigger On" must be one of: .*taskFinished \(Print Finished\)/,
			),
		});
	});
});

describe('the name of the printer', () => {
	async function eventOfNameless(trigger: PublishedTrigger) {
		await trigger.publish();
		start({ deviceId: workshop }).fixed.deviceName = '';
		const [item] = (await trigger.tick()) ?? [];
		return item?.json;
	}

	test('is looked up where the row lacks it', async () => {
		expect(await eventOfNameless(triggerWith(cloud()))).toMatchObject({
			printerName: 'Workshop',
			task: { printerName: 'Workshop' },
		});
	});

	test('is the serial number where the look-up fails, and the event comes all the same', async () => {
		const trigger = triggerWith(cloud());
		await breakDown(cloud(), bindPath, { status: 500, body: {} });
		expect(await eventOfNameless(trigger)).toMatchObject({ printerName: workshop });
		expect(trigger.log.join()).toContain('names could not be read');
		expect(await trigger.tick()).toBeNull();
	});
});

describe('a poll that fails half-way', () => {
	test('changes nothing, and the next one tells everything', async () => {
		const trigger = triggerWith(cloud(), { events: ['taskFinished'] });
		await trigger.publish();
		await trigger.tick();
		const ids = Array.from({ length: 60 }, () => start({ seconds: 10 }).id);
		passInCloud(60);
		// As often as a poll tries.
		await breakDown(cloud(), tasksPath, { mode: 'cut', times: 4 }, { offset: '50' });
		const before = trigger.stored;
		expect(await trigger.tick()).toBeNull();
		expect(trigger.log.join()).toContain('broke off');
		expect(trigger.stored).toEqual(before);
		expect((await trigger.tick())?.map(({ json }) => (json.task as IDataObject).id).sort()).toEqual(
			ids.sort(),
		);
	});

	test.each([
		['no list', {}],
		['null for a list', { hits: null }],
	])('an answer with %s is no empty list', async (_name, body) => {
		await breakDown(cloud(), tasksPath, { status: 200, body });
		await expect(triggerWith(cloud()).publish()).rejects.toThrow(
			'Bambu Lab answered without the list that was asked for',
		);
		await repair(cloud());
	});
});

test('polls that overlap tell each event once', async () => {
	const trigger = triggerWith(cloud());
	await trigger.publish();
	const print = start({ seconds: 10 });
	passInCloud(60);
	await breakDown(cloud(), tasksPath, { delayMs: 150, times: 1 });
	const polls = await Promise.all([trigger.tick(), trigger.tick(), trigger.tick()]);
	expect(polls.flatMap((items) => eventIds(items) ?? [])).toEqual([
		`taskCreated:${print.id}`,
		`taskFinished:${print.id}`,
	]);
});
