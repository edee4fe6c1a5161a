import type { IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';

import type { CheckedProperty } from '../../nodes/BambuLab/core/operation';
import { parameterReader } from '../../nodes/BambuLab/core/parameters';

/** Reads one parameter of a node in which the user has set `raw`, and which comes out as `value`. */
function read(
	property: Partial<CheckedProperty>,
	value: unknown,
	type = 'bambuLab',
	raw: unknown = value,
): unknown {
	const full = { displayName: 'Thing', name: 'thing', type: 'string', default: '', ...property };
	const context = {
		getNode: () => ({ name: 'Node', type, parameters: { [full.name]: raw } }) as unknown as INode,
		getTimezone: () => 'America/New_York',
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => value ?? fallback,
	} as unknown as IExecuteFunctions;
	return parameterReader(context, [full as CheckedProperty])(0)[full.name];
}

const choice = {
	type: 'options',
	options: [
		{ name: 'One', value: 1 },
		{ name: 'Two', value: 2 },
	],
} satisfies Partial<CheckedProperty>;
const several = { ...choice, type: 'multiOptions' } as const;
const range = { type: 'number', typeOptions: { minValue: 1, maxValue: 9 } } as const;
const fields = {
	type: 'collection',
	options: [
		{ displayName: 'Count', name: 'count', type: 'number', default: 0 },
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
	],
} satisfies Partial<CheckedProperty>;

test.each<[string, Partial<CheckedProperty>, unknown, unknown]>([
	['text', {}, ' a ', 'a'],
	['a number as text', {}, 7, '7'],
	['no text', {}, null, ''],
	['a number', range, 3, 3],
	['text as a number', range, ' 3 ', 3],
	['a fraction where it is allowed', range, 2.5, 2.5],
	['a switch', { type: 'boolean' }, false, false],
	['text as a switch', { type: 'boolean' }, 'true', true],
	['a choice', choice, 2, 2],
	['text as a choice', choice, '2', 2],
	['the words of a choice', choice, 'two', 2],
	['the words of a choice in other blanks', choice, ' TWO ', 2],
	['a date', { type: 'dateTime' }, '2026-08-14T09:21:07Z', '2026-08-14T09:21:07.000Z'],
	['a date in milliseconds', { type: 'dateTime' }, 1_786_699_267_000, '2026-08-14T09:21:07.000Z'],
	['a date in seconds, as text', { type: 'dateTime' }, '1786699267', '2026-08-14T09:21:07.000Z'],
	['no date', { type: 'dateTime' }, '', ''],
	['a color', { type: 'color' }, '00ae42', '#00AE42'],
	['an ID of digits', { check: 'number' }, 712345678, '712345678'],
	['several IDs in a text', { check: 'ids' }, ' 1, 2,,3 ', ['1', '2', '3']],
	['several IDs in a list', { check: 'ids' }, [1, ' 2 '], ['1', '2']],
	['a printer', { type: 'resourceLocator', check: 'printer' }, ' Workshop ', 'Workshop'],
	['a JSON object', { type: 'json' }, { a: 1 }, { a: 1 }],
	['text as a JSON object', { type: 'json' }, '{"a":1}', { a: 1 }],
	['a resource locator', { type: 'resourceLocator' }, { __rl: true, mode: 'id', value: 5 }, '5'],
	['a plain value for it', { type: 'resourceLocator' }, 'x', 'x'],
	['fields', fields, { count: '2', name: 'a' }, { count: 2, name: 'a' }],
	['a field that is not set', fields, { name: 'a' }, { name: 'a' }],
	['a field that nobody knows', fields, { other: 1 }, {}],
	['several choices', several, ['one', 2], [1, 2]],
	['several choices in a text', several, 'one, Two', [1, 2]],
])('%s', (_name, property, value, expected) => {
	expect(read(property, value)).toEqual(expected);
});

test.each<[string, Partial<CheckedProperty>, unknown, string]>([
	['an object for text', {}, {}, 'must be text.'],
	['nothing where something is needed', { required: true }, ' ', 'is empty. Enter a value.'],
	['words for a number', range, 'x', 'must be a number.'],
	['too little', range, 0, 'must be 1 or more.'],
	['too much', range, 10, 'must be 9 or less.'],
	['a fraction', { ...range, typeOptions: { numberPrecision: 0 } }, 1.5, 'must be a whole number.'],
	['words for a switch', { type: 'boolean' }, 'maybe', 'must be true or false.'],
	['an unknown choice', choice, 3, 'must be one of: 1 (One), 2 (Two).'],
	['the beginning of a choice', choice, 'Tw', 'must be one of: 1 (One), 2 (Two).'],
	['an unknown choice of several', several, ['x'], 'must be one of: 1 (One), 2 (Two).'],
	['no choice at all', choice, ' ', 'must be one of: 1 (One), 2 (Two).'],
	[
		'words for a date',
		{ type: 'dateTime' },
		'soon',
		'must be a date, such as 2026-08-14T09:00, not "soon".',
	],
	[
		'two days for a date',
		{ type: 'dateTime' },
		'01/02/2026',
		'must be a date, such as 2026-08-14T09:00, not "01/02/2026".',
	],
	[
		'the same with dots',
		{ type: 'dateTime' },
		' 1.2.26 9:00',
		'must be a date, such as 2026-08-14T09:00, not " 1.2.26 9:00".',
	],
	[
		'a zero for a date',
		{ type: 'dateTime' },
		0,
		'must be a date, such as 2026-08-14T09:00, not "0".',
	],
	['words for a color', { type: 'color' }, 'red', 'must be a color, such as #00AE42.'],
	[
		'words for an ID of digits',
		{ check: 'number' },
		'abc',
		'must be an ID of digits, such as 712345678.',
	],
	['broken JSON', { type: 'json' }, '{', 'is not valid JSON.'],
	['a JSON list', { type: 'json' }, '[1]', 'must be a JSON object.'],
	[
		'a line break in an ID',
		{ type: 'resourceLocator', check: 'id' },
		'a\nb',
		'holds characters that no ID has.',
	],
	[
		'no ID',
		{ type: 'resourceLocator', check: 'id', required: true },
		'',
		'is empty. Enter a value, or pick one',
	],
])('%s is refused by name', (_name, property, value, sentence) => {
	expect(() => read(property, value)).toThrow(`The parameter "Thing" ${sentence}`);
});

describe('what the user has added to a collection', () => {
	const filters = {
		displayName: 'Filters',
		type: 'collection',
		options: [
			{ displayName: 'Since', name: 'since', type: 'dateTime', default: '' },
			{ displayName: 'Name', name: 'name', type: 'string', default: '' },
			{ displayName: 'Which', name: 'which', default: '', ...choice },
			{ displayName: 'IDs', name: 'ids', type: 'string', default: '', check: 'ids' },
			{
				displayName: 'Printer',
				name: 'printer',
				type: 'resourceLocator',
				default: '',
				check: 'printer',
			},
		],
	} as Partial<CheckedProperty>;
	const remedy = 'or remove it from "Filters".';

	test.each(['since', 'name', 'which', 'ids', 'printer'])(
		'must not come out empty, or the filter would let everything through: %s',
		(name) => {
			for (const nothing of [undefined, null]) {
				expect(() => read(filters, { [name]: nothing })).toThrow(
					/^The parameter "\w+" came out empty\. Correct its expression, or remove it from "Filters"\.$/,
				);
			}
		},
	);

	test.each(['since', 'name', 'ids'])('may be empty for an AI agent: %s', (name) => {
		const all = { ...filters, name: 'filters' };
		const readBy = (type: string) => read(all, { [name]: '' }, type);
		expect(() => readBy('bambuLab')).toThrow(/ is empty\. Fill it in, or remove it from "Filters"/);
		expect(readBy('bambuLabTool')).toEqual({});
	});

	test('what the model of an AI agent leaves empty is no filter, whatever its kind', () => {
		const all = { ...filters, name: 'filters' };
		const byModel = "={{ $fromAI('it') }}";
		const nothings = {
			since: '',
			name: undefined,
			which: null,
			ids: [],
			printer: { __rl: true, mode: 'id', value: '' },
		};
		const raw = Object.fromEntries(Object.keys(nothings).map((name) => [name, byModel]));
		expect(read(all, nothings, 'bambuLabTool', raw)).toEqual({});
		// What the user left empty is a mistake there too.
		expect(() => read(all, nothings, 'bambuLabTool', { ...raw, printer: {} })).toThrow(
			'The parameter "Printer" is empty.',
		);
		expect(() => read(all, nothings, 'bambuLab', raw)).toThrow(/empty/);
	});

	test.each([
		['an empty text, as joining nothing gives', ''],
		['commas alone', ' , ,'],
		['a list without any', []],
		['a list of blanks', [' ', '']],
	])('a filter of several never comes to none: %s', (_what, ids) => {
		const all = { ...filters, name: 'filters' };
		for (const type of ['bambuLab', ...(ids === '' ? [] : ['bambuLabTool'])]) {
			expect(() => read(all, { ids }, type)).toThrow(
				`The parameter "IDs" is empty. Fill it in, ${remedy}`,
			);
		}
	});

	test.each([
		['left unselected', { __rl: true, mode: 'list', value: '' }],
		['left unselected, as the editor stores it at first', { mode: 'list', value: '' }],
		['of which an expression gave nothing', { __rl: true, mode: 'id', value: undefined }],
		['of which an expression gave blanks', { __rl: true, mode: 'id', value: ' ' }],
		['of which an expression gave an empty text', ''],
	])('a printer %s is refused with the next step', (_name, printer) => {
		expect(() => read(filters, { printer })).toThrow(
			`The parameter "Printer" is empty. Choose one, ${remedy}`,
		);
	});

	test('an empty text or date is no filter', () => {
		expect(read(filters, { since: '', name: '', ids: '' })).toEqual({
			since: '',
			name: '',
			ids: [],
		});
	});
});

test('a price that comes out empty is no default', () => {
	const values = [
		{ displayName: 'Price', name: 'price', type: 'number', default: 20 },
	] as INodeProperties[];
	const options = [{ displayName: 'Row', name: 'rows', values }];
	const prices = { type: 'fixedCollection', options } as Partial<CheckedProperty>;
	expect(read(prices, { rows: [{}] })).toEqual({ rows: [{ price: 20 }] });
	for (const price of [undefined, null, '']) {
		expect(() => read(prices, { rows: [{ price }] })).toThrow('"Price" must be a number.');
	}
});

test('a field inside a collection is refused by its own name', () => {
	expect(() => read(fields, { count: 'x' })).toThrow('The parameter "Count" must be a number.');
});

test('n8n is asked once for what holds no expression, and for each item where something does', () => {
	const options = { type: 'collection', options: fields.options } as const;
	const property = (name: string, more: Partial<CheckedProperty> = {}) =>
		({ displayName: name, name, type: 'string', default: '', ...more }) as INodeProperties;
	const properties = [
		property('fixed'),
		property('varied'),
		property('deep', options),
		property('plain', options),
		property('unset'),
	];
	const asked: string[] = [];
	const context = {
		getNode: () => ({
			type: 'bambuLab',
			parameters: {
				fixed: 'a',
				varied: '={{ $json.x }}',
				deep: { count: 1, name: '={{ $json.x }}' },
				plain: { count: 2, name: 'n = 2' },
			},
		}),
		getNodeParameter: (name: string, item: number) => {
			asked.push(`${name} ${item}`);
			return {
				varied: `x${item}`,
				deep: { count: 1, name: `x${item}` },
				plain: { count: 2, name: 'n = 2' },
			}[name];
		},
	} as unknown as IExecuteFunctions;
	const readValues = parameterReader(context, properties);
	const values = [0, 1, 2].map((item) => readValues(item));
	expect(values.map(({ varied }) => varied)).toEqual(['x0', 'x1', 'x2']);
	expect(values.map(({ deep }) => deep)).toEqual(
		[0, 1, 2].map((item) => ({ count: 1, name: `x${item}` })),
	);
	expect(values[2]).toMatchObject({ plain: { count: 2, name: 'n = 2' }, fixed: '', unset: '' });
	expect(asked.filter((call) => call.endsWith(' 0'))).toHaveLength(5);
	expect(asked.filter((call) => !call.endsWith(' 0'))).toEqual([
		'varied 1',
		'deep 1',
		'varied 2',
		'deep 2',
	]);
});
