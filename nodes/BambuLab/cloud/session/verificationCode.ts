import type { BambuCredentials } from './credentials';
import type { Answer } from '../errors/failure';
import type { CloudRequest } from '../http/request';
import { exchange, refusal, type HttpRequest } from './exchange';

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

/** The request that sends a code: by SMS to a phone number, else by e-mail. */
function codeRequest(account: string): CloudRequest {
	return isPhoneNumber(account)
		? {
				method: 'POST',
				path: '/v1/user-service/user/sendsmscode',
				body: { phone: account, type: 'codeLogin' },
			}
		: {
				method: 'POST',
				path: '/v1/user-service/user/sendemail/code',
				body: { email: account, type: 'codeLogin' },
			};
}

/** Which of the two hosts sends SMS is not settled; the API's has no gate before it, so it is the first. */
function requestsFor({ account, apiUrl, webUrl }: BambuCredentials): Array<[string, CloudRequest]> {
	const request = codeRequest(account);
	const first: [string, CloudRequest] = [apiUrl, request];
	return isPhoneNumber(account)
		? [first, [webUrl, { ...request, path: `/api${request.path}` }]]
		: [first];
}

function isUnknownRoute({ status }: Answer): boolean {
	return status === 404 || status === 405;
}

/**
 * Asks Bambu Lab to send a verification code to the account, by e-mail or SMS. Each new code makes
 * the earlier ones useless.
 * @throws CloudError
 */
export async function sendVerificationCode(
	httpRequest: HttpRequest,
	credentials: BambuCredentials,
): Promise<void> {
	const routes = requestsFor(credentials);
	for (const [index, [origin, request]] of routes.entries()) {
		const answer = await exchange(httpRequest, 'sendCode', origin, request);
		if (answer.status >= 200 && answer.status < 300) return;
		const isLast = index === routes.length - 1;
		if (isLast || !isUnknownRoute(answer)) throw refusal('sendCode', origin, answer);
	}
}
