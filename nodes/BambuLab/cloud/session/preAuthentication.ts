import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { isSendable, readCredentials, type BambuCredentials } from './credentials';
import { CloudError } from '../errors/problem';
import { totpSettings } from './authenticatorApp';
import { codeWasSent, codeWasUsed, requestCodeOnce } from './codeSending';
import { refusal, type HttpRequest } from './exchange';
import { refusalOfToken, signIn } from './login';
import { isUnderTest, keepCodeSessionMs, signInOnce, type Session } from './signInCache';
import {
	codeRequestedAt,
	currentToken,
	fingerprint,
	hashOf,
	sessionIn,
	storedRequest,
	storedSession,
	waitsForCode,
} from './storedSession';

function missing(message: string, description: string): CloudError {
	return new CloudError({ name: 'credentialIncomplete', message, description });
}

function assertComplete(credentials: BambuCredentials): void {
	const { authentication, accessToken, account, password, totpSecret, verificationCode } =
		credentials;
	if (authentication === 'accessToken') {
		if (isSendable(accessToken)) return;
		if (accessToken !== '') {
			throw missing(
				'The access token in the Bambu Lab credential holds characters that no token has',
				'Copy it again, without anything before, within, or behind it.',
			);
		}
		throw missing(
			'The Bambu Lab credential holds no access token',
			'Paste one into it, or choose another way to sign in.',
		);
	}
	if (account === '') {
		throw missing(
			'The Bambu Lab credential holds no account',
			'Enter the e-mail address or phone number you use for Bambu Lab.',
		);
	}
	if (authentication === 'password' && password === '') {
		throw missing(
			'The Bambu Lab credential holds no password',
			'Enter it, or choose another way to sign in.',
		);
	}
	if (authentication === 'password' && totpSecret !== '') totpSettings(totpSecret);
	if (authentication === 'verificationCode' && !/^(\d{4,8}|new|)$/i.test(verificationCode)) {
		throw missing(
			'The verification code in the Bambu Lab credential is not a code',
			'Enter the digits that Bambu Lab sent, or the word "new" to have another code sent.',
		);
	}
}

/**
 * n8n's `preAuthentication`: called without a stored token, after any 401, and once for each Test.
 * Returns what n8n shall store with the credential; nothing where that stays as it is.
 * @throws CloudError with the sentence for the user; never a raw HTTP error, on which n8n would
 * sign in a second time.
 */
export async function preAuthentication(
	httpRequest: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const credentials = readCredentials(data);
	assertComplete(credentials);
	const { authentication, apiUrl, verificationCode, sessionToken, totpSecret, webUrl } =
		credentials;
	const isTest = isUnderTest(data);
	const isByCode = authentication === 'verificationCode';
	// Nothing was sent yet where n8n has stored nothing, so no token can have been refused.
	const spentToken = sessionToken === '' ? '' : currentToken(credentials);
	if (authentication === 'accessToken' && spentToken === '') {
		const { accessToken: token } = credentials;
		return storedSession(credentials, { token, refreshToken: token });
	}
	// A code is sent for somebody who waits for it only; `authorize` tells all others what to do.
	if (waitsForCode(credentials)) return isTest ? await askForCode(httpRequest, credentials) : {};
	if (isTest && spentToken !== '') {
		// Where its own request gets no answer, n8n's Test shows no more than an error code.
		const refused = await refusalOfToken(httpRequest, apiUrl, spentToken);
		if (refused === undefined) return {};
		if (isByCode && verificationCode === '') return await askForCode(httpRequest, credentials);
	}
	// What a corrected credential differs in must not be answered with the failure of the old one.
	const source = isByCode ? verificationCode || spentToken : totpSecret;
	const key = hashOf(fingerprint(credentials), webUrl, source);
	const session = await signInOnce(
		key,
		spentToken,
		async (remembered) => await renewedSession(httpRequest, credentials, spentToken, remembered),
		isByCode ? keepCodeSessionMs : undefined,
	);
	return session.token === spentToken
		? { sessionToken: spentToken }
		: storedSession(credentials, session);
}

/** Has a code sent unless one is on its way, and gives what n8n shall store meanwhile. */
async function askForCode(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
): Promise<IDataObject> {
	const isWish = credentials.verificationCode !== '';
	const waitingSince = isWish ? undefined : codeRequestedAt(credentials);
	if (waitingSince !== undefined) throw codeWasSent(credentials.account, waitingSince);
	return storedRequest(credentials, await requestCodeOnce(httpRequest, credentials, isWish));
}

async function renewedSession(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
	spentToken: string,
	remembered: Session | undefined,
): Promise<Session> {
	const { authentication, apiUrl, verificationCode } = credentials;
	if (spentToken !== '') {
		// A 401 is not always about the token: one that still works elsewhere is kept.
		const refused = await refusalOfToken(httpRequest, apiUrl, spentToken).catch(() => undefined);
		if (refused === undefined) return sessionIn(credentials);
		if (authentication === 'accessToken') throw refusal('pastedToken', apiUrl, refused);
		if (authentication === 'verificationCode' && verificationCode === '') {
			throw refusal('codeSession', apiUrl, refused);
		}
	}
	if (remembered !== undefined && remembered.token !== spentToken) {
		const refused = await refusalOfToken(httpRequest, apiUrl, remembered.token).catch(
			() => undefined,
		);
		if (refused === undefined) return remembered;
	}
	const session = await signIn(httpRequest, credentials);
	if (authentication === 'verificationCode') codeWasUsed(credentials);
	return session;
}
