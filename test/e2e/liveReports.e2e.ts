import type { StoredCredential } from '../../sandbox/restTypes';
import { waitFor } from '../../sandbox/wait';
import { findAccount } from '../cloud/signIn/accounts';
import { useLab } from './support/lab';
import { fired } from './support/triggers';
import { chain, credentialsOf, nodeTypes, outputOf } from './support/workflows';

/*
 * n8n's own MQTT Trigger on the broker of the simulated cloud, then Read Live Report: what comes through of what
 * printers tell, and what n8n does when the broker refuses its password.
 */

const lab = useLab({ cloud: { mqttPort: 0, mqttsPort: 0 } });

/** Besides this nothing is kept of a workflow but what happened. */
const events = [
	...[
		'printStarted',
		'printPaused',
		'printResumed',
		'filamentRanOut',
		'errorRaised',
		'errorCleared',
	],
	...['printCancelled', 'printFailed', 'printFinished', 'firstLayerDone'],
];

function broker() {
	const { broker: running } = lab().cloud;
	if (running === undefined) throw new Error('The broker does not run');
	return running;
}

async function mqttCredential(url: string, signIn: object): Promise<StoredCredential> {
	const { protocol, hostname, port } = new URL(url);
	const data = {
		protocol: protocol.replace(':', ''),
		host: hostname,
		port: Number(port),
		clean: true,
		clientId: '',
		// As the guide says.
		...(protocol === 'mqtts:' ? { ssl: true, passwordless: true, rejectUnauthorized: false } : {}),
		...signIn,
	};
	return await lab().rest.createCredential({ name: 'MQTT of a test', type: 'mqtt', data });
}

function printer(name: string) {
	const found = lab().cloud.world.printers.find((one) => one.name === name);
	if (found === undefined) throw new Error(`There is no printer ${name}`);
	return found;
}

async function publish(
	name: string,
	credential: StoredCredential,
	options: object = {},
): Promise<string> {
	const { serial } = printer(name);
	const { id } = await lab().rest.createWorkflow(
		chain(`Live reports of ${name}`, [
			{
				name: 'MQTT Trigger',
				type: 'n8n-nodes-base.mqttTrigger',
				parameters: { topics: `device/${serial}/report`, options },
				credentials: credentialsOf(credential),
			},
			{
				name: 'Bambu Lab',
				type: nodeTypes.action,
				parameters: {
					resource: 'device',
					operation: 'readLiveReport',
					report: '={{ $json }}',
					return: 'happenings',
					events,
				},
			},
			{ name: 'Next', type: 'n8n-nodes-base.noOp' },
		]),
	);
	await lab().rest.publish(id);
	return id;
}

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
	await waitFor(async () => (await fired(lab(), id)).length >= count, {
		what: `${count} executions`,
		timeoutMs: 60_000,
		intervalMs: 500,
	});
}

const localSignIn = (name: string) => ({
	username: 'bblp',
	password: printer(name).accessCode.trim(),
});

test.each([
	['Workshop', 'which says what has changed', { jsonParseBody: true }],
	['Workshop', 'one after the other', { jsonParseBody: true, parallelProcessing: false }],
	['Desk', 'which says everything each time', {}],
])('%s, %s: each thing that happens comes out once', async (name, _how, options) => {
	const credential = await mqttCredential(broker().tlsUrl, localSignIn(name));
	const id = await publish(name, credential, options);
	await happen(name, 'reconnect');
	await executed(id, 2);
	const steps: Array<[happening: string, reports: number, more?: object]> = [
		['start', 1, { layers: 100 }],
		['layer', 1, { layer: 2 }],
		['tick', 10, { times: 10 }],
		['runOut', 1],
		['resume', 1],
		['cancel', name === 'Desk' ? 1 : 3],
	];
	let reports = 2;
	for (const [happening, more, input] of steps) {
		await happen(name, happening, input);
		// n8n keeps no order of what comes within some milliseconds; printers take longer for such steps.
		await executed(id, (reports += more));
	}
	await lab().rest.unpublish(id);
	expect((await told(id)).sort()).toEqual(
		[
			...['printStarted', 'firstLayerDone', 'filamentRanOut', 'printPaused', 'printResumed'],
			...['errorCleared', 'errorCleared', 'printCancelled'],
		].sort(),
	);
});

test('a restart of n8n in the middle of a print repeats nothing, and goes on', async () => {
	const id = await publish('Workshop', await mqttCredential(broker().url, localSignIn('Workshop')));
	await happen('Workshop', 'reconnect');
	await executed(id, 2);
	await happen('Workshop', 'start', { layers: 100, taskId: '812000777' });
	await executed(id, 3);
	const before = broker().connections.length;
	await lab().stopN8n();
	await lab().startN8n();
	await waitFor(async () => await Promise.resolve(broker().connections.length > before), {
		what: 'n8n to listen again',
		timeoutMs: 60_000,
	});
	await happen('Workshop', 'layer', { layer: 50 });
	await executed(id, 4);
	await happen('Workshop', 'finish');
	await executed(id, 5);
	await lab().rest.unpublish(id);
	expect(await told(id)).toEqual(['printStarted', 'firstLayerDone', 'printFinished']);
});

test('a token that dies: n8n connects again and again, and shows nothing', async () => {
	const token = await lab().issueToken('maker@example.com');
	const signIn = { username: `u_${findAccount('maker@example.com')?.uid}`, password: token };
	const id = await publish('Workshop', await mqttCredential(broker().tlsUrl, signIn));
	await lab().control('/tokens/revoke', {});
	const before = broker().connections.length;
	await lab().control('/broker/cut', {});
	const refused = () =>
		broker()
			.connections.slice(before)
			.filter(({ accepted }) => !accepted);
	// What an account is banned for is one a minute.
	await waitFor(async () => await Promise.resolve(refused().length >= 10), {
		what: 'n8n to be refused ten times',
		timeoutMs: 60_000,
	});
	const times = refused().map(({ at }) => at);
	const perMinute = (60_000 * (times.length - 1)) / ((times.at(-1) ?? 0) - (times[0] ?? 0));
	expect(perMinute).toBeGreaterThan(20);
	expect((await lab().rest.publicationStatus(id)).status).toBe('published');
	expect(await fired(lab(), id)).toEqual([]);
	await lab().rest.unpublish(id);
	const last = broker().connections.length;
	await waitFor(
		async () => await Promise.resolve(Date.now() - (broker().connections.at(-1)?.at ?? 0) > 5000),
		{ what: 'n8n to leave the broker alone', timeoutMs: 60_000 },
	);
	expect(broker().connections.length - last).toBeLessThanOrEqual(1);
});
