import { createHmac } from 'node:crypto';

const STEP_SECONDS = 30;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The six digits of RFC 6238 for a base32 secret at a moment. */
export function totp(secret: string, time: number): string {
	const counter = Buffer.alloc(8);
	counter.writeBigUInt64BE(BigInt(Math.floor(time / 1000 / STEP_SECONDS)));
	const digest = createHmac('sha1', fromBase32(secret)).update(counter).digest();
	const offset = digest.readUInt8(digest.length - 1) & 0x0f;
	const number = digest.readUInt32BE(offset) & 0x7fffffff;
	return String(number % 1_000_000).padStart(6, '0');
}

/** Accepts the code of this step and of the ones beside it, as servers do for clocks that differ. */
export function isTotp(secret: string, code: string, time: number): boolean {
	return [-1, 0, 1].some((step) => totp(secret, time + step * STEP_SECONDS * 1000) === code);
}

function fromBase32(secret: string): Buffer {
	const bits = [...secret]
		.map((character) => ALPHABET.indexOf(character).toString(2).padStart(5, '0'))
		.join('');
	const bytes = bits.match(/.{8}/g) ?? [];
	return Buffer.from(bytes.map((byte) => parseInt(byte, 2)));
}
