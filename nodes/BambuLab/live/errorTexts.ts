import { finiteNumber, isObject, objectsIn, parseJson, textOrEmpty } from '../cloud/json';
import { userAgent } from '../cloud/http/request';
import type { HttpRequest } from '../cloud/http/send';

/**
 * Bambu Lab's own service of error texts, the one that its slicer asks. It wants no token, and gets none: only
 * the code, the language, and the first three characters of a serial number, which stand for the model.
 */
const service = 'https://e.bambulab.com/query.php';

/** The languages in which it has texts; others it answers with empty ones. */
export const languages = [
	{ name: 'Chinese', value: 'zh-cn' },
	{ name: 'Dutch', value: 'nl' },
	{ name: 'English', value: 'en' },
	{ name: 'French', value: 'fr' },
	{ name: 'German', value: 'de' },
	{ name: 'Hungarian', value: 'hu' },
	{ name: 'Italian', value: 'it' },
	{ name: 'Japanese', value: 'ja' },
	{ name: 'Korean', value: 'ko' },
	{ name: 'Polish', value: 'pl' },
	{ name: 'Portuguese', value: 'pt' },
	{ name: 'Russian', value: 'ru' },
	{ name: 'Spanish', value: 'es' },
	{ name: 'Swedish', value: 'sv' },
] as const;

export interface Wanted {
	/** Such as `0300_8015`. */
	code: string;
	/** The first characters of a serial number; empty for any model. */
	prefix: string;
	language: string;
}

/** A text; empty for a code that printers never show, undefined where none is known. */
type Text = string | undefined;

interface Kept {
	text: Promise<Text>;
	until: number;
}

const dayMs = 24 * 3_600_000;
const afterFailureMs = 60_000;
const maxKept = 1000;
const timeoutMs = 5000;
const maxTextLength = 1000;
const maxBodyLength = 5_000_000;

const kept = new Map<string, Kept>();
/** Until when the service is left alone, because it did not answer. */
let restsUntil = 0;

/** The entry of a code in an answer; undefined where it has none. */
function textIn(body: unknown, { code, language }: Wanted): Text {
	if (!isObject(body) || finiteNumber(body.result) !== 0 || !isObject(body.data)) return undefined;
	const digits = code.replace(/_/g, '');
	const table = body.data[digits.length === 16 ? 'device_hms' : 'device_error'];
	if (!isObject(table)) return undefined;
	// The answer may call a language longer than it was asked for.
	const key = Object.keys(table).find((name) => name.toLowerCase().startsWith(language));
	const rows = objectsIn(key === undefined ? undefined : table[key]);
	const row = rows.find(({ ecode }) => textOrEmpty(ecode).toUpperCase() === digits);
	if (row === undefined || typeof row.intro !== 'string') return undefined;
	return row.intro.trim().slice(0, maxTextLength);
}

/** @throws where the service did not answer as it should */
async function asked(httpRequest: HttpRequest, wanted: Wanted): Promise<Text> {
	const { code, prefix, language } = wanted;
	const response = await httpRequest({
		method: 'GET',
		url: service,
		qs: { lang: language, e: code.replace(/_/g, ''), ...(prefix === '' ? {} : { d: prefix }) },
		headers: { Accept: 'application/json', 'User-Agent': userAgent },
		encoding: 'text',
		timeout: timeoutMs,
	});
	const body = typeof response === 'string' ? response : '';
	const parsed = body.length > maxBodyLength ? undefined : parseJson(body);
	if (!isObject(parsed)) throw new Error('The answer is no JSON object');
	return textIn(parsed, wanted);
}

/** In the language, else in English: whole languages are empty. Only what is empty in English is meant so. */
async function found(httpRequest: HttpRequest, wanted: Wanted): Promise<Text> {
	const text = await asked(httpRequest, wanted);
	if (text || wanted.language === 'en') return text;
	return await asked(httpRequest, { ...wanted, language: 'en' });
}

function keepLast(key: string, entry: Kept): void {
	kept.delete(key);
	kept.set(key, entry);
	for (const oldest of kept.keys()) {
		if (kept.size <= maxKept) break;
		kept.delete(oldest);
	}
}

/**
 * The text of an error code, as printers show it; empty for a code that they never show. Asked once a day, and
 * not at all for a minute after the service did not answer.
 */
export async function errorText(httpRequest: HttpRequest, wanted: Wanted): Promise<Text> {
	const now = Date.now();
	const key = [wanted.language, wanted.prefix, wanted.code].join(' ');
	const known = kept.get(key);
	if (known !== undefined && now < known.until) return await known.text;
	if (now < restsUntil) return undefined;
	const text = found(httpRequest, wanted).catch(() => {
		restsUntil = Date.now() + afterFailureMs;
		kept.delete(key);
		return undefined;
	});
	keepLast(key, { text, until: now + dayMs });
	return await text;
}

/** For tests: as in a new process. */
export function forgetErrorTexts(): void {
	kept.clear();
	restsUntil = 0;
}
