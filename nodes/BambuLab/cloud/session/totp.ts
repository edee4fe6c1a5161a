import { createHmac } from 'node:crypto';

import { finiteNumber } from '../json';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Any shorter, and it is rather a code of the app, some of which are base32 as well. */
const fewestBytes = 8;

/** What an authenticator app needs to make codes. */
export interface TotpSettings {
	secret: Buffer;
	digits: number;
	periodSeconds: number;
	algorithm: 'sha1' | 'sha256' | 'sha512';
}

function base32(text: string): Buffer | undefined {
	const letters = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
	const values = [...letters].map((letter) => alphabet.indexOf(letter));
	if (values.length === 0 || values.includes(-1)) return undefined;
	const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
	// What is left over fills no byte.
	return Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
}

function numberWithin(text: unknown, least: number, most: number): number | undefined {
	const number = finiteNumber(text);
	return number !== undefined && number >= least && number <= most ? number : undefined;
}

function isAlgorithm(name: string): name is TotpSettings['algorithm'] {
	return ['sha1', 'sha256', 'sha512'].includes(name);
}

/** Reads a base32 secret, spaces forgiven, or the `otpauth://` link of a QR code; undefined where it is neither. */
export function readTotpSecret(text: string): TotpSettings | undefined {
	const plain = text.trim();
	const query =
		/^otpauth:/i.test(plain) && URL.canParse(plain) ? new URL(plain).searchParams : undefined;
	const secret = base32(query?.get('secret') ?? plain);
	if (secret === undefined || secret.length < fewestBytes) return undefined;
	const algorithm = (query?.get('algorithm') ?? 'sha1').toLowerCase();
	return {
		secret,
		digits: numberWithin(query?.get('digits'), 6, 10) ?? 6,
		periodSeconds: numberWithin(query?.get('period'), 1, 3600) ?? 30,
		algorithm: isAlgorithm(algorithm) ? algorithm : 'sha1',
	};
}

/** The code for a moment in milliseconds (RFC 6238). */
export function totpCode(settings: TotpSettings, now: number): string {
	const { secret, digits, periodSeconds, algorithm } = settings;
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(now / 1000 / periodSeconds)));
	const digest = createHmac(algorithm, secret).update(counter).digest();
	const offset = (digest.at(-1) ?? 0) & 0x0f;
	const number = digest.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 10 ** digits).padStart(digits, '0');
}
