import { fillIn, readExample } from '../../../sandbox/example';
import { filesFolder } from '../../../sandbox/n8n';
import type {
	Execution,
	StoredCredential,
	WorkflowDefinition,
	WorkflowNode,
} from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import { StandIns } from '../standIns';
import { type Lab, useLab } from './lab';
import { credentialsOf } from './workflows';

/** The kind of credential that a node of the examples asks for. */
const credentialTypes: Record<string, string> = {
	'n8n-nodes-base.slack': 'slackApi',
	'n8n-nodes-base.googleSheets': 'googleApi',
	'n8n-nodes-base.emailSend': 'smtp',
	'n8n-nodes-base.telegram': 'telegramApi',
	'n8n-nodes-base.discord': 'discordWebhookApi',
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': 'openAiApi',
};

/** Parameters to fill in, by the names of the nodes. */
export type Changes = Record<string, Record<string, unknown>>;

/**
 * A lab whose n8n reaches nothing but the simulated cloud and the stand-ins. A test in which n8n asked
 * for anything else, or for something that the real service would refuse, fails.
 */
export function useExampleBench() {
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
	const lab = useLab(() => ({ env: running().environment() }));

	beforeAll(async () => {
		for (const [type, data] of Object.entries(running().credentials())) {
			credentials.set(type, await lab().rest.createCredential({ name: type, type, data }));
		}
	});
	afterEach(() => {
		expect(running().complaints()).toEqual([]);
	});

	const filledIn = (node: WorkflowNode, changes: Changes): WorkflowNode => {
		const credential = credentials.get(credentialTypes[node.type] ?? '');
		return {
			...node,
			...(credential && { credentials: credentialsOf(credential) }),
			parameters: { ...node.parameters, ...changes[node.name] },
		};
	};

	/** Imports an example, and does what its note asks its user to do. */
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

	return { lab, standIns: running, importExample };
}

/** @throws Error with n8n's words when an execution failed. */
export function expectSuccess({ status, data }: Execution): void {
	const { error, lastNodeExecuted } = data.resultData;
	expect({ status, node: error && lastNodeExecuted, message: error?.message }).toEqual({
		status: 'success',
	});
}

/** The address of the form that a published workflow begins with. */
export async function formUrl({ rest, url }: Lab, workflowId: string): Promise<string> {
	const { nodes } = await rest.getWorkflow(workflowId);
	const form = nodes.find(({ type }) => type === 'n8n-nodes-base.formTrigger');
	return `${url}/form/${form?.webhookId}`;
}

/** What a chat trigger gives when somebody writes into n8n's chat. */
export function chatMessage(chatInput: string): unknown {
	const json = { action: 'sendMessage', sessionId: 'chat-of-the-tests', chatInput };
	return {
		startTime: 0,
		executionIndex: 0,
		executionTime: 0,
		executionStatus: 'success',
		source: [],
		data: { main: [[{ json }]] },
	};
}

/** Every execution of a workflow, once all of them have ended. */
export async function allExecutions({ rest }: Lab, workflowId: string): Promise<Execution[]> {
	const all = await rest.listExecutions({ workflowId });
	return await Promise.all(all.map(async ({ id }) => await rest.getExecution(id)));
}

/** Waits for the next request that triggers send. */
export async function nextRequest(lab: Lab, methodAndPath: string): Promise<void> {
	const before = lab.requests(methodAndPath).length;
	await waitFor(async () => lab.requests(methodAndPath).length > before, {
		what: methodAndPath,
		timeoutMs: 30_000,
	});
}

/** The bytes behind the address that the cloud gives for a print's picture. */
export async function coverOf(lab: Lab, taskId: number): Promise<Buffer> {
	const token = await lab.issueToken('maker@example.com');
	const task = await fetch(`${lab.cloud.apiUrl}/v1/user-service/my/task/${taskId}`, {
		headers: { authorization: `Bearer ${token}` },
	});
	const { cover } = (await task.json()) as { cover: string };
	return Buffer.from(await (await fetch(cover)).arrayBuffer());
}

/** A credential whose session, made with a verification code, ends in so many days. */
export async function signInForDays(lab: Lab, days: number): Promise<StoredCredential> {
	const account = 'code@example.com';
	await lab.control('/settings', { tokenSeconds: days * 86_400 });
	const credential = await lab.createCredential('By e-mailed code', {
		authentication: 'verificationCode',
		account,
		password: '',
	});
	await lab.rest.testCredential(credential.id);
	const { name, type, data } = await lab.rest.getCredential(credential.id);
	const verificationCode = await lab.inbox(account);
	await lab.rest.updateCredential(credential.id, {
		name,
		type,
		data: { ...data, verificationCode },
	});
	expect(await lab.rest.testCredential(credential.id)).toMatchObject({ status: 'OK' });
	return credential;
}

/** Chooses another credential in our nodes of a workflow. */
export async function useCredential(
	{ rest }: Lab,
	workflowId: string,
	credential: StoredCredential,
): Promise<void> {
	const { nodes } = await rest.getWorkflow(workflowId);
	await rest.updateWorkflow(workflowId, {
		nodes: nodes.map((node) =>
			node.type.startsWith('n8n-nodes-bambulab-cloud.')
				? { ...node, credentials: credentialsOf(credential) }
				: node,
		),
	});
}
