/*
 * JSON may be valid and do harm all the same: functions that call themselves for each level end in a
 * full stack, here and in n8n, and a key "__proto__" gives a copy another prototype.
 */

/** No answer of the cloud has a tenth of these levels; what lies deeper is left out. */
export const deepest = 100;
/** With more, parsing alone takes too much time and memory. */
export const mostLevels = 1_000_000;

const quote = 0x22;
const backslash = 0x5c;
const openList = 0x5b;
const closeList = 0x5d;
const openObject = 0x7b;
const closeObject = 0x7d;

function isEscaped(text: string, at: number): boolean {
	let before = at - 1;
	while (text.charCodeAt(before) === backslash) before--;
	return (at - before) % 2 === 0;
}

/** Where the string ends that begins at `start`. */
function endOfString(text: string, start: number): number {
	let end = text.indexOf('"', start + 1);
	while (end !== -1 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
	return end === -1 ? text.length : end;
}

/** How deep the lists and objects of a JSON text lie in each other. */
export function levelsIn(text: string): number {
	let level = 0;
	let most = 0;
	for (let at = 0; at < text.length; at++) {
		const character = text.charCodeAt(at);
		if (character === quote) at = endOfString(text, at);
		else if (character === openList || character === openObject) {
			level++;
			if (level > most) most = level;
		} else if (character === closeList || character === closeObject) level--;
	}
	return most;
}

/** Whether a JSON text lies too deep to be parsed. */
export function isEndless(text: string): boolean {
	// Each level takes a bracket at both ends, so most texts need not be looked through.
	return text.length > 2 * mostLevels && levelsIn(text) > mostLevels;
}

/** Whether a key may be "__proto__", also where some of its letters are written as numbers. */
function mayHoldPrototype(text: string): boolean {
	return /__proto__|\\u00[5-7]/.test(text);
}

function isDeeper(value: object, levels: number): boolean {
	if (levels === 0) return true;
	return Object.values(value).some(
		(inner) => typeof inner === 'object' && inner !== null && isDeeper(inner as object, levels - 1),
	);
}

/** Whether what was parsed from the text could do harm. */
export function isHarmful(text: string, value: unknown): boolean {
	const isLevel = typeof value === 'object' && value !== null;
	return isLevel && (isDeeper(value, deepest) || mayHoldPrototype(text));
}

function without(value: unknown, levels: number): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return null;
	if (Array.isArray(value)) return value.map((inner) => without(inner, levels - 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([key]) => key !== '__proto__')
			.map(([key, inner]) => [key, without(inner, levels - 1)]),
	);
}

/** A copy of a parsed value without what could do harm. */
export function harmless(value: unknown): unknown {
	return without(value, deepest);
}
