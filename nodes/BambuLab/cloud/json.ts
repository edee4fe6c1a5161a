export type JsonObject = { [key: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function objectsIn(value: unknown): JsonObject[] {
	return Array.isArray(value) ? value.filter(isObject) : [];
}

export function textOrEmpty(value: unknown): string {
	return typeof value === 'string' ? value.trim() : '';
}

/** An id as text: the API gives the same id as a number in one service and as a string in another. */
export function idText(value: unknown): string {
	return typeof value === 'number' ? String(value) : textOrEmpty(value);
}

export function finiteNumber(value: unknown): number | undefined {
	const isText = typeof value === 'string' && value.trim() !== '';
	const parsed = isText || typeof value === 'number' ? Number(value) : NaN;
	return Number.isFinite(parsed) ? parsed : undefined;
}

/** A body as text, which the HTTP library may have parsed. */
export function bodyText(body: unknown): string {
	if (body === undefined || body === null) return '';
	return typeof body === 'string' ? body : JSON.stringify(body);
}

export function plainHeaders(headers: unknown): { [name: string]: string } {
	const entries = Object.entries(isObject(headers) ? headers : {});
	return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}

/** A table's entry for a key from outside, which may be the name of something that every object has. */
export function entryOf<T>(table: { [key: string]: T }, key: string): T | undefined {
	return Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Strings, so that what stands in them is passed over, and whole numbers too long to be sure of. */
const stringOrLong = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

function isExact(digits: string): boolean {
	return Number.isSafeInteger(Number(digits)) && String(Number(digits)) === digits;
}

/** Whole numbers that JavaScript cannot hold become texts: ids that differ in the last digits stay two. */
export function withExactNumbers(text: string): string {
	// Most answers hold no such number, nor a digit run that could be one.
	if (!/\d{16}/.test(text)) return text;
	return text.replace(stringOrLong, (token) =>
		token.startsWith('"') || isExact(token) ? token : `"${token}"`,
	);
}

/** No answer is a tenth as long; a text of brackets alone takes some forty times its length to parse. */
export const maxJson = 10_000_000;

export function parseJson(text: string): unknown {
	try {
		return text.length > maxJson ? undefined : (JSON.parse(withExactNumbers(text)) as unknown);
	} catch {
		return undefined;
	}
}

/** What a row without an id goes by. */
export function contentOf(row: JsonObject): string {
	try {
		return JSON.stringify(row);
	} catch {
		return 'too deep to be written';
	}
}

/** The rows of a page by their ids, each once. Those without an id go by what they hold, and their number. */
export function rowsByKey(rows: JsonObject[]): Map<string, JsonObject> {
	const byKey = new Map<string, JsonObject>();
	const counts = new Map<string, number>();
	for (const row of rows) {
		const id = idText(row.id);
		const content = id === '' ? contentOf(row) : '';
		const count = (counts.get(content) ?? 0) + 1;
		counts.set(content, count);
		const key = id === '' ? `${content} ${count}` : id;
		if (!byKey.has(key)) byKey.set(key, row);
	}
	return byKey;
}
