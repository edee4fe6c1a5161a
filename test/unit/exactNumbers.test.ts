import fc from 'fast-check';

import { idText, idValue, parseJson, withExactNumbers } from '../../nodes/BambuLab/cloud/json';

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

test('any JSON that JavaScript writes is left as it is', () => {
	fc.assert(
		fc.property(fc.jsonValue(), (value) => {
			const text = JSON.stringify(value);
			const isLong = /\d{16}/.test(text);
			if (!isLong) expect(withExactNumbers(text)).toBe(text);
			expect(typeof parseJson(text)).toBe(typeof JSON.parse(text));
		}),
	);
});
