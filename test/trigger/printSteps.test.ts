import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isoTime } from '../../nodes/BambuLab/output/times';
import { credentialFor } from '../support/cloud';
import {
	breakDown,
	eventIds,
	passInCloud,
	publishedWith,
	repair,
	requested,
	tasksPath,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const cloud = useStoppedCloud();
const minute = 60;

interface Start {
	estimate?: number;
	seconds?: number;
	outcome?: 'finished' | 'failed';
	fillSeconds?: number;
}

/** Starts a print that takes an hour, as it was estimated. */
function start({ estimate = 3600, seconds = 3600, ...more }: Start = {}) {
	const fields = { costTime: estimate };
	return cloud().world.startPrint({ deviceId: workshop, seconds, fields, ...more });
}

async function published(events: string[], parameters: INodeParameters = {}) {
	return await publishedWith(cloud(), { events, ...parameters });
}

describe('Print Overdue', () => {
	test('is told once, when a print has taken 20 % more than estimated', async () => {
		const trigger = await published(['taskOverdue']);
		const print = start({ seconds: 4 * 3600 });
		await trigger.tick();
		passInCloud(72 * minute - 1);
		expect(await trigger.tick()).toBeNull();
		passInCloud(1);
		const [item, ...others] = (await trigger.tick()) ?? [];
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			event: 'taskOverdue',
			eventId: `taskOverdue:${print.id}`,
			occurredAt: isoTime(Math.floor(print.startsAt / 1000) * 1000 + 72 * minute * 1000),
			printerName: 'Workshop',
			task: { id: print.id, status: 'running' },
		});
		for (const hours of [0, 1, 4]) {
			passInCloud(hours * 3600);
			expect(await trigger.tick()).toBeNull();
		}
	});

	test.each<[INodeParameters, number]>([
		[{ overduePercent: 50 }, 90],
		[{ overduePercent: 0 }, 60],
		[{ overdueMinutes: 5 }, 65],
		[{ overdueMinutes: '5', overduePercent: 300 }, 65],
	])('goes by the options: %j', async (options, minutes) => {
		const trigger = await published(['taskOverdue'], { options });
		const { id } = start({ seconds: 4 * 3600 });
		passInCloud(minutes * minute - 1);
		expect(await trigger.tick()).toBeNull();
		passInCloud(1);
		expect(eventIds(await trigger.tick())).toEqual([`taskOverdue:${id}`]);
	});

	test('is told of a print that took too long while n8n was down, and of no other', async () => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), { events: ['taskOverdue'] }, credential);
		await first.publish();
		const slow = start({ seconds: 2 * 3600 });
		start({ seconds: 3600 });
		passInCloud(10 * 3600);
		const second = triggerWith(cloud(), { events: ['taskOverdue'] }, credential, first.stored);
		await second.restart();
		expect(eventIds(await second.tick())).toEqual([`taskOverdue:${slow.id}`]);
		const third = triggerWith(cloud(), { events: ['taskOverdue'] }, credential, second.stored);
		await third.restart();
		expect(await third.tick()).toBeNull();
	});

	test('is not told again at its end, nor over a restart, an update, or a publication', async () => {
		const events = ['taskOverdue', 'taskEnded'];
		const trigger = await published(events);
		const { id } = start({ seconds: 2 * 3600 });
		passInCloud(75 * minute);
		expect(eventIds(await trigger.tick())).toEqual([`taskOverdue:${id}`]);
		expect(await trigger.update()).toBeNull();
		expect(await trigger.publish()).toBeNull();
		expect(await trigger.tick()).toBeNull();
		passInCloud(3600);
		expect(eventIds(await trigger.tick())).toEqual([`taskEnded:${id}`]);
	});

	test('is not told of what was overdue when the trigger began, nor without an estimate', async () => {
		start({ seconds: 9 * 3600 });
		passInCloud(3 * 3600);
		const trigger = await published(['taskOverdue']);
		start({ estimate: 0, seconds: 9 * 3600 });
		for (const hours of [0, 1, 9]) {
			passInCloud(hours * 3600);
			expect(await trigger.tick()).toBeNull();
		}
	});

	test('comes after an outage', async () => {
		const trigger = await published(['taskOverdue']);
		const { id } = start({ seconds: 4 * 3600 });
		await trigger.tick();
		await breakDown(cloud(), tasksPath, { status: 500, body: {} });
		passInCloud(80 * minute);
		expect(await trigger.tick()).toBeNull();
		await repair(cloud());
		expect(eventIds(await trigger.tick())).toEqual([`taskOverdue:${id}`]);
	});
});

