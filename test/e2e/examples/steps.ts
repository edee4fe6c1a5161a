import { readExample } from '../../../sandbox/example';
import type { Execution, StoredCredential } from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { PrintInput } from '../../cloud/world/world';
import type { Lab } from '../support/lab';
import { polls } from '../support/triggers';
import { credentialsOf } from '../support/workflows';

/** @throws Error with n8n's words when an execution failed. */
export function expectSuccess({ status, data }: Execution): void {
	const { error, lastNodeExecuted } = data.resultData;
	expect({ status, node: error && lastNodeExecuted, message: error?.message }).toEqual({
		status: 'success',
	});
}

/** What a workflow says that ended with an error; `undefined` where it did not. */
export function errorOf({ data }: Execution): string | undefined {
	return data.resultData.error?.message;
}

/** The parameters of a node of an example, with some of their text replaced, as a user types over it. */
export function retyped(
	example: string,
	nodeName: string,
	...changes: Array<[from: string, to: string]>
): Record<string, unknown> {
	const node = readExample(example).nodes.find(({ name }) => name === nodeName);
	const text = changes.reduce((before, [from, to]) => {
		if (!before.includes(from)) throw new Error(`"${nodeName}" of ${example} has no ${from}`);
		return before.replaceAll(from, to);
	}, JSON.stringify(node?.parameters));
	return JSON.parse(text) as Record<string, unknown>;
}

/** Publishes a workflow, lets something happen, and waits for the execution that it starts, to its end. */
export async function firedBy(
	lab: Lab,
	workflowId: string,
	happen: () => unknown,
	{ asksSeldom = false } = {},
): Promise<Execution> {
	const known = new Set((await allExecutions(lab, workflowId)).map(({ id }) => id));
	await lab.rest.publish(workflowId);
	if (!asksSeldom) await polls(lab, 1);
	await happen();
	const execution = await waitFor(
		async () => {
			const all = await lab.rest.listExecutions({ workflowId });
			const fresh = all.find(({ id, stoppedAt }) => !known.has(id) && stoppedAt);
			return fresh && (await lab.rest.getExecution(fresh.id));
		},
		{ what: 'the workflow to run', timeoutMs: 90_000 },
	);
	await lab.rest.unpublish(workflowId);
	return execution;
}

/** A print that has run for some minutes and ends now. */
export function endedPrint({ cloud }: Lab, { fields, ...input }: PrintInput, minutes = 60) {
	const startTime = new Date(cloud.world.now() - minutes * 60_000).toISOString();
	const print = cloud.world.startPrint({
		seconds: 36_000,
		fillSeconds: 0,
		...input,
		fields: { startTime, ...fields },
	});
	cloud.world.endPrint(print, input.outcome ?? 'finished');
	return print;
}

/** The filament of a print in the form of the cloud. */
export function filamentIn(slot: number, weight: number, filamentId = 'GFA00', color = '00AE42FF') {
	return {
		...{ ams: slot, amsId: Math.floor(slot / 4), slotId: slot % 4, nozzleId: 0 },
		...{ sourceColor: color, targetColor: color, targetFilamentType: '' },
		...{ filamentId, filamentType: 'PLA', weight },
	};
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

/** n8n takes anything but a browser for a robot. */
const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' };

/** Fills in and sends a published form. */
export async function submitForm(
	url: string,
	fields: Record<string, string | File>,
): Promise<void> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	const answer = await fetch(url, { method: 'POST', headers: browser, body });
	if (!answer.ok) throw new Error(`The form was refused: ${await answer.text()}`);
}

/** Follows the address behind a button of a message. */
export async function pressButton(url: string | undefined): Promise<void> {
	if (url === undefined) throw new Error('There is no such button');
	const answer = await fetch(url, { headers: browser });
	if (!answer.ok) throw new Error(`The button does not work: ${await answer.text()}`);
}
