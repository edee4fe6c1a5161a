import { createHash } from 'node:crypto';

import type { IPollFunctions } from 'n8n-workflow';

import { credentialType, readCredentials } from '../cloud/session/credentials';
import { incompleteAnswer } from '../cloud/errors/problem';
import { idFault } from '../cloud/http/request';
import { idText, isObject } from '../cloud/json';
import type { CloudClient, Send } from '../cloud/client';
import { currentToken, fingerprint, hashOf } from '../cloud/session/storedSession';
import { sessionEnd, sessionStatus } from '../output/session';
import type { SeenSession } from './sessionDetector';
import type { AccountMark } from './state';

/**
 * Tells whose events a poll sees. The id of the account outlives its tokens, so it is asked for only
 * when the credential or its session has changed since `known`.
 */
export async function readAccount(
	context: IPollFunctions,
	send: Send,
	known: AccountMark | undefined,
): Promise<AccountMark> {
	const token = await tokenMark(context);
	if (known !== undefined && token !== '' && known.token === token) return known;
	const preferences = await send({
		method: 'GET',
		path: '/v1/design-user-service/my/preference',
	});
	const uid = isObject(preferences) ? idText(preferences.uid) : '';
	if (idFault(uid) !== undefined) throw incompleteAnswer('the id of the account');
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(context) };
}

async function tokenMark(context: IPollFunctions): Promise<string> {
	const credentials = readCredentials(await context.getCredentials(credentialType));
	const { authentication, accessToken, sessionToken } = credentials;
	const token = authentication === 'accessToken' ? accessToken : sessionToken;
	if (token === '') return '';
	// n8n keeps the old session where the user changes the account, so what was typed counts too.
	const mark = `${fingerprint(credentials)} ${token}`;
	return createHash('sha256').update(mark).digest('hex').slice(0, 24);
}

/** The sign-in of the credential, as it stands after a request, without a request of its own. */
export async function readSession(
	{ credentials: read }: CloudClient,
	{ uid }: AccountMark,
	now: number,
): Promise<SeenSession> {
	const credentials = await read();
	const token = currentToken(credentials);
	const { method, account, userId, apiUrl, signedInAt, expiresAt, daysLeft, renewsItself } =
		sessionStatus(credentials, { uid }, now);
	return {
		mark: token === '' ? '' : hashOf(token).slice(0, 12),
		endsAt: sessionEnd(credentials),
		renewsItself: renewsItself === true,
		status: { method, account, userId, apiUrl, signedInAt, expiresAt, daysLeft, renewsItself },
	};
}
