import { createHash } from 'node:crypto';

import type { IPollFunctions } from 'n8n-workflow';

import type { Send } from '../cloud/client';
import { incompleteAnswer } from '../cloud/errors/problem';
import { accountIdIn, preference } from '../cloud/api/endpoints';
import { credentialType } from '../cloud/http/region';
import { idFault } from '../cloud/http/request';
import { readCredentials, fingerprint } from '../cloud/session/credentials';
import { currentToken } from '../cloud/session/session';
import type { Account } from './state';

/**
 * Tells whose events a poll sees. The id of the account outlives its tokens, so it is asked for only
 * when the credential or its session has changed since `known`.
 */
export async function readAccount(
	context: IPollFunctions,
	send: Send,
	known: Account | undefined,
): Promise<Account> {
	const token = await tokenMark(context);
	if (known !== undefined && token !== '' && known.token === token) return known;
	const uid = accountIdIn(await send(preference));
	// Servers say 0 for an id that they do not know.
	if (idFault(uid) !== undefined || uid === '0') throw incompleteAnswer('the ID of the account');
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(context) };
}

async function tokenMark(context: IPollFunctions): Promise<string> {
	const credentials = readCredentials(await context.getCredentials(credentialType));
	const token = currentToken(credentials);
	if (token === '') return '';
	// n8n keeps the old session where the user changes the account, so what was typed counts too.
	const mark = `${fingerprint(credentials)} ${token}`;
	return createHash('sha256').update(mark).digest('hex').slice(0, 24);
}
