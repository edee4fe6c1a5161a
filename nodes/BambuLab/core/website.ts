import type { CloudClient } from '../cloud/client';
import { regionOf } from '../cloud/http/region';

/** Where MakerWorld is for accounts of this API: those of mainland China have one of their own. */
export function websiteOf(apiUrl: string): string {
	const isChina = URL.canParse(apiUrl) && new URL(apiUrl).hostname.endsWith('.cn');
	return isChina ? 'https://makerworld.com.cn' : 'https://makerworld.com';
}

/** The same for the account of the credential. */
export async function websiteFor({ credentialData }: CloudClient): Promise<string> {
	return websiteOf(regionOf(await credentialData()).apiUrl);
}
