/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { exampleNames, fillIn, type Filling, readExample } from './example';
import type { N8nRest } from './rest';
import { RestError } from './restConnection';
import type { Owner, StoredCredential, StoredWorkflow } from './restTypes';
import { UserProblem } from './say';

const CREDENTIAL = { type: 'bambuLabCloudApi', name: 'Simulated Bambu Lab account' };

/**
 * The owner of the n8n in a user folder. With a real account in it the password is a secret of its
 * own, since other users of this machine can reach n8n too.
 */
export function ownerOf(userFolder: string, real: boolean): Owner {
	const person = { email: 'owner@example.com', firstName: 'Bench', lastName: 'Owner' };
	return { ...person, password: real ? secretIn(userFolder) : 'Print-more-benchies-1' };
}

function secretIn(userFolder: string): string {
	const file = join(userFolder, 'n8n-password');
	try {
		return readFileSync(file, 'utf8').trim();
	} catch {
		const secret = `Aa1-${randomBytes(12).toString('base64url')}`;
		writeFileSync(file, secret, { mode: 0o600 });
		return secret;
	}
}

export async function signIn(rest: N8nRest, owner: Owner): Promise<void> {
	try {
		await rest.signIn(owner);
	} catch (error) {
		if (!(error instanceof RestError) || error.status !== 401) throw error;
		throw new UserProblem(
			`n8n no longer takes the password of ${owner.email}, so it has been changed in the editor. ` +
				'Change it back, or start over with: npm start -- --fresh',
		);
	}
}

/** The credential for the simulated cloud, made once; later it only follows the cloud's address. */
export async function ensureCredential(rest: N8nRest, cloudUrl: string): Promise<StoredCredential> {
	const address = { apiUrl: cloudUrl, webUrl: cloudUrl };
	const all = await rest.listCredentials();
	const kept = all.find(({ type, name }) => type === CREDENTIAL.type && name === CREDENTIAL.name);
	if (!kept) {
		const account = { account: 'maker@example.com', password: 'print-more-benchies' };
		const data = { region: 'custom', ...address, authentication: 'password', ...account };
		return await rest.createCredential({ ...CREDENTIAL, data });
	}
	const { data } = await rest.getCredential(kept.id);
	if (data.apiUrl === cloudUrl && data.webUrl === cloudUrl) return kept;
	return await rest.updateCredential(kept.id, { ...CREDENTIAL, data: { ...data, ...address } });
}

const MQTT_CREDENTIAL = { type: 'mqtt', name: 'Simulated printer' };

/** For the broker of a simulated printer, as the guide says; at each start with its address and access code. */
export async function ensureMqttCredential(
	rest: N8nRest,
	brokerUrl: string,
	accessCode: string,
): Promise<StoredCredential> {
	const { protocol, hostname, port } = new URL(brokerUrl);
	const data = {
		...{ protocol: protocol.replace(':', ''), host: hostname, port: Number(port) },
		...{ username: 'bblp', password: accessCode.trim(), clean: true, clientId: '', ssl: false },
	};
	const { type, name } = MQTT_CREDENTIAL;
	const all = await rest.listCredentials();
	const kept = all.find((own) => own.type === type && own.name === name);
	return kept === undefined
		? await rest.createCredential({ ...MQTT_CREDENTIAL, data })
		: await rest.updateCredential(kept.id, { ...MQTT_CREDENTIAL, data });
}

/** An example as a workflow in n8n. One that is there already stays as the user left it. */
export async function ensureWorkflow(
	rest: N8nRest,
	example: string,
	filling: Filling,
): Promise<StoredWorkflow> {
	const definition = readExample(example);
	const kept = (await rest.listWorkflows()).find(({ name }) => name === definition.name);
	return kept ?? (await rest.createWorkflow(fillIn(definition, filling)));
}

/** All examples, as `ensureWorkflow` does it; none is switched on. */
export async function ensureWorkflows(rest: N8nRest, filling: Filling): Promise<void> {
	for (const example of exampleNames()) await ensureWorkflow(rest, example, filling);
}

/** Publishes a workflow unless its triggers run already. */
export async function ensurePublished(
	rest: N8nRest,
	id: string,
	signal?: AbortSignal,
): Promise<void> {
	const { status } = await rest.publicationStatus(id);
	if (status !== 'published') await rest.publish(id, signal);
}
