import fc from 'fast-check';

import { idText, parseJson } from '../../nodes/BambuLab/cloud/json';
import { idValue } from '../../nodes/BambuLab/output/values';

test.each([
	['9007199254740993', '9007199254740993'],
	['9007199254740991', 9007199254740991],
	['-9007199254740993', '-9007199254740993'],
	['18446744073709551615', '18446744073709551615'],
	['712345678', 712345678],
	['1234567890123456.5', 1234567890123456.5],
	['12345678901234567e3', 12345678901234567e3],
	['"9007199254740993"', '9007199254740993'],
	['"say \\"9007199254740993\\" twice"', 'say "9007199254740993" twice'],
])('%s in an answer', (json, value) => {
	expect(parseJson(`{"a":[${json}]}`)).toEqual({ a: [value] });
});

test('ids that differ in their last digit stay apart, as the text that they are', () => {
	fc.assert(
		fc.property(fc.bigInt({ min: 0n, max: 2n ** 64n }), (id) => {
			const [row] = parseJson(`[{"id":${id}}]`) as Array<{ id: unknown }>;
			expect(idText(row?.id)).toBe(String(id));
			expect(String(idValue(row?.id))).toBe(String(id));
		}),
	);
});

/** What JSON says, with texts where a number may have lost digits on its way into JavaScript. */
function withTexts(value: unknown): unknown {
	if (typeof value === 'number') {
		const isUnsure = Number.isInteger(value) && !Number.isSafeInteger(value);
		return isUnsure && Math.abs(value) < 1e21 ? String(value) : value;
	}
	if (Array.isArray(value)) return value.map(withTexts);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withTexts(part)]));
}

test('of any JSON that JavaScript writes only numbers that are too long become texts', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = JSON.stringify(value);
			expect(parseJson(text)).toEqual(withTexts(JSON.parse(text)));
		}),
		{ examples: [[-9007199254740992], [{ a: [2 ** 53, 'b'] }]] },
	);
});
