import { createHmac } from 'node:crypto';
import { unixSeconds } from './world/times';

const SIGNER = 'AKIASIMULATEDCLOUD00';
const SECRET = 'simulated-cloud-signing-key';

export type UrlCheck = 'right' | 'missing' | 'forged' | 'expired';

/** Path and query of a presigned URL in the old S3 style (signature version 2). */
export function presign(path: string, now: number, seconds: number): string {
	const expires = String(unixSeconds(now + seconds * 1000));
	const query = [
		['AWSAccessKeyId', SIGNER],
		['Expires', expires],
		['Signature', signature(path, expires)],
	].map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`);
	return `${path}?${query.join('&')}`;
}

export function checkPresigned(path: string, query: Record<string, string>, now: number): UrlCheck {
	const { AWSAccessKeyId: keyId, Expires: expires, Signature: given } = query;
	if (expires === undefined || given === undefined || keyId === undefined) return 'missing';
	if (given !== signature(path, expires)) return 'forged';
	return unixSeconds(now) < Number(expires) ? 'right' : 'expired';
}

function signature(path: string, expires: string): string {
	return createHmac('sha1', SECRET).update(`GET\n\n\n${expires}\n${path}`).digest('base64');
}
