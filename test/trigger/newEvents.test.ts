import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isoTime } from '../../nodes/BambuLab/output/times';
import {
	control,
	passInCloud,
	publishedWith,
	stopProcessClock,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

const cloud = useStoppedCloud();

function printer() {
	const found = cloud().world.printer(workshop);
	if (found === undefined) throw new Error('The workshop printer is missing');
	return found;
}

async function published(events: string[], parameters: INodeParameters = {}) {
	return await publishedWith(cloud(), { events, ...parameters });
}

/** What a user sees: each item whole. */
async function itemsOf(trigger: Awaited<ReturnType<typeof published>>): Promise<IDataObject[]> {
	return ((await trigger.tick()) ?? []).map(({ json }) => json);
}

const anyTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

describe('New Message', () => {
	test('gives the message as a flat row', async () => {
		const trigger = await published(['messageReceived']);
		const message = cloud().world.addMessage(101, {
			systemForWeb: { title: 'Hi', content: 'You.' },
		});
		expect(await itemsOf(trigger)).toEqual([
			{
				event: 'messageReceived',
				eventId: `messageReceived:${message.id}`,
				occurredAt: anyTime,
				printerName: null,
				message: {
					id: message.id,
					kind: 'system',
					createdAt: expect.any(String) as string,
					isRead: false,
					sender: expect.any(String) as string,
					title: 'Hi',
					text: 'You.',
					printerName: null,
					taskId: null,
					url: 'https://makerworld.com/en/my/notification',
				},
			},
		]);
		expect(await trigger.tick()).toBeNull();
	});

	test('tells of the end of a print, with its printer; Raw gives the row', async () => {
		const trigger = await published(['messageReceived'], { output: 'raw' });
		const print = cloud().world.startPrint({ deviceId: workshop, seconds: 10 });
		passInCloud(60);
		const [item, ...others] = await itemsOf(trigger);
		expect(others).toEqual([]);
		expect(item).toMatchObject({
			printerName: 'Workshop',
			message: { type: 6, taskMessage: { id: print.id, deviceId: workshop } },
		});
	});

	test.each<[INodeParameters, number[]]>([
		[{ messageTypes: ['system'] }, [101]],
		[{ messageTypes: ['comment', 'print'] }, [201]],
		[{ messageTypes: ['201'] }, [201]],
		[{}, [101, 201]],
	])('that pass %j', async (filters, types) => {
		const parameters = { output: 'raw', filters };
		const trigger = await published(['messageReceived'], parameters);
		for (const type of [101, 201]) cloud().world.addMessage(type, {});
		const items = await itemsOf(trigger);
		expect(items.map(({ message }) => (message as IDataObject).type).sort()).toEqual(types);
	});

	test('of the chosen printers', async () => {
		const trigger = await published(['messageReceived'], { filters: { deviceIds: [workshop] } });
		const other = cloud().world.printers.find(({ serial }) => serial !== workshop);
		cloud().world.startPrint({ deviceId: other?.serial, seconds: 10 });
		const print = cloud().world.startPrint({ deviceId: workshop, seconds: 10 });
		passInCloud(60);
		const items = await itemsOf(trigger);
		expect(items).toMatchObject([{ message: { taskId: print.id } }]);
	});
});

describe('The events of printers', () => {
	const row = {
		printerName: 'Workshop',
		printerSerial: workshop,
		printerModel: expect.any(String) as string,
		nozzleDiameter: expect.any(Number) as number,
	};

	test('offline, after a while, and online again, with the printer as a flat row', async () => {
		stopProcessClock();
		const events = ['deviceOffline', 'deviceOnline', 'deviceStatusChanged'];
		const trigger = await published(events);
		printer().online = false;
		const since = isoTime(Date.now());
		for (let minute = 0; minute < 5; minute++) {
			expect(await trigger.tick()).toBeNull();
			passInCloud(60);
		}
		const [offline, ...others] = await itemsOf(trigger);
		expect(others).toEqual([]);
		expect(offline).toEqual({
			event: 'deviceOffline',
			eventId: expect.stringMatching(new RegExp(`^deviceOffline:${workshop}:\\w+$`)) as string,
			occurredAt: since,
			printerName: 'Workshop',
			printer: expect.objectContaining({ ...row, online: false, status: 'offline' }) as object,
		});
		expect(JSON.stringify(offline)).not.toContain(printer().accessCode.trim());
		passInCloud(60);
		printer().online = true;
		expect(await itemsOf(trigger)).toMatchObject([
			{ event: 'deviceOnline', printer: { ...row, online: true } },
		]);
		expect(await trigger.tick()).toBeNull();
	});

	test('a change of status, with what it was; Raw gives the row without access code', async () => {
		printer().printStatus = 'RUNNING';
		const trigger = await published(['deviceStatusChanged'], { output: 'raw' });
		printer().printStatus = 'PAUSE';
		const items = await itemsOf(trigger);
		expect(items).toMatchObject([
			{
				event: 'deviceStatusChanged',
				printerName: 'Workshop',
				previousStatus: 'running',
				printer: { dev_id: workshop, print_status: 'PAUSE' },
			},
		]);
		expect(JSON.stringify(items)).not.toContain(printer().accessCode.trim());
		printer().printStatus = 'RUNNING';
		const [back] = await itemsOf(trigger);
		expect(back?.eventId).not.toBe(items[0]?.eventId);
	});

	test('of the chosen printers', async () => {
		const other = cloud().world.printers.find(({ serial }) => serial !== workshop);
		const deviceIds = [other?.serial ?? ''];
		const trigger = await published(['deviceStatusChanged'], { filters: { deviceIds } });
		printer().printStatus = 'PAUSE';
		expect(await trigger.tick()).toBeNull();
	});
});

describe('Firmware Available', () => {
	const offer = { version: '09.09.00.00', deviceId: workshop, description: 'Better' };

	test('gives the offer as a flat row, once', async () => {
		const trigger = await published(['firmwareAvailable']);
		await control(cloud(), 'POST /firmware', offer);
		passInCloud(3600);
		expect(await itemsOf(trigger)).toEqual([
			{
				event: 'firmwareAvailable',
				eventId: `firmwareAvailable:${workshop}:09.09.00.00`,
				occurredAt: anyTime,
				printerName: 'Workshop',
				firmware: {
					printerName: 'Workshop',
					printerSerial: workshop,
					installedVersion: printer().firmware.installed,
					newestVersion: '09.09.00.00',
					updateAvailable: true,
					isForced: false,
					isBeta: false,
					releaseNotes: 'Better',
					listedAmsVersions: expect.any(Array) as string[],
				},
			},
		]);
		expect(await trigger.tick()).toBeNull();
	});

	test('gives the row with Raw', async () => {
		const trigger = await published(['firmwareAvailable'], { output: 'raw' });
		await control(cloud(), 'POST /firmware', offer);
		passInCloud(3600);
		expect(await itemsOf(trigger)).toMatchObject([
			{ firmware: { dev_id: workshop, firmware: [{ version: '09.09.00.00' }] } },
		]);
	});
});

describe('Fetch Test Event', () => {
	test('gives a real sample of each chosen event, and stores nothing', async () => {
		const events = [
			'deviceOffline',
			'deviceOnline',
			'deviceStatusChanged',
			'firmwareAvailable',
			'messageReceived',
			'taskFinished',
		];
		printer().online = false;
		await control(cloud(), 'POST /firmware', { version: '09.09.00.00' });
		const trigger = triggerWith(cloud(), { events });
		const items = (await trigger.fetchTestEvent()) ?? [];
		expect(items.map(({ json }) => json.event).sort()).toEqual(events);
		// Nobody is to take one for news.
		expect(items.map(({ json }) => json.isExample)).toEqual(items.map(() => true));
		const [offline] = items.filter(({ json }) => json.event === 'deviceOffline');
		expect(offline?.json).toMatchObject({ printer: { online: false } });
		expect(trigger.stored).toEqual({});
	});

	test('of a removed printer looks as the event does, although the printer is there', async () => {
		Object.assign(printer(), { online: true, printStatus: 'RUNNING' });
		const filters = { deviceIds: [workshop] };
		const trigger = triggerWith(cloud(), { events: ['deviceRemoved'], filters });
		const items = await trigger.fetchTestEvent();
		expect(items?.map(({ json }) => json.printer)).toMatchObject([
			{ printerSerial: workshop, status: 'offline', online: false, title: null },
		]);
	});

	test.each([
		[{ milestoneFigures: ['likes'], milestoneEvery: 50 }, 'likes', 50],
		[{ milestoneFigures: ['followers'] }, 'followers', 100],
		[{ milestoneFigures: ['followers'], milestoneEvery: 1_000_000 }, 'followers', 1_000_000],
	])('of a milestone is of a chosen figure, and a multiple: %j', async (options, kind, every) => {
		const items = await triggerWith(cloud(), {
			events: ['modelMilestone'],
			options,
		}).fetchTestEvent();
		expect(items?.map(({ json }) => json.milestone)).toMatchObject([{ kind }]);
		const { reachedCount } = items?.[0]?.json.milestone as { reachedCount: number };
		expect([reachedCount > 0, reachedCount % every]).toEqual([true, 0]);
	});

	test.each([
		[{ statusFrom: ['running'], statusTo: ['paused'] }, 'running', 'paused'],
		[{ statusTo: ['running'] }, 'idle', 'running'],
		[{ statusFrom: ['paused'] }, 'paused', 'idle'],
		[{}, 'running', 'idle'],
	])('of a change of status it obeys %j', async (filters, from, to) => {
		Object.assign(printer(), { online: true, printStatus: 'IDLE' });
		const events = ['deviceStatusChanged'];
		const own = { ...filters, deviceIds: [workshop] };
		const items = await triggerWith(cloud(), { events, filters: own }).fetchTestEvent();
		expect(items?.map(({ json }) => json)).toMatchObject([
			{ previousStatus: from, printer: { status: to } },
		]);
	});

	test('obeys the filters', async () => {
		await control(cloud(), 'POST /firmware', { version: '09.09.00.00' });
		const offline = cloud().world.printers.find(({ serial }) => serial !== workshop);
		if (offline === undefined) throw new Error('There is one printer only');
		offline.online = false;
		const filters = { deviceIds: [offline.serial] };
		const events = ['deviceOffline', 'deviceOnline', 'firmwareAvailable'];
		const items = await triggerWith(cloud(), { events, filters }).fetchTestEvent();
		expect(items?.map(({ json }) => String(json.eventId).split(':').slice(0, 2))).toEqual([
			['deviceOffline', offline.serial],
			['firmwareAvailable', offline.serial],
		]);
	});

	test.each([
		['deviceIds', ['none'], 'This account has no printer "none"'],
		['messageTypes', ['254'], 'Nothing matches the filters of the trigger'],
	])('says why there is nothing with the filter %s', async (filter, value, message) => {
		const filters = { [filter]: value };
		const trigger = triggerWith(cloud(), { events: ['messageReceived'], filters });
		await expect(trigger.fetchTestEvent()).rejects.toThrow(message);
	});
});
