import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { CloudError } from '../errors/problem';
import { entryOf, textOrEmpty } from '../json';

export const credentialType = 'bambuLabCloudApi';

export type SignInMethod = 'accessToken' | 'password' | 'verificationCode';

/** What the user typed into the credential, and the session that a sign-in stored beside it. */
export interface BambuCredentials {
	apiUrl: string;
	webUrl: string;
	authentication: SignInMethod;
	accessToken: string;
	account: string;
	password: string;
	verificationCode: string;
	totpSecret: string;
	sessionToken: string;
	sessionTokenMark: string;
	/** When the session began and when it ends (ISO 8601); empty where unknown. */
	sessionSince: string;
	sessionExpiresAt: string;
	/** What to exchange for a new token; empty before the first sign-in. */
	refreshToken: string;
}

const regionOrigins: { [region: string]: { apiUrl: string; webUrl: string } } = {
	global: { apiUrl: 'https://api.bambulab.com', webUrl: 'https://bambulab.com' },
	china: { apiUrl: 'https://api.bambulab.cn', webUrl: 'https://bambulab.cn' },
};

const methods: readonly SignInMethod[] = ['accessToken', 'password', 'verificationCode'];

function isMethod(value: unknown): value is SignInMethod {
	return methods.some((method) => method === value);
}

/** Users copy tokens with the scheme, with quotes, or with a line break. */
function bareToken(value: unknown): string {
	return textOrEmpty(value)
		.replace(/^bearer\s+/i, '')
		.replace(/^["']|["']$/g, '')
		.trim();
}

/** Whether a text can be sent as a token: a header holds no line break, and no letter beyond ASCII. */
export function isSendable(token: string): boolean {
	return /^[\x21-\x7e]+$/.test(token);
}

/**
 * The origin (scheme, host, port) of an address that the user typed.
 * @throws CloudError where it is no http(s) address.
 */
function originOf(address: unknown, label: string): string {
	const text = textOrEmpty(address);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	// Anything more would be lost, and the requests would go elsewhere than the user means.
	if (url !== undefined && isWeb && url.href === `${url.origin}/`) return url.origin;
	throw new CloudError({
		name: 'credentialAddress',
		message: `The ${label} in the Bambu Lab credential is not a web address without a path`,
		description:
			'Enter one such as https://api.bambulab.com, or choose the region Global or Mainland China.',
	});
}

/** @throws CloudError where a custom address is unusable. */
export function readCredentials(data: ICredentialDataDecryptedObject): BambuCredentials {
	const origins = entryOf(regionOrigins, String(data.region)) ?? {
		apiUrl: originOf(data.apiUrl, 'API URL'),
		webUrl: originOf(textOrEmpty(data.webUrl) || data.apiUrl, 'Web URL'),
	};
	return {
		...origins,
		authentication: isMethod(data.authentication) ? data.authentication : 'accessToken',
		accessToken: bareToken(data.accessToken),
		account: textOrEmpty(data.account),
		password: typeof data.password === 'string' ? data.password : '',
		verificationCode: textOrEmpty(data.verificationCode).replace(/\s/g, ''),
		totpSecret: textOrEmpty(data.totpSecret),
		sessionToken: bareToken(data.sessionToken),
		sessionTokenMark: textOrEmpty(data.sessionTokenMark),
		sessionSince: textOrEmpty(data.sessionSince),
		sessionExpiresAt: textOrEmpty(data.sessionExpiresAt),
		refreshToken: bareToken(
			data.authentication === 'accessToken' ? data.accessToken : data.sessionRefreshToken,
		),
	};
}
