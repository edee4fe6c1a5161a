import { CloudError, credentialError } from '../errors/cloudError';
import { refusal, sendUnsigned, successIn, type HttpRequest } from '../http/send';
import { hashOf, type BambuCredentials } from './credentials';
import { codesSent } from './signInCache';

/** Accounts of mainland China are phone numbers; all others are e-mail addresses. */
export function isPhoneNumber(account: string): boolean {
	return !account.includes('@');
}

/** Enough of the account to recognise it, in a sentence that may land in a log. */
export function maskedAccount(account: string): string {
	const [name = '', domain] = account.split('@');
	if (domain === undefined) return `${account.slice(0, 3)}…${account.slice(-2)}`;
	return `${name.slice(0, 1)}…@${domain}`;
}

/** Only the API's own answer counts as sent: not any page of status 200. */
async function sendVerificationCode(
	httpRequest: HttpRequest,
	{ account, apiUrl, webUrl }: BambuCredentials,
): Promise<void> {
	const isPhone = isPhoneNumber(account);
	const path = `/v1/user-service/user/${isPhone ? 'sendsmscode' : 'sendemail/code'}`;
	const body = { [isPhone ? 'phone' : 'email']: account, type: 'codeLogin' };
	const ask = async (origin: string, route: string) =>
		await sendUnsigned(httpRequest, 'sendCode', origin, { method: 'POST', path: route, body });
	let origin = apiUrl;
	let response = await ask(origin, path);
	// Which of the two hosts sends SMS is not settled; the API's has no gate before it, so it is the first.
	if (isPhone && (response.status === 404 || response.status === 405)) {
		origin = webUrl;
		response = await ask(origin, `/api${path}`);
	}
	if (successIn(response) === undefined) throw refusal('sendCode', origin, response);
}

/** Who asks in words for another code gets one, but not one for each of many items or retries. */
const explicitWindowMs = 60_000;
/** About as long as a code lives: until then another one would only make it useless. */
const codeLifeMs = 10 * 60_000;

/** Whether a code that was sent then, in milliseconds, may still be entered. */
export function isOnItsWay(sentAt: number): boolean {
	return Math.abs(Date.now() - sentAt) < codeLifeMs;
}

function keyOf({ apiUrl, account }: BambuCredentials): string {
	return hashOf(apiUrl, account.toLowerCase());
}

/** Gives when it was sent, in milliseconds; `isExplicit` where the user asked for it in words. */
export async function requestCodeOnce(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
	isExplicit: boolean,
	isTest = false,
): Promise<number> {
	const windowMs = isExplicit ? explicitWindowMs : codeLifeMs;
	const { date } = await codesSent.once(keyOf(credentials), {
		keepMs: codeLifeMs,
		isTest,
		isGood: ({ sentAt }) => performance.now() - sentAt < windowMs,
		act: async () => {
			await sendVerificationCode(httpRequest, credentials);
			return { sentAt: performance.now(), date: Date.now() };
		},
	});
	return date;
}

/** So that the end of its session asks for another one. */
export function codeWasUsed(credentials: BambuCredentials): void {
	codesSent.drop(keyOf(credentials));
}

export function codeMissing(): CloudError {
	return credentialError(
		'The Bambu Lab credential is not signed in yet',
		'Open the credential and save: Bambu Lab sends you a code. Enter it as "Verification Code" and save again.',
	);
}

export function codeWasSent(account: string, sentAt: number, isTest: boolean): CloudError {
	const when = new Date(sentAt).toISOString().slice(0, 16).replace('T', ' ');
	const sent = `A code was sent to ${maskedAccount(account)} (${when} UTC)`;
	const enter =
		'Enter it in the credential as "Verification Code" and save again. To have another one sent, enter the word "new" there and save, at most once a minute; then replace "new" with the code.';
	return new CloudError({
		name: 'codeSent',
		cause: 'credential-invalid',
		message: isTest ? sent : 'The Bambu Lab credential waits for a verification code',
		next: isTest ? enter : `${sent}. ${enter}`,
		status: 401,
	});
}
