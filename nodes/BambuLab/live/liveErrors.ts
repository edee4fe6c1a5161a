import { isObject, objectsIn, type JsonObject } from '../cloud/json';
import { slotName } from '../output/slots';
import { healthMessage, isCancel, printError, type ErrorCode } from './codes';
import { hasTwoNozzles } from './printerModels';

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

/**
 * Why a print pauses, by its code; the first that fits counts. 07, 12, and 18 are the AMS, the AMS Lite, and the
 * AMS HT, of which units FE and FF are the holders outside. Evidence: Bambu Lab's own texts of the codes, as
 * pybambu has them.
 */
const reasons: ReadonlyArray<readonly [code: RegExp, reason: string]> = [
	[/^0300_8001$/, pausedByUser],
	[/^0300_8013$/, pausedByGcode],
	[/^0300_80(?:15|04)$/, filamentRunOut],
	[/^(?:07|12|18)[0-9A-F]{2}_80(?:11|30)$/, filamentRunOut],
	[/^(?:07|12|18)[0-9A-F]{2}_2[0-3]00_(?:0002_000[15]|0003_000[12])$/, filamentRunOut],
	[/^0300_8005$|^0300_1200_/, 'front cover'],
	[/^0300_80(?:0F|42)$/, 'door'],
	[/^0300_80(?:08|09|18|1B|62|63|64)$/, 'temperature'],
	[/^0300_80(?:16|1C)$/, 'clog'],
	[/^0300_80(?:02|03|0A)$|^0C00_80(?:01|05|3F|40|42|43)$/, 'detection'],
	[/^0300_8007$/, 'power loss'],
	[/^0300_80(?:06|11|19)$|^0500_80(?:51|61|62)$/, 'plate'],
	[/^0300_8010$/, 'fan'],
	[/^0300_800B$|^(?:07|12)[0-9A-F]{2}_800[12]$/, 'cutter'],
	[/^0300_800C$/, 'lost steps'],
	[/^(?:07|12|18)(?!F[EF])|^(?:07|12)F[EF]_8012$/, 'AMS'],
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
	const rank = ({ kind, severity }: LiveError) => {
		if (kind === 'print') return -1;
		return severity === null ? order.length : order.indexOf(severity);
	};
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

/** The place that a code names. Where there are two holders outside of an AMS, the usual number is the right one. */
export function placeOn({ slot }: Pick<ErrorCode, 'slot'>, serial: string): string | null {
	return slot === 'External' && hasTwoNozzles(serial) ? slotName({ ams: 255 }, true) : slot;
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
