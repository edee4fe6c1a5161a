import { createHmac } from 'node:crypto';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Any shorter, and it is rather a code of the app, some of which are base32 as well. */
const minBytes = 8;

function base32(text: string): Buffer | undefined {
	const letters = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
	const values = [...letters].map((letter) => alphabet.indexOf(letter));
	if (values.includes(-1)) return undefined;
	const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
	// What is left over fills no byte.
	return Buffer.from(bits.match(/.{8}/g)?.map((byte) => parseInt(byte, 2)) ?? []);
}

/** Reads a base32 secret, spaces forgiven, or the `otpauth://` link of a QR code; undefined where it is neither. */
export function readTotpSecret(text: string): Buffer | undefined {
	const plain = text.trim();
	const isLink = /^otpauth:/i.test(plain) && URL.canParse(plain);
	const secret = base32(isLink ? (new URL(plain).searchParams.get('secret') ?? '') : plain);
	return secret !== undefined && secret.length >= minBytes ? secret : undefined;
}

/** The code for a moment in milliseconds (RFC 6238): six digits, every 30 seconds. */
export function totpCode(secret: Buffer, now: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(now / 30_000)));
	const digest = createHmac('sha1', secret).update(counter).digest();
	const offset = (digest.at(-1) ?? 0) & 0x0f;
	const number = digest.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 1_000_000).padStart(6, '0');
}
