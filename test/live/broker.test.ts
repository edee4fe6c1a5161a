import mqtt from 'mqtt';
import type { IDataObject } from 'n8n-workflow';

import type { SimulatedCloud } from '../cloud';
import { runOperation } from '../support/bambuLab';
import { control, useCloud } from '../support/cloud';

/*
 * From a simulated printer through a real broker into the operation, with what n8n's MQTT Trigger makes of it: the
 * message as text beside its topic, one execution for each.
 */

const cloud = useCloud({ mqttPort: 0, printers: 30 });

interface Heard {
	items: IDataObject[];
	stop: () => Promise<void>;
	/** Until so many reports were read. */
	until: (count: number) => Promise<void>;
}

async function listenTo({ broker, world }: SimulatedCloud, serial: string): Promise<Heard> {
	const printer = world.printers.find((one) => one.serial === serial);
	const client = await mqtt.connectAsync(broker?.url ?? '', {
		username: 'bblp',
		password: printer?.accessCode.trim() ?? '',
		reconnectPeriod: 0,
	});
	const items: IDataObject[] = [];
	const executions: Array<Promise<unknown>> = [];
	let wake: (() => void) | undefined;
	client.on('message', (topic, payload) => {
		const item = { json: { topic, message: payload.toString() } };
		const parameters = {
			return: 'happenings',
			events: [
				'printStarted',
				'printPaused',
				'filamentRanOut',
				'printResumed',
				'errorRaised',
				'errorCleared',
				'printCancelled',
				'printFailed',
				'printEndedUnknown',
				'printFinished',
				'firstLayerDone',
				'progressReached',
				'layerReached',
				'amsDryingFinished',
				'amsHumid',
				'printerGone',
				'printerBack',
			],
			options: { progressStep: 50, layerStep: 50 },
		};
		const run = runOperation('device:readLiveReport', parameters, { items: [item] });
		executions.push(run.then(({ items: told }) => items.push(...told.map(({ json }) => json))));
		wake?.();
	});
	await client.subscribeAsync(`device/${printer?.serial}/report`);
	return {
		items,
		stop: async () => await client.endAsync(true),
		until: async (count) => {
			while (executions.length < count) await new Promise<void>((resolve) => (wake = resolve));
			await Promise.all(executions);
		},
	};
}

test.each([
	// A printer of the P1 series needs three reports for a cancel, the others a single one.
	['P1S', 3],
	['X1 Carbon', 1],
	['H2D', 1],
	['P2S', 1],
])('a %s: each thing is told once, in its order', async (product, ofCancel) => {
	const { serial = '' } = cloud().world.printers.find((one) => one.product === product) ?? {};
	const heard = await listenTo(cloud(), serial);
	const happen = async (happening: string, more: object = {}) =>
		await control(cloud(), `/live/${serial}`, { happening, ...more });
	const reports = 1 + 1 + 2 + 5 + 1 + 1 + 20 + 1 + 1 + 1 + 1 + ofCancel + 1 + 2;
	await happen('tick');
	await happen('disconnect');
	await happen('reconnect');
	await happen('humidity', { level: 4 });
	await happen('drying', { minutes: 480 });
	await happen('drying', { minutes: 0 });
	await happen('humidity', { level: 2 });
	await happen('prepare', { layers: 100 });
	await happen('start', { layers: 100 });
	await happen('layer', { layer: 2 });
	await happen('layer', { layer: 51 });
	await happen('tick', { times: 20 });
	await happen('runOut');
	await happen('resume');
	await happen('raise', { code: '0300_A700_0003_0001' });
	await happen('clear');
	await happen('cancel');
	await heard.until(reports + 1 - 3);
	await happen('start', { taskId: '812000456' });
	await happen('restart');
	await heard.until(reports + 1);
	await heard.stop();
	expect(heard.items.map(({ event }) => event)).toEqual([
		'printerGone',
		'printerBack',
		'amsDryingFinished',
		'amsHumid',
		'printStarted',
		'firstLayerDone',
		'layerReached',
		'progressReached',
		'printPaused',
		'filamentRanOut',
		'printResumed',
		'errorCleared',
		'errorCleared',
		'errorRaised',
		'errorCleared',
		'printCancelled',
		'printStarted',
		'printEndedUnknown',
	]);
	expect(new Set(heard.items.map(({ eventId }) => eventId)).size).toBe(heard.items.length);
});
