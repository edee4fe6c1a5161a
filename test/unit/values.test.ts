import { cleanWords } from '../../nodes/BambuLab/cloud/errors/failure';
import {
	finiteNumber,
	idText,
	isObject,
	objectsIn,
	parseJson,
	textOrEmpty,
} from '../../nodes/BambuLab/cloud/json';
import { outputRow } from '../../nodes/BambuLab/core/output';
import { printForm } from '../../nodes/BambuLab/output/task';

describe('values of unknown kind', () => {
	const kinds = [undefined, null, 0, 1.5, NaN, Infinity, '', ' 7 ', 'x', true, [1], { a: 1 }];

	test.each<[string, (value: unknown) => unknown, unknown[]]>([
		[
			'finiteNumber',
			finiteNumber,
			[
				undefined,
				undefined,
				0,
				1.5,
				undefined,
				undefined,
				undefined,
				7,
				undefined,
				undefined,
				undefined,
				undefined,
			],
		],
		['textOrEmpty', textOrEmpty, ['', '', '', '', '', '', '', '7', 'x', '', '', '']],
		['idText', idText, ['', '', '0', '1.5', 'NaN', 'Infinity', '', '7', 'x', '', '', '']],
		[
			'isObject',
			isObject,
			[false, false, false, false, false, false, false, false, false, false, false, true],
		],
	])('%s', (_name, read, expected) => {
		expect(kinds.map(read)).toEqual(expected);
	});

	test('objectsIn takes the objects of a list', () => {
		expect(objectsIn([{ a: 1 }, null, 'x', [2], {}])).toEqual([{ a: 1 }, {}]);
		expect(kinds.flatMap(objectsIn)).toEqual([]);
	});

	test('parseJson gives nothing for what is no JSON', () => {
		expect(['{"a":1}', 'null', '', '<html>', '{"a":'].map(parseJson)).toEqual([
			{ a: 1 },
			null,
			undefined,
			undefined,
			undefined,
		]);
	});
});

test.each([
	'dev_access_code',
	'accessCode',
	'ttcode',
	'passwd',
	'authkey',
	'stream_key',
	'stream_salt',
	'accessToken',
	'refreshToken',
])('the secret field %s stays out at any depth, and nothing else', (name) => {
	const row = {
		a: null,
		[name]: 'x',
		list: [1, { [name]: 'x', b: [[]] }],
		deep: { [name]: {}, c: 0 },
	};
	const before = structuredClone(row);
	expect(outputRow(row)).toEqual({ a: null, list: [1, { b: [[]] }], deep: { c: 0 } });
	expect(row).toEqual(before);
});

test('what comes of reckoning with the largest numbers is no figure', () => {
	const grams = { weight: Number.MAX_VALUE, length: Number.MAX_VALUE, costTime: Number.MAX_VALUE };
	const [row = {}] = printForm.toRows({ status: 2, ...grams }, { prices: { perKg: 1e9 } });
	const figures = Object.values(outputRow({ ...row, list: [{ sum: Infinity }, NaN, 0] }));
	const numbers = JSON.stringify(figures);
	expect(JSON.parse(numbers)).toEqual(figures);
});

describe('words of the API', () => {
	const long = 'Ab3_-'.repeat(12);

	test.each([
		['white space and control characters', ' a\r\n\u0000 b\tc ', 'a b c'],
		['a token', `token ${long}.`, 'token [hidden].'],
		['a token with its scheme', `sent Bearer ${long}`, 'sent [hidden]'],
		['a token of three parts', `got ${long}.${long}.${long} here`, 'got [hidden] here'],
		[
			'ids and serials stay',
			'task 712345678 on 01P00A000000001',
			'task 712345678 on 01P00A000000001',
		],
		['long words are cut', 'word '.repeat(100), `${'word '.repeat(60).slice(0, 299)}…`],
	])('%s', (_name, words, clean) => {
		expect(cleanWords(words)).toBe(clean);
	});
});
