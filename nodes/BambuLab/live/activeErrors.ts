import { isObject, objectsIn, type JsonObject } from '../cloud/json';
import { healthMessage, isCancel, printError, type ErrorCode } from './codes';

export interface LiveError extends ErrorCode {
	/** Why a print pauses for it, where that is known. */
	reason: string | null;
	/** Whether printers show it; some codes are in every report of a healthy printer. */
	isShown: boolean;
}

/** What owners of healthy printers have found in their reports all the time. */
const noise = new Set([
	...['0500_0600_0002_0070', '0500_0600_0002_0005', '0500_0600_0002_0006'],
	...['0500_0100_0002_000B', '0503_0000_0003_0027'],
]);

export const filamentRunOut = 'filament run-out';
export const pausedByUser = 'user';
export const pausedByGcode = 'G-code';

/** Why a print pauses, by its code; the first that fits counts. */
const reasons: ReadonlyArray<readonly [code: RegExp, reason: string]> = [
	[/^0300_8001$/, pausedByUser],
	[/^0300_8013$/, pausedByGcode],
	[/^0300_80(?:15|04)$/, filamentRunOut],
	[/^07[0-9A-F]{2}_8011$/, filamentRunOut],
	[/^07[0-9A-F]{2}_2[0-3]00_(?:0002_0001|0003_0002)$/, filamentRunOut],
	[/^0300_8005$|^0300_1200_/, 'front cover'],
	[/^0300_800F$/, 'door'],
	[/^0300_8008$/, 'temperature'],
	[/^0300_8016$/, 'clog'],
	[/^0300_8003$/, 'detection'],
	[/^0300_8007$/, 'power loss'],
	[/^0500_8051$/, 'plate'],
	[/^(?:07|12|18)/, 'AMS'],
];

/** The stages in which a print is paused. */
const ofStages: { [stage: number]: string } = {
	6: filamentRunOut,
	16: pausedByUser,
	17: 'front cover',
	20: 'temperature',
	21: 'temperature',
	23: 'lost steps',
	26: 'AMS',
	27: 'fan',
	28: 'temperature',
	30: pausedByGcode,
	32: 'clog',
	33: 'cutter',
	34: 'detection',
	35: 'clog',
};

export function withReason(code: ErrorCode): LiveError {
	const reason = reasons.find(([form]) => form.test(code.code))?.[1] ?? null;
	return { ...code, reason, isShown: !noise.has(code.code) };
}

/** All errors of a status, the one of the print first. A cancelled print is none. */
export function errorsOf(print: JsonObject): LiveError[] {
	const found = [printError(print.print_error), ...objectsIn(print.hms).map(healthMessage)];
	const unique = new Map<string, LiveError>();
	for (const code of found) {
		if (code !== undefined && !isCancel(code)) unique.set(code.code, withReason(code));
	}
	return [...unique.values()];
}

const order = ['fatal', 'serious', 'common', 'info'];

/** The error that matters most: that of the print, else the worst that printers show. */
export function mainError(errors: LiveError[]): LiveError | undefined {
	const shown = errors.filter(({ isShown }) => isShown);
	const rank = ({ severity }: LiveError) => (severity === null ? -1 : order.indexOf(severity));
	return shown.sort((a, b) => rank(a) - rank(b))[0];
}

/** Why a print is paused, as far as the report tells. */
export function pauseReasonOf(errors: LiveError[], stage: number | undefined): string {
	const shown = errors.filter(({ isShown }) => isShown);
	const told = shown.find(({ kind, reason }) => kind === 'print' && reason !== null);
	const byStage = stage === undefined ? undefined : ofStages[stage];
	const worst = shown.find(({ severity }) => severity === 'fatal' || severity === 'serious');
	const other = shown.some(({ kind }) => kind === 'print') ? 'other' : 'unknown';
	return told?.reason ?? byStage ?? worst?.reason ?? other;
}

/**
 * The page of Bambu Lab about a code. It may name the model, by the first characters of a serial number;
 * the whole number is nobody's business.
 */
export function codeUrl({ code, kind }: ErrorCode, prefix: string, language: string): string {
	const query = [
		`e=${code.replace(/_/g, '')}`,
		...(prefix === '' ? [] : [`d=${encodeURIComponent(prefix)}`]),
		`s=${kind === 'hms' ? 'device_hms' : 'device_error'}`,
		`lang=${language}`,
	];
	return `https://e.bambulab.com/index.php?${query.join('&')}`;
}

/** Whether a report says anything of errors. */
export function tellsErrors(print: JsonObject): boolean {
	return print.print_error !== undefined || Array.isArray(print.hms) || isObject(print.hms);
}
