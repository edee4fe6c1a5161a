import { idFault } from '../../nodes/BambuLab/cloud/http/request';
import { idText, isObject, objectsIn, type JsonObject } from '../../nodes/BambuLab/cloud/json';

/** Reading answers for the open questions: what comes out holds no value of the account. */

export function rowsOf(body: unknown, list: string): JsonObject[] {
	return isObject(body) ? objectsIn(body[list]) : [];
}

/** An id that can be asked with, as text; empty where it is none. 0 stands for "none". */
export function usableId(value: unknown): string {
	const id = idText(value);
	return id === '0' || idFault(id) !== undefined ? '' : id;
}

/** Small whole numbers, as states and types are; anything else is only counted as "other". */
export function smallNumbers(values: unknown[]): string {
	const small = values.filter(
		(value): value is number => Number.isInteger(value) && Math.abs(Number(value)) < 10_000,
	);
	const told = [...new Set(small)].sort((one, other) => one - other).map(String);
	if (small.length < values.length) told.push('others');
	return told.join(', ') || 'none';
}

/** What a server makes of a limit that is too large; numbers of rows only where the server chose them. */
export function limitVerdict(asked: number, rows: number, total: unknown): string {
	if (rows > asked) return `gives more than the ${asked} rows asked for`;
	if (rows === asked) return `gives ${asked} rows at once`;
	const isClamped = typeof total === 'number' ? total > rows : rows > 0 && rows % 10 === 0;
	if (!isClamped) {
		return `cannot tell: the account has fewer than ${asked}${rows > 100 ? ', and more than 100 came at once' : ''}`;
	}
	return typeof total === 'number'
		? `clamps to ${rows}`
		: `perhaps clamps to ${rows}: so many came, and no total`;
}

const HOUR = 3_600_000;

/**
 * How far a stamp without zone, read as UTC, lies behind a time in UTC. Undefined where they are not
 * about the same moment.
 */
export function hoursBehind(stamp: unknown, utc: unknown): string | undefined {
	const difference = millisecondsOf(stamp) - millisecondsOf(utc);
	const hours = Math.round((2 * difference) / HOUR) / 2;
	if (!(Math.abs(hours) <= 14)) return undefined;
	const isExact = Math.abs(difference - hours * HOUR) <= 60_000;
	return `${hours < 0 ? '−' : '+'}${Math.abs(hours)} h${isExact ? ' to the minute' : ', roughly'}`;
}

function millisecondsOf(time: unknown): number {
	if (typeof time === 'number') return time * 1000;
	if (typeof time !== 'string') return Number.NaN;
	if (/^\d{9,10}$/.test(time)) return Number(time) * 1000;
	return Date.parse(time.endsWith('Z') ? time : `${time.replace(' ', 'T')}Z`);
}

export function isWithinAMinute(one: unknown, other: unknown): boolean {
	return Math.abs(millisecondsOf(one) - millisecondsOf(other)) <= 60_000;
}

/** `US + 14 hex digits`; a prefix is only told where it is a region's two letters. */
export function modelIdForm(id: unknown): string {
	if (typeof id !== 'string' || id === '') return 'empty';
	const [, prefix, rest = ''] = /^([A-Z]{2})([0-9a-f]+)$/.exec(id) ?? [];
	if (prefix !== undefined) return `${prefix} and ${rest.length} hex digits`;
	return /^\d+$/.test(id) ? 'digits' : 'another form';
}

export function hasUnsafeNumber(value: unknown): boolean {
	if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value);
	if (Array.isArray(value)) return value.some(hasUnsafeNumber);
	return isObject(value) && Object.values(value).some(hasUnsafeNumber);
}