describe('Filament Data', () => {
	const events = ['taskFilamentData', 'taskFinished'];

	test('comes when the filaments show, the end before; each once', async () => {
		const trigger = await published(events);
		const { id } = start({ seconds: 10, fillSeconds: 100 });
		passInCloud(30);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${id}`]);
		passInCloud(60);
		expect(await trigger.tick()).toBeNull();
		passInCloud(60);
		const [item, ...others] = (await trigger.tick()) ?? [];
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			event: 'taskFilamentData',
			eventId: `taskFilamentData:${id}`,
			task: { id, status: 'finished', filamentSummary: expect.any(String) as string },
		});
		passInCloud(3600);
		expect(await trigger.tick()).toBeNull();
	});

	test('comes with the end where they are known by then, and is split as the end is', async () => {
		const trigger = await published(events, { splitByFilament: true });
		const slot = { ams: 0, filamentId: 'GFA00', filamentType: 'PLA', sourceColor: 'FF0000FF' };
		const { id } = cloud().world.startPrint({
			deviceId: workshop,
			seconds: 10,
			fields: { amsDetailMapping: [slot, { ...slot, sourceColor: '00FF00FF' }] },
		});
		passInCloud(60);
		expect(eventIds(await trigger.tick())?.sort()).toEqual([
			...[1, 2].map((number) => `taskFilamentData:${id}:${number}`),
			...[1, 2].map((number) => `taskFinished:${id}:${number}`),
		]);
	});

	test('goes on over a restart, and over an outage', async () => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), { events }, credential);
		await first.publish();
		const { id } = start({ seconds: 10, fillSeconds: 100 });
		passInCloud(30);
		expect(eventIds(await first.tick())).toEqual([`taskFinished:${id}`]);
		const second = triggerWith(cloud(), { events }, credential, first.stored);
		await second.restart();
		expect(await second.tick()).toBeNull();
		await breakDown(cloud(), tasksPath, { status: 500, body: {} });
		passInCloud(3 * 3600);
		expect(await second.tick()).toBeNull();
		await repair(cloud());
		expect(eventIds(await second.tick())).toEqual([`taskFilamentData:${id}`]);
		const third = triggerWith(cloud(), { events }, credential, second.stored);
		await third.restart();
		expect(await third.tick()).toBeNull();
	});

	test('never comes of a print without filaments, which is forgotten after ten minutes', async () => {
		const trigger = await published(events);
		const { id } = start({ seconds: 10, fillSeconds: 20 * minute });
		passInCloud(30);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${id}`]);
		passInCloud(11 * minute);
		expect(await trigger.tick()).toBeNull();
		passInCloud(20 * minute);
		expect(await trigger.tick()).toBeNull();
	});
});

