import type { IExecuteFunctions, INode, INodeProperties } from 'n8n-workflow';

import { parameterReader } from '../../nodes/BambuLab/core/parameters';

/** Reads one parameter of a node in which the user has set `value`. */
function read(property: Partial<INodeProperties>, value: unknown): unknown {
	const full = { displayName: 'Thing', name: 'thing', type: 'string', default: '', ...property };
	const context = {
		getNode: () => ({ name: 'Node', parameters: { thing: value } }) as unknown as INode,
		getNodeParameter: (_name: string, _item: number, fallback: unknown) => value ?? fallback,
	} as unknown as IExecuteFunctions;
	return parameterReader(context, [full as INodeProperties])(0).thing;
}

const choice = {
	type: 'options',
	options: [
		{ name: 'One', value: 1 },
		{ name: 'Two', value: 2 },
	],
} satisfies Partial<INodeProperties>;
const range = { type: 'number', typeOptions: { minValue: 1, maxValue: 9 } } as const;
const fields = {
	type: 'collection',
	options: [
		{ displayName: 'Count', name: 'count', type: 'number', default: 0 },
		{ displayName: 'Name', name: 'name', type: 'string', default: '' },
	],
} satisfies Partial<INodeProperties>;

test.each<[string, Partial<INodeProperties>, unknown, unknown]>([
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
	['the beginning of its words', choice, 'Tw', 2],
	['a JSON object', { type: 'json' }, { a: 1 }, { a: 1 }],
	['text as a JSON object', { type: 'json' }, '{"a":1}', { a: 1 }],
	['a resource locator', { type: 'resourceLocator' }, { __rl: true, mode: 'id', value: 5 }, '5'],
	['a plain value for it', { type: 'resourceLocator' }, 'x', 'x'],
	['fields', fields, { count: '2', name: 'a' }, { count: 2, name: 'a' }],
	['a field that is not set', fields, { name: 'a' }, { name: 'a' }],
	['a field that nobody knows', fields, { other: 1 }, {}],
	['several choices', { type: 'multiOptions' }, ['a', 'b'], ['a', 'b']],
])('%s', (_name, property, value, expected) => {
	expect(read(property, value)).toEqual(expected);
});

test.each<[string, Partial<INodeProperties>, unknown, string]>([
	['an object for text', {}, {}, 'must be text.'],
	['nothing where something is needed', { required: true }, ' ', 'is empty. Enter a value.'],
	['words for a number', range, 'x', 'must be a number.'],
	['too little', range, 0, 'must be 1 or more.'],
	['too much', range, 10, 'must be 9 or less.'],
	['a fraction', { ...range, typeOptions: { numberPrecision: 0 } }, 1.5, 'must be a whole number.'],
	['words for a switch', { type: 'boolean' }, 'maybe', 'must be true or false.'],
	['an unknown choice', choice, 3, 'must be one of: 1 (One), 2 (Two).'],
	['no choice at all', choice, ' ', 'must be one of: 1 (One), 2 (Two).'],
	['broken JSON', { type: 'json' }, '{', 'is not valid JSON.'],
	['a JSON list', { type: 'json' }, '[1]', 'must be a JSON object.'],
	[
		'a line break in an ID',
		{ type: 'resourceLocator' },
		'a\nb',
		'holds characters that no ID has.',
	],
	[
		'no ID',
		{ type: 'resourceLocator', required: true },
		'',
		'is empty. Enter a value, or pick one',
	],
])('%s is refused by name', (_name, property, value, sentence) => {
	expect(() => read(property, value)).toThrow(`The parameter "Thing" ${sentence}`);
});

test('a field inside a collection is refused by its own name', () => {
	expect(() => read(fields, { count: 'x' })).toThrow('The parameter "Count" must be a number.');
});

test('n8n is asked once for what holds no expression, and for each item where something does', () => {
	const options = { type: 'collection', options: fields.options } as const;
	const property = (name: string, more: Partial<INodeProperties> = {}) =>
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
