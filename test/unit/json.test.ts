import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { cleanWords } from '../../nodes/BambuLab/cloud/errors/failure';
import { maxJson, parseJson } from '../../nodes/BambuLab/cloud/json';
import { deepestLevel, outputRow } from '../../nodes/BambuLab/core/output';

function nested(levels: number, open: string, close: string): string {
	return open.repeat(levels) + '1' + close.repeat(levels);
}

/** Counts by the value itself, which is how the text's count must come out. */
function depthOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return 1 + Math.max(0, ...Object.values(value).map(depthOf));
}

describe('what could do harm, in a row that leaves the node', () => {
	test.each([
		['lists', '[', ']'],
		['objects', '{"a":', '}'],
		['objects that hide their depth', '{"x":"}}}}","a":', '}'],
	])(
		'%s beyond the deepest level are left out, and their neighbours stay',
		(_name, open, close) => {
			const row = parseJson(`{"good":{"id":1},"bad":${nested(100_000, open, close)}}`);
			const output = outputRow(row as IDataObject);
			expect(output).toMatchObject({ good: { id: 1 } });
			expect(depthOf(output)).toBeLessThanOrEqual(deepestLevel);
		},
	);

	test('a text that is longer than any answer is not read at all', () => {
		expect(parseJson(`"${'x'.repeat(maxJson - 2)}"`)).toHaveLength(maxJson - 2);
		expect(parseJson(`"${'x'.repeat(maxJson - 1)}"`)).toBeUndefined();
	});

	test.each([
		['as it is', '{"__proto__":{"polluted":true},"a":1}'],
		['with a letter as a number', '{"\\u005f_proto__":{"polluted":true},"a":1}'],
		[
			'with all letters as numbers',
			'{"\\u005F\\u005F\\u0070roto\\u005f\\u005f":{"polluted":true},"a":1}',
		],
	])('a prototype among the keys, %s, is left out', (_name, text) => {
		for (const withSecrets of [false, true]) {
			const output = outputRow(parseJson(`{"rows":[${text}]}`) as IDataObject, { withSecrets });
			expect(output).toEqual({ rows: [{ a: 1 }] });
			const [row] = output.rows as object[];
			expect(Object.hasOwn(row ?? {}, '__proto__')).toBe(false);
		}
	});

	test('all else stays as it is', () => {
		fc.assert(
			fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
				const text = JSON.stringify(value);
				// Whole numbers that JavaScript cannot hold stay exact as texts.
				fc.pre(!text.includes('__proto__') && !/\d{16}/.test(text));
				expect(parseJson(text)).toEqual(JSON.parse(text));
			}),
		);
	});
});

test('the words of an endless text are its first, and no half of a token is among them', () => {
	const token = 'A'.repeat(60);
	const filler = 'word '.repeat(4980 / 5);
	expect(cleanWords(filler + token)).toMatch(/^(word )+word?.{0,4}…$/);
	expect(cleanWords(' '.repeat(4980) + token)).toBe('');
	expect(cleanWords('x'.repeat(1_000_000))).toBe('');
});
