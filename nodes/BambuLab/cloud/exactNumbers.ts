/** Strings, so that what stands in them is passed over, and whole numbers too long to be sure of. */
const stringOrLong = /"(?:[^"\\]|\\.)*"|(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/g;

function isExact(digits: string): boolean {
	return Number.isSafeInteger(Number(digits)) && String(Number(digits)) === digits;
}

/**
 * JSON in which whole numbers that JavaScript cannot hold stand as texts: ids have 64 bits, and two that
 * differ in the last digits must not become one.
 */
export function withExactNumbers(text: string): string {
	// Most answers hold no such number, nor a digit run that could be one.
	if (!/\d{16}/.test(text)) return text;
	return text.replace(stringOrLong, (token) =>
		token.startsWith('"') || isExact(token) ? token : `"${token}"`,
	);
}
