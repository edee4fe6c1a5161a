import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import {
	breakDown,
	passInCloud,
	requested,
	tasksPath,
	publishedWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const cloud = useStoppedCloud();

async function published(parameters: INodeParameters) {
	return await publishedWith(cloud(), { events: ['taskFinished'], ...parameters });
}

/** The items of a print that has just ended, with its filaments. */
async function itemsOfPrint(parameters: INodeParameters) {
	const trigger = await published(parameters);
	const print = cloud().world.startPrint({ deviceId: workshop, seconds: 10, fillSeconds: 0 });
	passInCloud(60);
	const items = (await trigger.tick()) ?? [];
	return { print, items };
}

function bytesOf(item: INodeExecutionData | undefined, field: string): Buffer {
	return Buffer.from(item?.binary?.[field]?.data ?? '', 'base64');
}

describe('The picture', () => {
	test('comes with the event, as the cloud has it', async () => {
		const options = { includePicture: true };
		const { items } = await itemsOfPrint({ output: 'fields', options });
		const [item] = items;
		const { pictureUrl } = item?.json.task as IDataObject;
		const answer = await fetch(String(pictureUrl));
		expect(answer.status).toBe(200);
		expect(bytesOf(item, 'data').equals(Buffer.from(await answer.arrayBuffer()))).toBe(true);
		expect(item?.binary?.data).toMatchObject({ mimeType: 'image/png' });
		expect(item?.json).not.toHaveProperty('pictureError');
	});

	test('goes into the named field', async () => {
		const options = { includePicture: true, binaryPropertyName: 'cover' };
		const { items } = await itemsOfPrint({ options });
		expect(Object.keys(items[0]?.binary ?? {})).toEqual(['cover']);
	});

	test('that cannot be fetched costs no event; the item says why', async () => {
		await breakDown(cloud(), '/cover/*', { status: 404, body: {} });
		const { print, items } = await itemsOfPrint({ options: { includePicture: true } });
		expect(items).toHaveLength(1);
		expect(items[0]?.binary).toBeUndefined();
		expect(items[0]?.json).toMatchObject({
			eventId: `taskFinished:${print.id}`,
			pictureError: 'The file is no longer there, or its address has expired',
		});
	});

	test('is asked for anew through its print where its address has expired', async () => {
		const trigger = await published({
			output: 'fields',
			fields: ['pictureUrl'],
			options: { includePicture: true },
		});
		const endOne = async (fields: Record<string, unknown> = {}, cover = '') => {
			const input = { deviceId: workshop, seconds: 10, fillSeconds: 0, fields };
			const print = cloud().world.startPrint(input);
			const path = `/v1/user-service/my/task/${print.id}`;
			await breakDown(cloud(), path, { status: 200, body: { id: print.id, cover } });
			passInCloud(60);
			const before = cloud().requests().length;
			const [item] = (await trigger.tick()) ?? [];
			return { item, path, asked: requested(cloud(), before) };
		};
		const { item: other } = await endOne();
		const address = String((other?.json.task as IDataObject).pictureUrl);
		const { origin, pathname } = new URL(address);
		const { item, path, asked } = await endOne({ cover: `${origin}/gone.png` }, address);
		expect(bytesOf(item, 'data').length).toBeGreaterThan(0);
		expect(bytesOf(item, 'data').equals(bytesOf(other, 'data'))).toBe(true);
		expect(item?.json).not.toHaveProperty('pictureError');
		expect(asked).toEqual([`${tasksPath} 0`, '/gone.png', path, pathname]);
	});

	test('that is larger than Max Size is left out', async () => {
		await breakDown(cloud(), '/cover/*', { status: 200, body: ['x'.repeat(1_048_577)] });
		const { items } = await itemsOfPrint({ options: { includePicture: true, maxSize: 1 } });
		expect(items[0]?.json).toMatchObject({ pictureError: 'The file is larger than 1 MB' });
	});

	test('is there once for the events of one print', async () => {
		const trigger = await published({
			events: ['taskCreated', 'taskFinished'],
			options: { includePicture: true },
		});
		cloud().world.startPrint({ deviceId: workshop, seconds: 10 });
		passInCloud(60);
		const before = cloud().requests().length;
		const items = (await trigger.tick()) ?? [];
		expect(items.map((item) => bytesOf(item, 'data').length > 0)).toEqual([true, true]);
		expect(requested(cloud(), before).filter((path) => path.startsWith('/cover/'))).toHaveLength(1);
	});
});

describe('Split by Filament', () => {
	test('gives flat rows with ids of their own and their share of the cost', async () => {
		const trigger = await published({
			output: 'fields',
			splitByFilament: true,
			options: { pricePerKg: 20 },
		});
		const slot = { ams: 0, filamentId: 'GFA00', filamentType: 'PLA', sourceColor: 'FF0000FF' };
		const print = cloud().world.startPrint({
			deviceId: workshop,
			seconds: 10,
			fields: {
				weight: 30,
				amsDetailMapping: [
					{ ...slot, weight: 10 },
					{ ...slot, weight: 20, sourceColor: '00FF00FF' },
				],
			},
		});
		passInCloud(60);
		const rows = ((await trigger.tick()) ?? []).map(({ json }) => json);
		expect(rows).toMatchObject(
			[1, 2].map((number) => ({
				event: 'taskFinished',
				eventId: `taskFinished:${print.id}:${number}`,
				printerName: 'Workshop',
				id: print.id,
				filamentNumber: number,
				filamentCount: 2,
				estimatedGrams: 10 * number,
				estimatedCost: 0.2 * number,
			})),
		);
		for (const row of rows) {
			expect(Object.values(row).some((value) => typeof value === 'object' && value !== null)).toBe(
				false,
			);
		}
	});

	test('gives a print without filaments one row with the plain id', async () => {
		const trigger = await published({
			events: ['taskCreated'],
			output: 'fields',
			splitByFilament: true,
		});
		const print = cloud().world.startPrint({ deviceId: workshop });
		expect((await trigger.tick())?.map(({ json }) => json)).toMatchObject([
			{ eventId: `taskCreated:${print.id}`, id: print.id, filamentCount: 0 },
		]);
	});
});

describe('Wait for Filament Data', () => {
	function start(fillSeconds: number) {
		return cloud().world.startPrint({ deviceId: workshop, seconds: 10, fillSeconds });
	}

	test('holds back the end until the filaments are there', async () => {
		const trigger = await published({ options: { waitForFilament: true } });
		start(60);
		passInCloud(30);
		expect(await trigger.tick()).toBeNull();
		passInCloud(60);
		const [item] = (await trigger.tick()) ?? [];
		expect((item?.json.task as IDataObject).filamentSummary).not.toBeNull();
		expect(await trigger.tick()).toBeNull();
	});

	test('tells after three minutes without them, also of a print that has vanished', async () => {
		const trigger = await published({ options: { waitForFilament: true } });
		const prints = [start(10_000), start(10_000)];
		passInCloud(60);
		expect(await trigger.tick()).toBeNull();
		const [, vanished] = prints;
		if (vanished !== undefined) cloud().world.removePrint(vanished);
		passInCloud(130);
		const items = (await trigger.tick()) ?? [];
		expect(items.map(({ json }) => (json.task as IDataObject).id).sort()).toEqual(
			prints.map(({ id }) => id).sort(),
		);
		expect(await trigger.tick()).toBeNull();
	});
});

test('Without news a poll asks each source once, for firmware once an hour, for spools four times', async () => {
	// All but those for which a poll asks more: MakerWorld, and a list of messages of their own.
	const apart = ['modelMilestone', 'commentReceived'];
	const events = eventOptions.map(({ value }) => value).filter((name) => !apart.includes(name));
	const trigger = await published({ events });
	await trigger.tick();
	const before = cloud().requests().length;
	for (let poll = 0; poll < 3; poll++) {
		passInCloud(60);
		expect(await trigger.tick()).toBeNull();
	}
	const once = [
		`${tasksPath} 0`,
		'/v1/user-service/my/message/count',
		'/v1/iot-service/api/user/bind',
	];
	expect(requested(cloud(), before)).toEqual([...once, ...once, ...once]);
	passInCloud(3600);
	const later = cloud().requests().length;
	expect(await trigger.tick()).toBeNull();
	// Each hour it also looks for prints that showed up late, and now and then at all lists of messages.
	const [tasks, count, printers] = once;
	const lists = Array.from({ length: 6 }, () => '/v1/user-service/my/messages 0');
	const version = '/v1/iot-service/api/user/device/version';
	const spools = '/v1/design-user-service/my/filament/v2 0';
	expect(requested(cloud(), later)).toEqual([
		...[tasks, `${tasksPath} 49`, count, ...lists, printers, version, spools],
	]);
});
