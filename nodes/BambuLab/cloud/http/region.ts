import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { credentialError } from '../errors/cloudError';
import { entryOf, textOrEmpty } from '../json';

export const credentialType = 'bambuLabCloudApi';

/** Where a region's API and website are; each an origin: scheme, host and port. */
export interface Region {
	apiUrl: string;
	webUrl: string;
}

const regions: { [name: string]: Region } = {
	global: { apiUrl: 'https://api.bambulab.com', webUrl: 'https://bambulab.com' },
	china: { apiUrl: 'https://api.bambulab.cn', webUrl: 'https://bambulab.cn' },
};

function originOf(address: unknown, label: string): string {
	const text = textOrEmpty(address);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
	// Anything more would be lost, and the requests would go elsewhere than the user means.
	if (url !== undefined && isWeb && url.href === `${url.origin}/`) return url.origin;
	throw credentialError(
		`The ${label} in the Bambu Lab credential must begin with https:// or http:// and have no path`,
		'Enter one such as https://api.bambulab.com, or choose the region Global or Mainland China.',
	);
}

/** @throws CloudError where a custom address is unusable. */
export function regionOf({ region, apiUrl, webUrl }: ICredentialDataDecryptedObject): Region {
	return (
		entryOf(regions, String(region)) ?? {
			apiUrl: originOf(apiUrl, 'API URL'),
			webUrl: originOf(textOrEmpty(webUrl) || apiUrl, 'Web URL'),
		}
	);
}
