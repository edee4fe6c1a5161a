import { textOrEmpty } from '../cloud/json';

/** Nothing of Bambu Lab is older: what lies before is a zero, or a clock that was never set. */
const earliest = Date.UTC(2020, 0, 1);
const latest = Date.UTC(2200, 0, 1);
/** A number below this counts seconds, one above milliseconds. */
const maxSeconds = 1e11;

const form =
	/^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?) ?(Z|[+-]\d{2}:?\d{2})?$/i;

const isSane = (time: number) => time >= earliest && time < latest;

function parsed(value: unknown): number {
	if (typeof value === 'number') return value < maxSeconds ? value * 1000 : value;
	const text = textOrEmpty(value);
	const match = form.exec(text);
	if (match === null) return /^\d+(\.\d+)?$/.test(text) ? parsed(Number(text)) : NaN;
	// The iot service writes no zone and means China's, whatever the account's region: four captures agree.
	return Date.parse(`${match[1]}T${match[2]}${match[3]?.toUpperCase() ?? '+08:00'}`);
}

/**
 * The one reader of the cloud's times, in milliseconds. It knows ISO 8601 with and without fraction,
 * the same without a zone (UTC+8), and Unix seconds and milliseconds as number or text. Undefined
 * where there is none: zero, the year 1, 1970, null, and what lies beyond any calendar.
 */
export function timeOf(value: unknown): number | undefined {
	const time = parsed(value);
	return isSane(time) ? time : undefined;
}

const twoDigits = (part: number) => (part < 10 ? `0${part}` : `${part}`);

/**
 * A moment in the one form of all output times, such as "2026-08-14T09:21:07Z". By hand, since
 * toISOString takes twice as long, and was a quarter of the time for simplified rows. Null where there is
 * none; a clock of n8n that was never set is one.
 */
export function isoTime(milliseconds: number | undefined): string | null {
	if (milliseconds === undefined || !(milliseconds > 0 && milliseconds < latest)) return null;
	const at = new Date(milliseconds);
	const day = `${twoDigits(at.getUTCMonth() + 1)}-${twoDigits(at.getUTCDate())}`;
	const hour = `${twoDigits(at.getUTCHours())}:${twoDigits(at.getUTCMinutes())}`;
	return `${at.getUTCFullYear()}-${day}T${hour}:${twoDigits(at.getUTCSeconds())}Z`;
}

/** A time of the cloud in that form; null where there is none. */
export function readTime(value: unknown): string | null {
	return isoTime(timeOf(value));
}
