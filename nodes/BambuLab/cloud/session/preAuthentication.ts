import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { credentialError } from '../errors/cloudError';
import { refusal, type HttpRequest } from '../http/send';
import { purposes } from './authenticate';
import { secretOfApp } from './authenticatorApp';
import {
	codeRequestedAt,
	hashOf,
	hasNewCode,
	readCredentials,
	sessionOf,
	storedCodeRequest,
	storedSession,
	waitsForCode,
	type BambuCredentials,
	type Session,
} from './credentials';
import { refusalOfToken, refreshSession, signIn } from './login';
import { notAToken } from './pastedToken';
import { keepCodeSessionMs, keepSessionMs, signIns } from './signInCache';
import { codeWasUsed, isOnItsWay, requestCodeOnce } from './verificationCode';

function assertToken(accessToken: string): void {
	if (accessToken === '') {
		throw credentialError(
			'The Bambu Lab credential holds no access token',
			'Paste one into it, or choose another way to sign in.',
		);
	}
	const found = notAToken(accessToken);
	if (found === undefined) return;
	throw credentialError(
		`The Bambu Lab credential holds ${found} instead of an access token`,
		'Copy the token again, alone, or choose another way to sign in.',
	);
}

function assertComplete(credentials: BambuCredentials): void {
	const { authentication, account, password, totpSecret, verificationCode } = credentials;
	if (authentication === 'accessToken') return assertToken(credentials.accessToken);
	if (!/^(\S+@\S+|\+?\d[\d ()-]{4,})$/.test(account)) {
		throw credentialError(
			account === ''
				? 'The Bambu Lab credential holds no account'
				: 'The account in the Bambu Lab credential is neither an e-mail address nor a phone number',
			'Enter the e-mail address you use for Bambu Lab, or in mainland China your phone number.',
		);
	}
	if (authentication === 'password' && password === '') {
		throw credentialError(
			'The Bambu Lab credential holds no password',
			'Enter it, or choose another way to sign in.',
		);
	}
	if (authentication === 'password' && totpSecret !== '') secretOfApp(totpSecret);
	if (authentication === 'verificationCode' && !/^(\d{4,8}|new|)$/i.test(verificationCode)) {
		throw credentialError(
			'The verification code in the Bambu Lab credential does not look like one',
			'Enter the digits that Bambu Lab sent, or the word "new" to have another code sent.',
		);
	}
}

interface Opening {
	httpRequest: HttpRequest;
	credentials: BambuCredentials;
	/** The token that was refused; empty where none was sent yet. */
	oldToken: string;
	isTest: boolean;
}

/**
 * Called without a stored token, after any 401, and once for each Test. Gives what n8n shall store with the
 * credential. Never throws a raw HTTP error, on which n8n would sign in a second time.
 */
export async function preAuthentication(
	httpRequest: HttpRequest,
	data: ICredentialDataDecryptedObject,
): Promise<IDataObject> {
	const credentials = readCredentials(data);
	assertComplete(credentials);
	const { authentication, accessToken, apiUrl } = credentials;
	// Nothing was sent yet where n8n has stored nothing, so no token can have been refused.
	const oldToken = credentials.stored.token === '' ? '' : sessionOf(credentials).token;
	if (authentication === 'accessToken' && oldToken === '') {
		return storedSession(credentials, { token: accessToken, refreshToken: accessToken });
	}
	const purpose = purposes.get(data);
	if (purpose === undefined) return {};
	const opening = { httpRequest, credentials, oldToken, isTest: purpose === 'test' };
	if (opening.isTest) return await sessionForTest(opening);
	// For Session: Refresh Token. What it gets is stored here, since an operation cannot store anything.
	if (purpose === 'refresh' && oldToken !== '') {
		const session = await refreshSession(httpRequest, apiUrl, sessionOf(credentials));
		return storedSession(credentials, session);
	}
	// A code is sent for somebody who waits for it only; `authenticate` tells all others what to do.
	return waitsForCode(credentials) ? {} : await openSession(opening);
}

/** Where only a code leads on, or the user asks for one, it is sent; a session that lives stays until then. */
async function sessionForTest(opening: Opening): Promise<IDataObject> {
	const { httpRequest, credentials, oldToken } = opening;
	const { authentication, apiUrl, verificationCode } = credentials;
	if (hasNewCode(credentials)) return await openSession(opening);
	// Where its own request gets no answer, n8n's Test shows no more than an error code.
	const isLiving =
		oldToken !== '' && (await refusalOfToken(httpRequest, apiUrl, oldToken)) === undefined;
	const isByCode = authentication === 'verificationCode';
	const isAskedFor = isByCode && /^new$/i.test(verificationCode);
	if (isLiving && !isAskedFor) return {};
	if (!isByCode) return await openSession(opening);
	let sentAt = codeRequestedAt(credentials);
	// One that was sent while the session lived counts until it expires; without a session, until "new".
	const isSent = sentAt !== undefined && (oldToken === '' || isOnItsWay(sentAt));
	if (sentAt === undefined || !isSent || isAskedFor) {
		sentAt = await requestCodeOnce(httpRequest, credentials, isAskedFor, true);
	}
	return storedCodeRequest(credentials, sentAt, isLiving);
}

async function openSession(opening: Opening): Promise<IDataObject> {
	const { credentials, oldToken, isTest } = opening;
	const { apiUrl, webUrl, authentication, account, accessToken, password, totpSecret } =
		credentials;
	const isByCode = authentication === 'verificationCode';
	const code = isByCode ? credentials.verificationCode || oldToken : '';
	// What a corrected credential differs in must not be answered with the failure of the old one.
	const typed = [account.toLowerCase(), accessToken, password, totpSecret, code];
	const { session } = await signIns.once(hashOf(apiUrl, webUrl, authentication, ...typed), {
		keepMs: isByCode ? keepCodeSessionMs : keepSessionMs,
		isTest,
		// Who holds another token, or none, may come after the end of that session.
		isGood: (known) =>
			oldToken !== '' && oldToken === known.replacedToken && oldToken !== known.session.token,
		act: async (known) => ({
			session: await livingSession(opening, known?.session),
			replacedToken: oldToken,
		}),
	});
	// n8n's HTTP Request node repeats a request that failed for whatever reason, if it gets anything.
	return session.token === oldToken ? {} : storedSession(credentials, session);
}

async function livingSession(
	{ httpRequest, credentials, oldToken, isTest }: Opening,
	remembered: Session | undefined,
): Promise<Session> {
	const { authentication, apiUrl } = credentials;
	const isByCode = authentication === 'verificationCode';
	const refusalOf = async (token: string) =>
		await refusalOfToken(httpRequest, apiUrl, token).catch(() => undefined);
	// Who tests a code wants its session, also while the old one lives.
	if (oldToken !== '' && !(isTest && hasNewCode(credentials))) {
		// A 401 is not always about the token: one that still works elsewhere is kept.
		const refused = await refusalOf(oldToken);
		if (refused === undefined) return sessionOf(credentials);
		if (authentication === 'accessToken') throw refusal('pastedToken', apiUrl, refused);
		if (isByCode && !hasNewCode(credentials)) throw refusal('codeSession', apiUrl, refused);
	}
	const isOther = remembered !== undefined && remembered.token !== oldToken;
	if (isOther && (await refusalOf(remembered.token)) === undefined) return remembered;
	const session = await signIn(httpRequest, credentials);
	if (isByCode) codeWasUsed(credentials);
	return session;
}
