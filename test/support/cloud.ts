import { forgetSignIns } from './forget';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import type { CloudOptions, SimulatedCloud } from '../cloud';
import { startCloud } from '../cloud';
import { StoredCredential } from './storedCredential';

/**
 * A simulated cloud for all tests of the file or the describe block: started before them, reset
 * after each, stopped at the end. A test in which a request or an answer broke the contract fails.
 */
export function useCloud(options?: CloudOptions): () => SimulatedCloud {
	let cloud: SimulatedCloud | undefined;
	const running = () => {
		if (cloud === undefined) throw new Error('The simulated cloud runs during tests only');
		return cloud;
	};
	beforeAll(async () => {
		cloud = await startCloud(options);
	});
	afterEach(() => {
		const violations = running().violations();
		running().reset();
		forgetSignIns();
		if (violations.length > 0) throw new Error(`Against the contract:\n${violations.join('\n')}`);
	});
	afterAll(async () => {
		await cloud?.stop();
	});
	return running;
}

/** Changes the simulated cloud from outside, as a person or a script would. */
export async function control(
	{ controlUrl }: SimulatedCloud,
	path: string,
	body: unknown,
	method = 'POST',
): Promise<void> {
	const headers = { 'content-type': 'application/json' };
	const answer = await fetch(controlUrl + path, {
		method,
		headers,
		body: JSON.stringify(body),
	});
	if (!answer.ok) throw new Error(`${path}: ${await answer.text()}`);
}

/** A credential for the simulated cloud: maker@example.com with its password, unless changed. */
export function credentialFor(
	{ apiUrl, webUrl }: SimulatedCloud,
	changes: ICredentialDataDecryptedObject = {},
): StoredCredential {
	return new StoredCredential(BambuLabCloudApi, {
		region: 'custom',
		apiUrl,
		webUrl,
		authentication: 'password',
		account: 'maker@example.com',
		password: 'print-more-benchies',
		...changes,
	});
}
