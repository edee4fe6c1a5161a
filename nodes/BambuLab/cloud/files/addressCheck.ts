import { UserError } from 'n8n-workflow';

import { regionOf } from '../http/region';
import type { CloudClient } from '../client';

/** What a host name looks like that no other network knows. */
const privateName =
	/^[^.]+\.?$|(^|\.)(local(host|domain)?|internal|intranet|lan|home(\.arpa)?|corp)\.?$/i;

/** The ranges that lead to this machine or its own networks; a URL parser writes four decimal numbers. */
const privateV4 = [
	/^(0|10|127)\./,
	/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./,
	/^169\.254\./,
	/^172\.(1[6-9]|2\d|3[01])\./,
	/^192\.(0\.0|168)\./,
	/^198\.1[89]\./,
	/^2(2[4-9]|[3-5]\d)\./,
];

/** In the shortest form, as a URL parser writes it; also those that stand for one of version 4. */
const privateV6 = /^(::|f[cd]|fe[89ab]|ff|64:ff9b:|2002:|2001:0?:)/;

export function isPrivateHost({ hostname }: URL): boolean {
	if (hostname.startsWith('[')) return privateV6.test(hostname.slice(1, -1));
	const isV4 = /^[\d.]+$/.test(hostname);
	return isV4 ? privateV4.some((range) => range.test(hostname)) : privateName.test(hostname);
}

/** What n8n's own protection says of a URL, also by looking its name up; older versions have none. */
async function isBlockedByN8n({ context }: CloudClient, url: URL): Promise<boolean> {
	const { helpers } = context;
	if (!('getSecureEgressFilter' in helpers)) return false;
	// A name that n8n itself cannot look up may be known to the proxy that it goes through.
	const verdict = helpers.getSecureEgressFilter('enforced').validateUrl(url);
	const { ok } = await verdict.catch(() => ({ ok: true }));
	return !ok;
}

/** @throws UserError unless it is https in the internet, or the host of a custom region, which may be any */
export async function fileUrl(client: CloudClient, address: string): Promise<URL> {
	// A URL parser would drop line breaks, and change the address in silence.
	if (/[\p{Cc}\p{Cs}\s]/u.test(address) || !URL.canParse(address)) {
		throw new UserError('The address of the file is not a URL', {
			description: 'Use a full one that begins with https://, as another operation returned it.',
		});
	}
	const url = new URL(address);
	const own = new URL(regionOf(await client.credentialData()).apiUrl);
	const isOwnHost = own.hostname === url.hostname;
	const isPlain = url.protocol === 'http:' && own.protocol === 'http:' && isOwnHost;
	if (url.protocol !== 'https:' && !isPlain) {
		throw new UserError('Files are downloaded over https only', {
			description:
				'The address begins with something else. Plain http is allowed only for the host of a custom API URL.',
		});
	}
	if (!isOwnHost && (isPrivateHost(url) || (await isBlockedByN8n(client, url)))) {
		throw new UserError('Files are not downloaded from private networks', {
			description: `${url.host} is this machine or on a private network. Only the host of a custom API URL may be.`,
		});
	}
	return url;
}
