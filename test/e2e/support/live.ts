import type { StoredCredential } from '../../../sandbox/restTypes';
import { findAccount } from '../../cloud/signIn/accounts';
import type { LiveBroker } from '../../cloud/live/broker';
import type { Printer } from '../../cloud/world/types';
import type { Lab } from './lab';
import { chain, credentialsOf, nodeTypes, type Node } from './workflows';

/** Besides this nothing is kept of a workflow but what happened. */
const events = [
	...['printStarted', 'printPaused', 'printResumed', 'filamentRanOut', 'errorRaised'],
	...['errorCleared', 'printCancelled', 'printFailed', 'printFinished', 'printEndedUnknown'],
	...['firstLayerDone', 'layerReached', 'progressReached'],
];

export function brokerOf({ cloud }: Lab): LiveBroker {
	if (cloud.broker === undefined) throw new Error('The broker does not run');
	return cloud.broker;
}

export function printerOf({ cloud }: Lab, name: string): Printer {
	const found = cloud.world.printers.find((one) => one.name === name);
	if (found === undefined) throw new Error(`There is no printer ${name}`);
	return found;
}

interface SignIn {
	username: string;
	password: string;
}

/** As the guide says: the printer's own broker. */
export function localSignIn(lab: Lab, name: string): SignIn {
	return { username: 'bblp', password: printerOf(lab, name).accessCode.trim() };
}

/** A token of the account, as the cloud's broker takes it. */
export async function cloudSignIn(lab: Lab): Promise<SignIn> {
	const password = await lab.issueToken('maker@example.com');
	return { username: `u_${findAccount('maker@example.com')?.uid}`, password };
}

export async function mqttCredential(
	{ rest }: Lab,
	url: string,
	signIn: SignIn,
	name = 'MQTT of a test',
): Promise<StoredCredential> {
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
	return await rest.createCredential({ name, type: 'mqtt', data });
}

function mqttTrigger(
	lab: Lab,
	name: string,
	credential: StoredCredential,
	options: object = {},
): Node {
	return {
		name: 'MQTT Trigger',
		type: 'n8n-nodes-base.mqttTrigger',
		parameters: { topics: `device/${printerOf(lab, name).serial}/report`, options },
		credentials: credentialsOf(credential),
	};
}

/** What a printer tells beside its prints. */
export const ofPrinters = ['amsDryingFinished', 'amsHumid', 'printerBack', 'printerGone'];

/** MQTT Trigger, Read Live Report for what happened, and a node "Next". */
export async function publishLive(
	lab: Lab,
	name: string,
	credential: StoredCredential,
	options: object = {},
	wanted: string[] = events,
): Promise<string> {
	const { id } = await lab.rest.createWorkflow(
		chain(`Live reports of ${name}`, [
			mqttTrigger(lab, name, credential, options),
			{
				name: 'Bambu Lab',
				type: nodeTypes.action,
				parameters: {
					resource: 'device',
					operation: 'readLiveReport',
					report: '={{ $json }}',
					return: 'happenings',
					events: wanted,
					options: { layerStep: 30 },
				},
			},
			{ name: 'Next', type: 'n8n-nodes-base.noOp' },
		]),
	);
	await lab.rest.publish(id);
	return id;
}
