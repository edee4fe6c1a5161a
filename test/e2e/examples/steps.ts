import type { Execution, StoredCredential } from '../../../sandbox/restTypes';
import type { Lab } from '../support/lab';
import { credentialsOf } from '../support/workflows';

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
