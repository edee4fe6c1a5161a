import { finiteNumber, idText } from '../cloud/json';

const flags = new Map<unknown, boolean>([
	[true, true],
	[1, true],
	['1', true],
	['true', true],
	[false, false],
	[0, false],
	['0', false],
	['false', false],
]);

/** A flag, however the cloud writes it; null where it says nothing. */
export function flagOf(value: unknown): boolean | null {
	return flags.get(typeof value === 'string' ? value.trim().toLowerCase() : value) ?? null;
}

export function textOrNull(value: unknown): string | null {
	return idText(value) || null;
}

/**
 * An id in a simplified row: a number wherever it is one, as in Bambu Lab's own list of prints, so that
 * the rows of different services can be merged by it. Null where there is none.
 */
export function idValue(value: unknown): number | string | null {
	const text = idText(value);
	const number = Number(text);
	return Number.isSafeInteger(number) && String(number) === text ? number : text || null;
}

/** The id of another thing; null where there is none, which the cloud also writes as 0. */
export function idOrNull(value: unknown): number | string | null {
	const id = idValue(value);
	return id === 0 ? null : id;
}

/** A figure that counts only above zero: what the cloud does not know (yet) is often a 0. */
export function positive(value: unknown): number | undefined {
	const number = finiteNumber(value);
	return number !== undefined && number > 0 ? number : undefined;
}

export function numberOrNull(value: unknown): number | null {
	return finiteNumber(value) ?? null;
}

export function rounded(value: number, digits: number): number {
	const factor = 10 ** digits;
	return Math.round((value + Number.EPSILON) * factor) / factor;
}

export function scaled(value: unknown, divisor: number, digits: number): number | null {
	const number = positive(value);
	return number === undefined ? null : rounded(number / divisor, digits);
}
