import type { BambuCredentials } from './credentials';
import { CloudError } from '../errors/problem';
import type { HttpRequest } from './exchange';
import { dropCodeSent, sendCodeOnce } from './signInCache';
import { hashOf } from './storedSession';
import { maskedAccount, sendVerificationCode } from './verificationCode';

/** Who asks in words for another code gets one, but not one for each of many items or retries. */
const windowOfWishMs = 60_000;

function keyOf({ apiUrl, account }: BambuCredentials): string {
	return hashOf(apiUrl, account.toLowerCase());
}

/**
 * Sends a code unless one is on its way.
 * @param isWish whether the user asked for this code in words, and does not merely lack one
 * @returns when it was sent, in milliseconds
 * @throws CloudError
 */
export async function requestCodeOnce(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
	isWish: boolean,
): Promise<number> {
	const send = async () => await sendVerificationCode(httpRequest, credentials);
	return await sendCodeOnce(keyOf(credentials), send, isWish ? windowOfWishMs : undefined);
}

/** Notes that the code was used, so that the end of its session asks for another one. */
export function codeWasUsed(credentials: BambuCredentials): void {
	dropCodeSent(keyOf(credentials));
}

/** What the user reads who starts a workflow before a code was asked for. */
export function codeMissing(): CloudError {
	return new CloudError({
		name: 'credentialIncomplete',
		message: 'The Bambu Lab credential holds no verification code',
		description:
			'Open the credential. n8n then tests it, and a code is sent to you: enter it there as "Verification Code" and save.',
	});
}

/** What the user reads while a code is on its way. */
export function codeWasSent(account: string, sentAt: number): CloudError {
	const when = new Date(sentAt).toISOString().slice(0, 16).replace('T', ' ');
	return new CloudError({
		name: 'codeSent',
		message: `A code was sent to ${maskedAccount(account)} (${when} UTC)`,
		description:
			'Enter it in the credential as "Verification Code" and save again. To have another one sent, enter the word "new" there and save.',
		status: 401,
	});
}
