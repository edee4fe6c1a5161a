import type nock from 'nock';

import { page, type PageName } from '../cloud/http/pages';
import { canary } from '../support/bambuLab';

/** An answer as it comes in. */
export interface Wire {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

export function reply(interceptor: nock.Interceptor, { status, body = '', headers }: Wire): void {
	const isText = typeof body === 'string';
	interceptor.reply(status, isText ? body : JSON.stringify(body), {
		'content-type': isText ? 'text/plain' : 'application/json',
		...headers,
	});
}

/** The answer of what stands before the cloud, as the simulated cloud gives it. */
export function gateway(name: PageName, status?: number): Wire {
	const { headers = {}, ...rest } = page(name, status);
	const plain = Object.entries(headers).map(([key, value]) => [key, String(value)]);
	return { ...rest, headers: Object.fromEntries(plain) };
}

export const canaryPassword = canary('password');
export const canaryCode = canary('code');
/** A verification code has digits only. */
export const canaryDigits = '90817263';
/** As an authenticator secret. */
export const canaryBase32 = 'KNSWG4TFORBWC3TBOJ4Q';

/** Parts of sentences that many rows share. */
export const cloudflare = 'Cloudflare, which guards the Bambu Lab cloud,';
export const later = 'Nothing has to be changed here; try again in a few minutes.';
export const checkAddress =
	'Check the region or API URL in the credential. A proxy or a gateway between n8n and Bambu Lab may also have answered.';
export const notJson =
	"api.bambulab.com answered with something that is not the Bambu Lab API's JSON";
