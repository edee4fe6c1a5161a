import { readCredentials, storedSession } from '../../../nodes/BambuLab/cloud/session/credentials';
import type { SimulatedCloud } from '../../cloud';
import { credentialFor } from '../../support/cloud';
import type { StoredCredential } from '../../support/engine';
import { control } from './publishing';

export const account = 'maker@example.com';
const day = 24 * 3600;

export async function tokenOf(cloud: SimulatedCloud, days: number): Promise<string> {
	const issued = { account, seconds: days * day };
	return (await control<{ accessToken: string }>(cloud, 'POST /tokens', issued)).accessToken;
}

/** Signs the credential in as a verification code does, for so many days. */
export async function signIn(
	cloud: SimulatedCloud,
	credential: StoredCredential,
	days: number,
): Promise<void> {
	const token = await tokenOf(cloud, days);
	const now = Date.now();
	const session = { token, refreshToken: token, since: now, expiresAt: now + days * day * 1000 };
	const stored = storedSession(readCredentials(credential.data), session);
	credential.save(Object.assign(credential.data, stored));
}

export async function signedIn(cloud: SimulatedCloud, days: number): Promise<StoredCredential> {
	const credential = credentialFor(cloud, { authentication: 'verificationCode', account });
	await signIn(cloud, credential, days);
	return credential;
}

/** A pasted token that tells its own end, as those of Bambu Lab once did. */
export function jwt(days: number): string {
	const exp = Math.ceil(Date.now() / 1000) + days * day;
	const part = (claims: object) => Buffer.from(JSON.stringify(claims)).toString('base64url');
	return `${part({ alg: 'none' })}.${part({ exp })}.signature`;
}

export function pasted(cloud: SimulatedCloud, accessToken: string): StoredCredential {
	return credentialFor(cloud, { authentication: 'accessToken', accessToken });
}