describe('Printer Idle', () => {
	const only = { events: ['deviceIdle'] };

	// Whatever the simulated printers did before is long ago.
	beforeEach(() => passInCloud(6 * 3600));

	test('is told once, ten minutes after the last print of a printer, with that print', async () => {
		const trigger = await published(only.events);
		const print = start({ seconds: 600 });
		await trigger.tick();
		passInCloud(600);
		expect(await trigger.tick()).toBeNull();
		passInCloud(599);
		expect(await trigger.tick()).toBeNull();
		passInCloud(1);
		const [item, ...others] = (await trigger.tick()) ?? [];
		expect(others).toEqual([]);
		expect(item?.json).toMatchObject({
			event: 'deviceIdle',
			eventId: `deviceIdle:${print.id}`,
			occurredAt: isoTime(Math.floor(print.endsAt / 1000) * 1000 + 600_000),
			printerName: 'Workshop',
			task: { id: print.id, status: 'finished' },
		});
		passInCloud(3600);
		expect(await trigger.tick()).toBeNull();
	});

	test.each([0, 90])('after %d minutes, of a failed print too, and whole', async (idleAfter) => {
		const options = { idleAfter };
		const events = ['deviceIdle', 'taskFinished'];
		const trigger = await published(events, { options, splitByFilament: true });
		const { id } = start({ seconds: 600, outcome: 'failed' });
		passInCloud(600 + idleAfter * minute - 1);
		expect(await trigger.tick()).toBeNull();
		passInCloud(1);
		expect(eventIds(await trigger.tick())).toEqual([`deviceIdle:${id}`]);
	});

	test('is not told where a new print has begun, but after the end of that', async () => {
		const trigger = await published(only.events);
		start({ seconds: 600 });
		passInCloud(900);
		expect(await trigger.tick()).toBeNull();
		const next = start({ seconds: 1200 });
		passInCloud(900);
		expect(await trigger.tick()).toBeNull();
		passInCloud(900);
		expect(eventIds(await trigger.tick())).toEqual([`deviceIdle:${next.id}`]);
	});

	test('of another printer is no reason not to tell it', async () => {
		const trigger = await published(only.events);
		const mine = start({ seconds: 600 });
		const other = cloud().world.printers.find(({ serial }) => serial !== workshop);
		passInCloud(900);
		cloud().world.startPrint({ deviceId: other?.serial, seconds: 3600 });
		passInCloud(300);
		expect(eventIds(await trigger.tick())).toEqual([`deviceIdle:${mine.id}`]);
	});

	test.each([true, false])('goes on over a restart; seen ended before: %s', async (isSeen) => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), { events: ['deviceIdle', 'taskEnded'] }, credential);
		await first.publish();
		const { id } = start({ seconds: 600 });
		passInCloud(700);
		const ended = [`taskEnded:${id}`];
		if (isSeen) expect(eventIds(await first.tick())).toEqual(ended);
		const again = { events: ['deviceIdle', 'taskEnded'] };
		const second = triggerWith(cloud(), again, credential, first.stored);
		await second.restart();
		passInCloud(3600);
		const idle = [`deviceIdle:${id}`];
		expect(eventIds(await second.tick())).toEqual(isSeen ? idle : [...ended, ...idle]);
		const third = triggerWith(cloud(), again, credential, second.stored);
		await third.restart();
		expect(await third.tick()).toBeNull();
	});

	test('is told of a print that is deleted from the list meanwhile', async () => {
		const trigger = await published(only.events);
		const print = start({ seconds: 600 });
		passInCloud(700);
		expect(await trigger.tick()).toBeNull();
		cloud().world.removePrint(print);
		passInCloud(600);
		expect(eventIds(await trigger.tick())).toEqual([`deviceIdle:${print.id}`]);
	});

	test('is no news of a printer that was idle when the trigger began', async () => {
		start({ seconds: 600 });
		passInCloud(3600);
		const trigger = await published(only.events);
		passInCloud(3600);
		expect(await trigger.tick()).toBeNull();
	});

	test('keeps to the chosen printers', async () => {
		const other = cloud().world.printers.find(({ serial }) => serial !== workshop);
		const trigger = await published(only.events, { filters: { deviceIds: [other?.serial ?? ''] } });
		start({ seconds: 600 });
		passInCloud(3600);
		expect(await trigger.tick()).toBeNull();
	});
});

test.each([
	['overduePercent', -1, '"Over Estimate By (Percent)" must be 0 or more'],
	['overdueMinutes', 'soon', '"Over Estimate By (Minutes)" must be a number'],
	['idleAfter', '', '"Idle After (Minutes)" must be a number'],
])('The option %s cannot be %j', async (name, value, message) => {
	const events = ['taskOverdue', 'deviceIdle'];
	const trigger = triggerWith(cloud(), { events, options: { [name]: value } });
	await expect(trigger.publish()).rejects.toThrow(message);
});

test('All of them take no request of their own, also while a print waits', async () => {
	const trigger = await published(['taskOverdue', 'taskFilamentData', 'deviceIdle']);
	start({ seconds: 10, fillSeconds: 400 });
	for (const seconds of [30, 60, 500]) {
		passInCloud(seconds);
		const before = cloud().requests().length;
		await trigger.tick();
		expect(requested(cloud(), before)).toEqual([`${tasksPath} 0`]);
	}
});

test('The test event of an overdue print shows it as it would run, and not in the future', async () => {
	start({ seconds: 10, fillSeconds: 0 });
	passInCloud(60);
	const trigger = triggerWith(cloud(), { events: ['taskOverdue'] });
	const [item] = (await trigger.fetchTestEvent()) ?? [];
	expect(item?.json.task).toMatchObject({ status: 'running', endedAt: null });
	expect(item?.json).toMatchObject({ overdueMinutes: expect.any(Number) as number });
	expect(Date.parse(String(item?.json.occurredAt))).toBeLessThanOrEqual(cloud().world.now());
	expect((item?.json.task as IDataObject).estimatedEndAt).toEqual(expect.any(String));
});

test('Fetch Test Event gives a print for each', async () => {
	const { id } = start({ seconds: 10, fillSeconds: 0 });
	passInCloud(60);
	const events = ['taskOverdue', 'taskFilamentData', 'deviceIdle'];
	const trigger = triggerWith(cloud(), { events });
	expect(eventIds(await trigger.fetchTestEvent())?.sort()).toEqual([
		`deviceIdle:${id}`,
		`taskFilamentData:${id}`,
		`taskOverdue:${id}`,
	]);
});
