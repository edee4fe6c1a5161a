import type { INodeParameters } from 'n8n-workflow';

import { isoTime } from '../../nodes/BambuLab/output/times';
import { runOperation } from '../support/bambuLab';
import { credentialFor } from '../support/cloud';
import {
	control,
	passInCloud,
	publishedWith,
	requested,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

const cloud = useStoppedCloud();
const quarter = 15 * 60;
/** Green PLA Basic, of which 640 g of 1000 g are left at first. */
const spoolId = 4980001;

async function published(parameters: INodeParameters = {}) {
	return await publishedWith(cloud(), { events: ['filamentLow'], ...parameters });
}

async function weigh(netWeight: number, more: object = {}): Promise<void> {
	await control(cloud(), `POST /spools/${spoolId}`, { netWeight, ...more });
	passInCloud(quarter);
}

/** The row of the action node for the spool. */
async function rowOfAction(output: string) {
	const parameters = { output, filters: { ids: String(spoolId) } };
	const options = { credential: credentialFor(cloud()) };
	const { items } = await runOperation('filamentSpool:getAll', parameters, options);
	return items[0]?.json;
}

test('The item has the row of the action, and what all events have', async () => {
	const trigger = await published();
	await weigh(85);
	expect((await trigger.tick())?.map(({ json }) => json)).toEqual([
		{
			event: 'filamentLow',
			eventId: expect.stringMatching(/^filamentLow:4980001:\w+$/) as string,
			occurredAt: isoTime(Date.now()),
			printerName: null,
			spool: {
				id: spoolId,
				filamentName: 'Bambu PLA Basic',
				filamentType: 'PLA',
				colorName: expect.any(String) as string,
				remainingGrams: 85,
				remainingPercent: 9,
				fullGrams: 1000,
				color: '#00AE42',
				note: null,
				updatedAt: isoTime(Date.now() - quarter * 1000),
			},
		},
	]);
	expect(await trigger.tick()).toBeNull();
});

test.each(['simple', 'fields', 'raw'])('The row is the one of the action: %s', async (output) => {
	const trigger = await published({ output });
	await weigh(85, { devId: workshop, deviceName: 'Workshop', inPrinter: true });
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.json).toMatchObject({ event: 'filamentLow', printerName: 'Workshop' });
	expect(item?.json.spool).toEqual(await rowOfAction(output));
});

test('Selected Fields gives those of the spool, also where prints are split by filament', async () => {
	const trigger = await published({
		events: ['filamentLow', 'taskFinished'],
		output: 'fields',
		fields: ['remainingGrams', 'title'],
		splitByFilament: true,
	});
	await weigh(10);
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.json.spool).toEqual({ remainingGrams: 10 });
});

test('The name of the printer is looked up where the row lacks it', async () => {
	const trigger = await published();
	await weigh(10, { devId: workshop });
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.json.printerName).toBe('Workshop');
});

describe('Fetch Test Event', () => {
	test('gives the spool with the least on it, and stores nothing', async () => {
		const trigger = triggerWith(cloud(), { events: ['filamentLow'] });
		const items = (await trigger.fetchTestEvent()) ?? [];
		// Black PLA Matte, as the simulated cloud begins.
		expect(items.map(({ json }) => json.spool)).toMatchObject([{ remainingGrams: 85 }]);
		expect(trigger.stored).toEqual({});
	});

	test('says where there is none', async () => {
		cloud().world.spools.splice(0);
		const trigger = triggerWith(cloud(), { events: ['filamentLow'] });
		await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
			message: 'There is nothing yet for the chosen events',
			description: expect.stringContaining('let one happen') as string,
		});
	});
});

test('Beside prints a quiet poll asks for no spools, and each quarter of an hour in one request', async () => {
	const inventory = '/v1/design-user-service/my/filament/v2 0';
	const trigger = await published({ events: ['filamentLow', 'messageReceived'] });
	const before = cloud().requests().length;
	for (let minute = 0; minute < 31; minute++) {
		await trigger.tick();
		passInCloud(60);
	}
	const asked = requested(cloud(), before);
	expect(asked.filter((path) => path === inventory)).toHaveLength(2);
	// All lists of messages are read each quarter of an hour, too.
	const lists = asked.filter((path) => path.startsWith('/v1/user-service/my/messages'));
	expect(lists).toHaveLength(2 * 6);
	expect(asked).toHaveLength(31 + 2 + lists.length);
});
