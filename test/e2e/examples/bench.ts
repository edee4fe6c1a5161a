import { fillIn, readExample } from '../../../sandbox/example';
import { filesFolder } from '../../../sandbox/n8n';
import type {
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { CloudOptions } from '../../cloud';
import type { Print } from '../../cloud/world/types';
import type { PrintInput } from '../../cloud/world/world';
import { StandIns } from '../standIns';
import { useClockedLab } from '../support/clockedLab';
import { Lab } from '../support/lab';
import { polls } from '../support/triggers';
import { credentialsOf } from '../support/workflows';
import { allExecutions, expectSuccess } from './steps';

/** The kind of credential that a node of the examples asks for. */
const credentialTypes: Record<string, string> = {
	'n8n-nodes-base.slack': 'slackApi',
	'n8n-nodes-base.googleSheets': 'googleSheetsOAuth2Api',
	'n8n-nodes-base.emailSend': 'smtp',
	'n8n-nodes-base.telegram': 'telegramApi',
	'n8n-nodes-base.discord': 'discordWebhookApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

type EndedPrint = PrintInput & { outcome: 'finished' | 'failed' };

export interface ExampleBench {
	lab: () => Lab;
	standIns: () => StandIns;
	/** Imports an example, does what its note asks its user to do, and returns the workflow's id. */
	importExample: (name: string, changes?: Changes) => Promise<string>;
	/** Lets a print end while a workflow is published, and waits until it has dealt with it. */
	endAPrint: (workflowId: string, input: EndedPrint) => Promise<Print>;
	/** Puts n8n's clock forward. */
	passMinutes: (minutes: number) => void;
}

export interface BenchOptions {
	cloud?: CloudOptions;
	/** Whether the simulated cloud goes by n8n's clock. */
	movesCloud?: boolean;
	/** More settings for n8n. */
	env?: Record<string, string>;
}

/** Parameters to fill in, by the names of the nodes. */
export type Changes = Record<string, Record<string, unknown>>;

/**
 * A lab whose n8n reaches nothing but the simulated cloud and the stand-ins. A test in which n8n asked
 * for anything else, or for something that the real service would refuse, fails.
 */
export function useExampleBench({ env = {}, ...options }: BenchOptions = {}): ExampleBench {
	let standIns: StandIns | undefined;
	const credentials = new Map<string, StoredCredential>();
	const running = () => {
		if (standIns === undefined) throw new Error('The stand-ins run during tests only');
		return standIns;
	};
	beforeAll(async () => {
		standIns = await StandIns.start();
	});
	afterAll(async () => {
		await standIns?.stop();
	});
	const { lab, passMinutes } = useClockedLab(async (clock) => {
		const cloud = {
			mqttPort: 0,
			mqttsPort: 0,
			...options.cloud,
			...(options.movesCloud && { now: () => clock.now() }),
		};
		const settings = { ...running().environment(), ...clock.environment(), ...env };
		return await Lab.start({ cloud, env: { GENERIC_TIMEZONE: 'UTC', ...settings } });
	});

	beforeAll(async () => {
		for (const secret of running().secrets()) lab().secret(secret);
		for (const [type, data] of Object.entries(running().credentials())) {
			credentials.set(type, await lab().rest.createCredential({ name: type, type, data }));
		}
	});
	afterEach(() => {
		expect(running().takeComplaints()).toEqual([]);
	});

	const filledIn = (node: WorkflowNode, changes: Changes): WorkflowNode => {
		const parameters = { ...node.parameters, ...changes[node.name] };
		const byAccount = parameters.authentication === 'serviceAccount';
		const credential = credentials.get(
			byAccount ? 'googleApi' : (credentialTypes[node.type] ?? ''),
		);
		return {
			...node,
			...(credential && { credentials: credentialsOf(credential) }),
			parameters,
		};
	};

	const importExample = async (name: string, changes: Changes = {}): Promise<string> => {
		const { credential, userFolder } = lab();
		const example: WorkflowDefinition = fillIn(readExample(name), {
			credential,
			filesFolder: filesFolder(userFolder),
		});
		const unknown = Object.keys(changes).filter(
			(node) => !example.nodes.some((each) => each.name === node),
		);
		expect(unknown).toEqual([]);
		const nodes = example.nodes.map((node) => filledIn(node, changes));
		return (await lab().rest.createWorkflow({ ...example, nodes })).id;
	};

	const endAPrint = async (workflowId: string, input: EndedPrint): Promise<Print> =>
		await publishForAPrint(lab(), workflowId, input);

	return { lab, standIns: running, importExample, endAPrint, passMinutes };
}

/** Publishes a workflow that waits for prints, lets one end, and waits until it has dealt with it. */
async function publishForAPrint(lab: Lab, workflowId: string, input: EndedPrint): Promise<Print> {
	const { rest, cloud } = lab;
	const before = (await rest.listExecutions({ workflowId })).length;
	await rest.publish(workflowId);
	await polls(lab, 1);
	const print = cloud.world.startPrint({ seconds: 3600, fillSeconds: 0, ...input });
	cloud.world.endPrint(print, input.outcome);
	const execution = await waitFor(
		async () => {
			const [newest, ...earlier] = await allExecutions(lab, workflowId);
			return earlier.length === before && newest?.stoppedAt ? newest : undefined;
		},
		{ what: 'the workflow to run', timeoutMs: 60_000 },
	);
	expectSuccess(execution);
	await rest.unpublish(workflowId);
	return print;
}
