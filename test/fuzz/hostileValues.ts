import * as fc from 'fast-check';

/** Text that stands in a body as it is: what no value of JavaScript can be written as. */
class Raw {
	constructor(readonly text: string) {}
}

function deep(levels: number, open: string, close: string): Raw {
	return new Raw(open.repeat(levels) + '1' + close.repeat(levels));
}

/** Values by their names, so that a counterexample can be read. */
const hostileValues: { [name: string]: unknown } = {
	null: null,
	true: true,
	zero: 0,
	'minus one': -1,
	half: 0.5,
	'the largest number': 1.7976931348623157e308,
	'a number beyond all': new Raw('1e400'),
	'a number below all': new Raw('-1e400'),
	'thirty digits': new Raw('123456789012345678901234567890'),
	'minus zero': new Raw('-0'),
	'empty text': '',
	'a space': ' ',
	'a word': 'word',
	'a number as text': '7',
	'infinity as text': 'Infinity',
	'a null byte': '\u0000',
	'line breaks and a header': 'a\r\nX-Evil: 1',
	'half an emoji': 'x\ud83d',
	'letters of no header': 'tökén→',
	'the end of time': '+275760-09-13T00:00:00.000Z',
	'after the end of time': '+275760-09-13T00:00:00.001Z',
	'a far future': '9999-12-31T23:59:59Z',
	'before our era': '-000044-03-15T00:00:00Z',
	'the name of a prototype': '__proto__',
	'the name of a constructor': 'constructor',
	'the name of a method': 'toString',
	'a hundred thousand letters': 'x'.repeat(100_000),
	'words without end': 'bearer  '.repeat(5_000),
	'a way up': '../../..',
	'a file': 'file:///etc/passwd',
	'data as a URL': 'data:text/plain,hello',
	'a dead address': 'http://127.0.0.1:9/x',
	markup: '<script>alert(1)</script>',
	'an empty list': [],
	'an empty object': {},
	'a list of nothing': [null],
	'lists in lists': [[[]]],
	'a list of everything': [null, 1, 'x', {}, [], true],
	'a prototype': new Raw('{"__proto__":{"polluted":true}}'),
	'a hidden prototype': new Raw('{"\\u005f_proto__":{"polluted":true},"a":1}'),
	'a constructor': { constructor: { prototype: { polluted: true } } },
	'a value that has a method': { toString: 1, valueOf: null, then: 'x', toJSON: true },
	'200 lists deep': deep(200, '[', ']'),
	'3,000 objects deep': deep(3000, '{"a":', '}'),
	'100,000 lists deep': deep(100_000, '[', ']'),
	'100,000 objects deep': deep(100_000, '{"a":', '}'),
};

const keys = ['__proto__', 'constructor', 'toString', 'length', '0', '', 'id', 'then', 'toJSON'];

export interface Mutation {
	/** Which of the body's values, counted from the whole. */
	at: number;
	how: 'replace' | 'remove' | 'repeat' | 'wrap' | 'add';
	key: string;
	/** A name of the table above, or any value. */
	value: { named: string } | { given: unknown };
}

const valueArbitrary = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.constantFrom(...Object.keys(hostileValues)).map((named) => ({ named })),
	},
	{ weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }).map((given) => ({ given })) },
);

export const mutation: fc.Arbitrary<Mutation> = fc.record({
	at: fc.nat({ max: 400 }),
	how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'repeat', 'wrap', 'add'),
	key: fc.constantFrom(...keys),
	value: valueArbitrary,
});

function valueOf({ value }: Mutation): unknown {
	const chosen = 'named' in value ? hostileValues[value.named] : value.given;
	// The next mutation may spoil it further, and must not spoil the table.
	return chosen instanceof Raw ? chosen : structuredClone(chosen);
}

type Container = { [key: string]: unknown } | unknown[];

function isContainer(value: unknown): value is Container {
	return typeof value === 'object' && value !== null && !(value instanceof Raw);
}

interface Place {
	holder: Container;
	key: string;
}

/** A text as a token is one of its own: beside it, the same text elsewhere in the answer would pass for a leak. */
function ownWhereSecret(key: string, value: unknown): unknown {
	return typeof value === 'string' && value && /token|key$/i.test(key) ? `${value}#${key}` : value;
}

function put({ holder, key }: Place, spoilt: unknown): void {
	const value = ownWhereSecret(key, spoilt);
	// An assignment would set a prototype where a key of that name is meant.
	const own = { value, enumerable: true, writable: true, configurable: true };
	Object.defineProperty(holder, key, own);
}

function placesIn(holder: Container): Place[] {
	return Object.entries(holder).flatMap(([key, value]) => [
		{ holder, key },
		...(isContainer(value) ? placesIn(value) : []),
	]);
}

/** A copy of a body with one value after the other spoilt. */
export function mutated(body: unknown, mutations: readonly Mutation[]): unknown {
	const root: Container = { body: structuredClone(body) };
	for (const change of mutations) {
		const places = placesIn(root);
		const place = places[change.at % places.length];
		if (place === undefined) continue;
		const { holder, key } = place;
		const before: unknown = (holder as { [name: string]: unknown })[key];
		if (change.how === 'replace') put(place, valueOf(change));
		else if (change.how === 'wrap') put(place, change.at % 2 === 0 ? [before] : { [key]: before });
		else if (change.how === 'add' && isContainer(before) && !Array.isArray(before)) {
			put({ holder: before, key: change.key }, valueOf(change));
		} else if (change.how === 'repeat' && Array.isArray(before)) before.push(...before);
		else if (change.how === 'remove' && holder !== root) {
			if (Array.isArray(holder)) holder.splice(Number(key), 1);
			else delete holder[key];
		} else put(place, valueOf(change));
	}
	return root.body;
}

/** As JSON, which need not be valid. */
export function written(value: unknown): string {
	if (value instanceof Raw) return value.text;
	if (Array.isArray(value)) return `[${value.map(written).join(',')}]`;
	if (!isContainer(value)) return JSON.stringify(value) ?? 'null';
	const members = Object.entries(value).map(
		([key, inner]) => `${JSON.stringify(key)}:${written(inner)}`,
	);
	return `{${members.join(',')}}`;
}
