import { waitFor } from '../../sandbox/wait';
import type { LiveFigures } from '../support/reliability';
import { saveArtifact } from './support/artifacts';
import { useLab } from './support/lab';
import { brokerOf, localSignIn, mqttCredential, ofPrinters, publishLive } from './support/live';
import { fired } from './support/triggers';
import { outputOf } from './support/workflows';

/*
 * n8n's own MQTT Trigger on the broker of the simulated cloud, then Read Live Report: what comes through of what
 * printers tell.
 */

const lab = useLab({ cloud: { mqttPort: 0, mqttsPort: 0 } });

async function happen(name: string, happening: string, more: object = {}): Promise<void> {
	await lab().control(`/live/${name}`, { happening, ...more });
}

/** What the workflow told, whichever execution did. */
async function told(id: string): Promise<string[]> {
	const executions = await fired(lab(), id);
	expect(executions.filter(({ status }) => status !== 'success')).toEqual([]);
	return executions
		.reverse()
		.flatMap((execution) => outputOf(execution, 'Next'))
		.map(({ event }) => String(event));
}

async function executed(id: string, count: number): Promise<void> {
	await waitFor(
		async () => {
			const executions = await lab().rest.listExecutions({ workflowId: id });
			return executions.filter(({ stoppedAt }) => stoppedAt).length >= count;
		},
		{ what: `${count} executions`, timeoutMs: 60_000 },
	);
}

/** How often each stands in a list. */
function counted(names: string[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
	return counts;
}

const rows: LiveFigures['rows'] = [];

/** Holds what was told against what happened, and keeps both for the page. */
function account(what: string, reports: number, happened: string[], heard: string[]): void {
	const [wanted, given] = [counted(happened), counted(heard)];
	const excess = (of: Map<string, number>, than: Map<string, number>) =>
		[...of].reduce((sum, [name, times]) => sum + Math.max(0, times - (than.get(name) ?? 0)), 0);
	const lost = excess(wanted, given);
	const repeated = excess(given, wanted);
	rows.push({ what, reports, happenings: happened.length, lost, repeated });
	expect(heard.sort()).toEqual(happened.sort());
}

afterAll(() => {
	const date = new Date().toISOString().slice(0, 10);
	const figures: LiveFigures = { run: 'live', date, rows };
	saveArtifact('liveReports', 'figures.json', JSON.stringify(figures));
});

// n8n takes an option that is not set for one that is off, whatever the editor shows.
const parallelProcessing = true;

test.each([
	['Workshop', 'what has changed', { jsonParseBody: true, parallelProcessing }],
	['Workshop', 'what has changed, without Parallel Processing', { parallelProcessing: false }],
	['Desk', 'everything each time', { parallelProcessing }],
	['Desk', 'everything each time, without Parallel Processing', { parallelProcessing: false }],
])('%s tells %s: each thing that happens comes out once', async (name, how, options) => {
	const credential = await mqttCredential(lab(), brokerOf(lab()).tlsUrl, localSignIn(lab(), name));
	const id = await publishLive(lab(), name, credential, options);
	let reports = 0;
	const happened: string[] = [];
	// n8n keeps no order of what comes within some milliseconds; printers take longer for such steps.
	const step = async (happening: string, more: object, count: number, ...events: string[]) => {
		await happen(name, happening, more);
		happened.push(...events);
		await executed(id, (reports += count));
	};
	const job = (number: number) => ({
		layers: 100,
		taskId: `8120008${String(number).padStart(2, '0')}`,
	});
	const cancelReports = name === 'Desk' ? 1 : 3;
	await step('reconnect', {}, 2);
	await step('start', job(1), 1, 'printStarted');
	await step('layer', { layer: 2 }, 1, 'firstLayerDone');
	await step('tick', { times: 10 }, 10);
	await step('runOut', {}, 1, 'filamentRanOut', 'printPaused');
	await step('resume', {}, 1, 'printResumed', 'errorCleared', 'errorCleared');
	await step('layer', { layer: 40 }, 1, 'progressReached', 'layerReached');
	await step('pause', {}, 1, 'printPaused');
	await step('tick', { times: 5 }, 5);
	await step('resume', {}, 1, 'printResumed');
	await step('raise', { code: '0300_A700_0003_0001' }, 1, 'errorRaised');
	await step('clear', {}, 1, 'errorCleared');
	await step('cancel', {}, cancelReports, 'printCancelled');
	await step('start', job(2), 1, 'printStarted');
	await step('fail', {}, 1, 'printFailed', 'errorRaised');
	await step('start', job(3), 1, 'printStarted', 'errorCleared');
	const passed = ['firstLayerDone', 'progressReached', 'layerReached'];
	await step('layer', { layer: 99 }, 1, ...passed);
	await step('finish', {}, 1, 'printFinished');
	await step('start', job(4), 1, 'printStarted');
	await step('restart', {}, 2, 'printEndedUnknown');
	await lab().rest.unpublish(id);
	account(`${how}${name === 'Desk' ? ' (X1)' : ' (P1)'}`, reports, happened, await told(id));
});

test('a restart of n8n in the middle of a print repeats nothing, and goes on', async () => {
	const broker = brokerOf(lab());
	const credential = await mqttCredential(lab(), broker.url, localSignIn(lab(), 'Workshop'));
	const id = await publishLive(lab(), 'Workshop', credential);
	await happen('Workshop', 'reconnect');
	await executed(id, 2);
	await happen('Workshop', 'start', { layers: 100, taskId: '812000777' });
	await executed(id, 3);
	const before = broker.connections.length;
	await lab().stopN8n();
	await lab().startN8n();
	await waitFor(async () => await Promise.resolve(broker.connections.length > before), {
		what: 'n8n to listen again',
		timeoutMs: 60_000,
	});
	await happen('Workshop', 'layer', { layer: 50 });
	await executed(id, 4);
	await happen('Workshop', 'finish');
	await executed(id, 5);
	await lab().rest.unpublish(id);
	const passed = ['firstLayerDone', 'progressReached', 'layerReached'];
	const happened = ['printStarted', ...passed, 'printFinished'];
	account('what has changed (P1), n8n restarted in a print', 5, happened, await told(id));
});

test.each(['Workshop', 'Desk'])(
	'%s tells of its AMS, and that it goes and comes back',
	async (name) => {
		const broker = brokerOf(lab());
		const credential = await mqttCredential(lab(), broker.url, localSignIn(lab(), name));
		const options = { parallelProcessing };
		const id = await publishLive(lab(), name, credential, options, ofPrinters);
		const steps: Array<[happening: string, more: object, reports: number]> = [
			['reconnect', {}, 2],
			['humidity', { level: 4 }, 1],
			['drying', { minutes: 480 }, 1],
			['drying', { minutes: 0 }, 1],
			['humidity', { level: 2 }, 1],
			['disconnect', {}, 1],
		];
		let reports = 0;
		for (const [happening, more, count] of steps) {
			await happen(name, happening, more);
			await executed(id, (reports += count));
		}
		await lab().rest.unpublish(id);
		account(`the AMS, and the printer itself (${name})`, reports, [...ofPrinters], await told(id));
	},
);
