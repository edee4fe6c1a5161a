/* eslint-disable @n8n/community-nodes/no-restricted-globals -- test code that never ships */
import fc from 'fast-check';

import { contractText } from '../cloud/contract';
import { ACCOUNTS } from '../cloud/signIn/accounts';
import { fixtures, placeOf, readFixture } from '../contract/contractHarness';
import { useCloud } from '../support/cloud';
import { textsIn } from './names';
import { runProbe, theContract, tokenOf } from './probeLab';
import { assertScrubbed } from './report';

jest.setTimeout(120_000);

/** Shorter ones ("a few characters") occur in any text. */
const SHORTEST = 6;

describe('the report of a whole account', () => {
	const cloud = useCloud();

	test('holds no value that came over the wire', async () => {
		cloud().world.startPrint({ title: 'Gift for Aunt Ottilie' });
		cloud().world.addMessage(201, {
			designCommented: { comment: 'Where did you buy it, Ottilie?' },
		});
		const token = await tokenOf(cloud().apiUrl);
		const { report, answers } = await runProbe(cloud().apiUrl, token);
		const { printers, prints, presets, spools } = cloud().world;
		const canaries = new Set([
			token,
			cloud().apiUrl,
			cloud().filesUrl,
			...ACCOUNTS.flatMap(({ uid, name, nickname, handle }) => [`${uid}`, name, nickname, handle]),
			...[...textsIn([printers, prints, presets, spools])],
			...answers.flatMap(({ body }) => [...textsIn(body)]),
		]);
		const told = await toldByContract();
		const leaked = [...canaries].filter(
			(canary) => canary.length >= 4 && !told.includes(canary) && report.includes(canary),
		);
		expect(leaked).toEqual([]);
		expect(canaries.size).toBeGreaterThan(500);
	});
});

describe('the report of any answers', () => {
	const secret = fc.oneof(
		fc.string({ minLength: SHORTEST, maxLength: 40 }),
		fc.string({ unit: 'grapheme', minLength: SHORTEST, maxLength: 20 }),
		fc.stringMatching(/^[a-z]{6,12}$/),
		fc.stringMatching(/^[A-Z][a-z]{5,12}( [a-z]{3,8})?$/),
		fc.stringMatching(/^[0-9]{6,15}$/),
		fc.stringMatching(/^0[0-9]P[0-9A-F]{12}$/),
		fc.webUrl(),
		fc.emailAddress(),
		fc.uuid(),
	);
	const bodies = [...fixtures('seed'), ...fixtures('current')]
		.filter((name) => placeOf(name).part === 200)
		.map((name) => ({ operationId: placeOf(name).operationId, body: readFixture(name) }));

	/** An answer in the shape of the real one, with other values, and foreign fields strewn in. */
	const shaped = fc
		.tuple(fc.constantFrom(...bodies), fc.infiniteStream(secret), fc.infiniteStream(fc.nat()))
		.map(([{ operationId, body }, secrets, numbers]) => ({
			operationId,
			body: exchanged(
				body,
				() => secrets.next().value,
				() => numbers.next().value,
			),
		}));
	const anything = fc
		.tuple(
			fc.constantFrom(...bodies.map(({ operationId }) => operationId)),
			fc.object({ key: secret, values: [secret, fc.maxSafeInteger(), fc.constant(null)] }),
		)
		.map(([operationId, body]) => ({ operationId, body }));

	test('holds none of their texts and large numbers', async () => {
		const contract = await theContract();
		const told = await toldByContract();
		const real = globalThis.fetch;
		try {
			await fc.assert(
				fc.asyncProperty(fc.array(fc.oneof(shaped, anything), { maxLength: 4 }), async (some) => {
					const answers = new Map(some.map(({ operationId, body }) => [operationId, body]));
					globalThis.fetch = answering(answers, contract);
					const run = await runProbe('http://127.0.0.1:1', 'token', contract);
					const { report } = run;
					const leaked = [...textsIn(run.answers.map(({ body }) => body))].filter(
						(text) =>
							text.trim().length >= SHORTEST && !told.includes(text) && report.includes(text),
					);
					expect(leaked).toEqual([]);
				}),
				{ numRuns: 60, endOnFailure: true },
			);
		} finally {
			globalThis.fetch = real;
		}
	});
});

test.each(['01P00A000000001', 'maker@example.org', 'https://files.example/x', 3100123456])(
	'a report with %p in it is not written',
	(value) => {
		const values = new Set([String(value)]);
		expect(() => assertScrubbed(`name: ${value}`, values, '')).toThrow('was not written');
		expect(() => assertScrubbed('name: text', values, '')).not.toThrow();
	},
);

/** The contract, and all that the probe says by itself: the report of answers without any content. */
async function toldByContract(): Promise<string> {
	const contract = await theContract();
	const real = globalThis.fetch;
	try {
		globalThis.fetch = answering(new Map(), contract);
		const { report } = await runProbe('http://127.0.0.1:1', 'token', contract);
		return `${contractText()}\n${report}`;
	} finally {
		globalThis.fetch = real;
	}
}

/** A server that answers `{}` wherever nothing else is given. */
function answering(
	answers: ReadonlyMap<string, unknown>,
	contract: Awaited<ReturnType<typeof theContract>>,
): typeof fetch {
	const operations = contract.operations().filter(({ method }) => method === 'get');
	return async (input) => {
		const { pathname } = new URL(String(input));
		const operation = operations.find(({ path }) =>
			new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`).test(pathname),
		);
		return Response.json(answers.get(operation?.operationId ?? '') ?? {});
	};
}

/** The same body with other texts and numbers, in each object one more field that is named by a value. */
function exchanged(value: unknown, text: () => string, number: () => number): unknown {
	if (typeof value === 'string') return text();
	if (typeof value === 'number') return number();
	if (Array.isArray(value)) return value.map((item) => exchanged(item, text, number));
	if (typeof value !== 'object' || value === null) return value;
	const fields = Object.entries(value).map(([name, item]) => [name, exchanged(item, text, number)]);
	const name = text();
	return Object.fromEntries([...fields, [name, text()], ['alias', name]]);
}
