import * as fc from 'fast-check';

import { isObject } from '../../nodes/BambuLab/cloud/json';
import { fixtures, readFixture } from '../contract/contractHarness';
import { page, type PageName } from '../cloud/http/pages';
import { mutated, mutation, written, type Mutation } from './hostileValues';

/** An answer as it goes over the wire. */
export interface WireAnswer {
	status: number;
	headers: { [name: string]: string | string[] };
	body: Buffer;
	/** How much of the body arrives before the connection breaks; all of it where undefined. */
	share?: number | undefined;
}

/** What an endless answer is made of. */
export const fillings = ['text', 'depth', 'markup'] as const;

type Filling = (typeof fillings)[number];

/** What becomes of a good answer. */
export interface Hostility {
	body:
		| { as: 'itself' | 'nothing' | 'bytes' | 'truncated' | 'latin1' | 'bom' | 'gzip' }
		| { as: 'mutated'; mutations: Mutation[] }
		| { as: 'another'; fixture: string; mutations: Mutation[] }
		| { as: 'anything'; value: unknown }
		| { as: 'text'; text: string }
		| { as: 'page'; page: PageName }
		| { as: 'large'; filling: Filling };
	status?: number | undefined;
	headers: { [name: string]: string };
	share?: number | undefined;
}

const answers = [...fixtures('current'), ...fixtures('seed')].filter(
	(name) => !name.endsWith('.request.json'),
);
const pages: PageName[] = ['html', 'cloudflareBlock', 'cloudflareChallenge', 'captcha'];
const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

const body: fc.Arbitrary<Hostility['body']> = fc.oneof(
	{ weight: 12, arbitrary: fc.record({ as: fc.constant('mutated' as const), mutations }) },
	{
		weight: 3,
		arbitrary: fc.record({
			as: fc.constant('another' as const),
			fixture: fc.constantFrom(...answers),
			mutations,
		}),
	},
	{
		weight: 2,
		arbitrary: fc.jsonValue().map((value) => ({ as: 'anything' as const, value })),
	},
	{
		weight: 1,
		arbitrary: fc.string({ unit: 'binary' }).map((text) => ({ as: 'text' as const, text })),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom(...pages).map((name) => ({ as: 'page' as const, page: name })),
	},
	{
		weight: 4,
		arbitrary: fc
			.constantFrom(
				'itself' as const,
				'nothing' as const,
				'bytes' as const,
				'truncated' as const,
				'latin1' as const,
				'bom' as const,
				'gzip' as const,
			)
			.map((as) => ({ as })),
	},
);

const status = fc.option(
	fc.constantFrom(
		200,
		200,
		201,
		204,
		206,
		299,
		301,
		302,
		304,
		307,
		400,
		401,
		403,
		404,
		418,
		500,
		503,
		599,
		999,
	),
	{ nil: undefined, freq: 2 },
);

/** Not from one second to ten: so long a request waits for its turn, and a test has no time for that. */
const waits = ['0', '-5', '3600', '1e300', 'Infinity', 'soon', '', 'Fri, 31 Dec 9999 23:59:59 GMT'];

const headers: fc.Arbitrary<{ [name: string]: string }> = fc.oneof(
	{ weight: 5, arbitrary: fc.constant({}) },
	{ weight: 1, arbitrary: fc.constantFrom(...waits).map((wait) => ({ 'retry-after': wait })) },
	{
		weight: 1,
		arbitrary: fc
			.constantFrom(
				'text/html',
				'application/json; charset=nonsense',
				'image/png',
				'',
				'a/b;'.repeat(200),
			)
			.map((type) => ({ 'content-type': type })),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom(
				'bbl_csrf_token=',
				'token=\u00e4; Path=/',
				'token=%0d%0a',
				`token=${'x'.repeat(5000)}`,
				'=;=',
				'__proto__=1',
			)
			.map((cookie) => ({ 'set-cookie': cookie })),
	},
	{
		weight: 1,
		arbitrary: fc
			.constantFrom(
				'/',
				'//evil.example/',
				'http://127.0.0.1:9/',
				'file:///etc/passwd',
				'',
				'\\\\',
				'http://[',
			)
			.map((location) => ({ location })),
	},
);

export const hostility: fc.Arbitrary<Hostility> = fc.record({
	body,
	status,
	headers,
	share: fc.option(fc.double({ min: 0, max: 0.99, noNaN: true }), { nil: undefined, freq: 12 }),
});

/** For each request in turn, over and again; undefined leaves its answer as it is. */
export const hostilities = fc.array(fc.option(hostility, { nil: undefined, freq: 4 }), {
	minLength: 1,
	maxLength: 4,
});

function parsed(good: WireAnswer): unknown {
	try {
		return JSON.parse(good.body.toString('utf8'));
	} catch {
		return {};
	}
}

const largeBytes = 50_000_000;

function largeBody(good: WireAnswer, filling: Filling): Buffer {
	switch (filling) {
		case 'text':
			return Buffer.from(written({ ...Object(parsed(good)), note: 'x'.repeat(largeBytes) }));
		case 'depth':
			return Buffer.alloc(largeBytes, '[');
		case 'markup':
			return Buffer.alloc(largeBytes, '<p>');
	}
}

function bodyFor(good: WireAnswer, wanted: Hostility['body']): Buffer {
	const { body: bytes } = good;
	switch (wanted.as) {
		case 'itself':
			return bytes;
		case 'nothing':
			return Buffer.alloc(0);
		case 'bytes':
			return Buffer.from([0xff, 0xfe, 0x00, 0xc3, 0x28, 0x7b, 0x80]);
		case 'truncated':
			return bytes.subarray(0, Math.floor(bytes.length * 0.7));
		case 'latin1': {
			// Letters that are no UTF-8, in the midst of a text.
			const middle = Math.max(0, bytes.indexOf('":"') + 3);
			return Buffer.concat([
				bytes.subarray(0, middle),
				Buffer.from([0xe4, 0xf6]),
				bytes.subarray(middle),
			]);
		}
		case 'bom':
			return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]);
		case 'gzip':
			return bytes;
		case 'mutated':
			return Buffer.from(written(mutated(parsed(good), wanted.mutations)));
		case 'another':
			return Buffer.from(written(mutated(readFixture(wanted.fixture), wanted.mutations)));
		case 'anything':
			return Buffer.from(written(wanted.value));
		case 'text':
			return Buffer.from(wanted.text);
		case 'page':
			return Buffer.from(String(page(wanted.page).body));
		case 'large':
			return largeBody(good, wanted.filling);
	}
}

export function spoilt(good: WireAnswer, hostile: Hostility | undefined): WireAnswer {
	if (hostile === undefined) return good;
	return {
		status: hostile.status ?? good.status,
		headers: {
			...good.headers,
			...(hostile.body.as === 'page' ? { 'content-type': 'text/html' } : {}),
			...(hostile.body.as === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
			...hostile.headers,
		},
		body: bodyFor(good, hostile.body),
		share: hostile.share,
	};
}

/** The lists of a body in which its rows stand, at most two levels deep. */
export function rowListsIn(body: unknown, depth = 0): unknown[][] {
	if (Array.isArray(body)) return body.some((row) => typeof row === 'object') ? [body] : [];
	if (!isObject(body) || depth > 2) return [];
	return Object.values(body).flatMap((value) => rowListsIn(value, depth + 1));
}
