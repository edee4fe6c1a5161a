import { finiteNumber, isObject, parseJson } from '../cloud/json';
import { firstHt, slotName } from '../output/slots';

/**
 * Error codes as printers know them: eight hexadecimal digits for the error of a print, sixteen for the
 * health messages that printers list as long as they are true (HMS).
 */
export interface ErrorCode {
	/** Such as `0300_8015`, or `0700_2200_0002_0001`. */
	code: string;
	kind: 'print' | 'hms';
	/** Of health messages alone. */
	severity: string | null;
	/** What a print does on it; of errors of a print alone. */
	effect: string | null;
	module: string;
	/** Where the code names a slot or a unit of an AMS. */
	slot: string | null;
}

const severities = ['fatal', 'serious', 'common', 'info'];
const effects: { [digit: string]: string } = { '4': 'stopped', '8': 'paused', C: 'asks' };

const modules: { [byte: string]: string } = {
	'03': 'motion controller',
	'05': 'mainboard',
	'07': 'AMS',
	'08': 'toolhead',
	'0C': 'camera',
	'10': 'application',
	'12': 'AMS Lite',
	'18': 'AMS HT',
};

/** Hexadecimal text of a register; no decimal one begins with a zero. */
const bareHex = /^0[0-9a-f]{7}$/i;

/** A number as the register of 32 bits that it is; also from text, decimal or hexadecimal. */
export function register(value: unknown): number | undefined {
	const isHex = typeof value === 'string' && bareHex.test(value);
	const number = finiteNumber(isHex ? `0x${value}` : value);
	if (number === undefined || !Number.isInteger(number)) return undefined;
	return number < -0x80000000 || number > 0xffffffff ? undefined : number >>> 0;
}

function hex(value: number): string {
	return value.toString(16).toUpperCase().padStart(8, '0');
}

function spelled(digits: string): string {
	return digits.match(/.{4}/g)?.join('_') ?? digits;
}

/** The unit and slot that a code of an AMS names, in the words of prints. */
function slotOf(digits: string): string | null {
	const module = digits.slice(0, 2);
	if (!['07', '12', '18'].includes(module)) return null;
	const unit = parseInt(digits.slice(2, 4), 16);
	if (unit === 0xfe) return slotName({ ams: 254 }, true);
	if (unit === 0xff) return slotName({ ams: 255 });
	if (unit > 7) return null;
	if (module === '18') return slotName({ ams: firstHt + unit });
	const part = digits.length === 16 ? parseInt(digits.slice(4, 6), 16) : 0;
	const slot = part >= 0x20 && part <= 0x23 ? `, slot ${part - 0x1f}` : '';
	return `AMS ${unit + 1}${slot}`;
}

function described(digits: string): ErrorCode {
	const isHms = digits.length === 16;
	const byte = digits.slice(0, 2);
	const severity = parseInt(digits.slice(8, 12), 16);
	return {
		code: spelled(digits),
		kind: isHms ? 'hms' : 'print',
		severity: isHms ? (severities[severity - 1] ?? null) : null,
		effect: isHms ? null : (effects[digits.charAt(4)] ?? null),
		module: modules[byte] ?? `module ${byte}`,
		slot: slotOf(digits),
	};
}

/** The error of a print; undefined for none, and for numbers that tell what a print does. */
export function printError(value: unknown): ErrorCode | undefined {
	const number = register(value);
	if (number === undefined || (number & 0xffff) < 0x4000) return undefined;
	return described(hex(number));
}

/** One entry of the health messages. The last byte of `attr` is no part of the code; Bambu Studio drops it. */
export function healthMessage(entry: unknown): ErrorCode | undefined {
	if (!isObject(entry)) return undefined;
	const [attr, code] = [register(entry.attr), register(entry.code)];
	if (attr === undefined || code === undefined || attr === 0) return undefined;
	return described(hex((attr & 0xffffff00) >>> 0) + hex(code));
}

/** What newer printers keep as the reason of a print that its user has cancelled; the first is the usual one. */
const cancelCodes = [0x0300400c, 0x0500400e];

export function isCancelCode(value: unknown): boolean {
	const number = register(value);
	return number !== undefined && cancelCodes.includes(number);
}

export function isCancel({ code }: ErrorCode): boolean {
	return cancelCodes.some((number) => spelled(hex(number)) === code);
}

/** Two numbers, as a health message has them. */
function pairIn(text: string): ErrorCode | undefined {
	const parsed = parseJson(text);
	if (isObject(parsed)) return healthMessage(parsed);
	const [, attr, code] =
		/^\W*(?:attr\D*)?(0x[\da-f]+|\d{6,10})\s*[,;/ ]\W*(?:code\D*)?(0x[\da-f]+|\d{5,10})\W*$/i.exec(
			text,
		) ?? [];
	return healthMessage({ attr, code });
}

/** What stands around a code that was copied from a page, a report, or a window. */
const before =
	/^[[({"'\s]*(?:(?:hms|error|code|err|print_error|mc_print_error_code|fail_reason)[\s:_#="'-]*)*(?:0x)?/i;
const after = /[\s.,;:"'\])}]+$/;
/** Bambu Studio shows the time beside the code: [0300-400C 113022]. */
const timeBeside = /^(\[?[\da-f]{4}[-_][\da-f]{4}) \d{6}(?=\]?$)/i;

/**
 * A code in any spelling that people paste: with blanks, hyphens, underscores or none between its parts,
 * with HMS, a word or 0x before it, with the time beside it, as the decimal number of `print_error`, as `attr` and
 * `code`, or in a link.
 */
export function readCode(given: string): ErrorCode | undefined {
	const linked = /[?&]e=([0-9a-f]+)|\/hmscode\/([\w-]+)/i.exec(given);
	const text = (linked?.[1] ?? linked?.[2] ?? given)
		.normalize('NFKC')
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.trim();
	const pair = pairIn(text);
	if (pair !== undefined) return pair;
	const bare = text.replace(timeBeside, '$1').replace(before, '').replace(after, '');
	const digits = bare.replace(/[\s_.-]+/g, '').toUpperCase();
	const isHex = /^(?:[0-9A-F]{8}|[0-9A-F]{16})$/.test(digits);
	const isDecimal = /^-?\d{6,10}$/.test(bare);
	// Eight decimal digits can be either: then the module tells.
	if (isHex && (!isDecimal || Object.hasOwn(modules, digits.slice(0, 2)))) return described(digits);
	const number = isDecimal ? register(bare) : undefined;
	return number === undefined || number < 0x01000000 ? undefined : described(hex(number));
}
