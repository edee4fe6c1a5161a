import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { propertiesOf } from '../../nodes/BambuLab/core/description';
import { parametersThatShow, textsIn } from '../support/hostile';
import { canaryToken, globalApi, itemsWith, runOperation } from '../support/bambuLab';
import { serveAnything } from './wireAnything';

const tasks = '/v1/user-service/my/tasks';

describe('several items', () => {
	const limits = itemsWith({ limit: 2 }, { limit: -1 }, { limit: 1 });
	const parameters = { limit: '={{ $json.limit }}', output: 'raw' };
	const problem = 'The parameter "Limit" must be 1 or more.';
	const link = (item: number) => expect.objectContaining({ pairedItem: { item } });

	function serve(): void {
		for (const limit of [2, 1]) {
			const hits = Array.from({ length: limit }, (_, index) => ({ id: 10 * limit + index }));
			nock(globalApi).get(tasks).query({ limit, offset: 0 }).optionally().reply(200, { hits });
		}
	}

	test('each item has its own parameters, and its rows are linked to it', async () => {
		serve();
		const items = itemsWith({ limit: 2 }, { limit: 1 });
		const run = await runOperation('task:getAll', parameters, { items });
		expect(run.items).toEqual([
			{ json: { id: 20 }, pairedItem: { item: 0 } },
			{ json: { id: 21 }, pairedItem: { item: 0 } },
			{ json: { id: 10 }, pairedItem: { item: 1 } },
		]);
	});

	test('an expression anywhere in the options differs by item', async () => {
		serve();
		const items = itemsWith({ size: 20 }, { size: 10 });
		const options = { pageSize: '={{ $json.size }}' };
		const settings = { onError: 'continueRegularOutput' } as const;
		const run = await runOperation('task:getAll', { limit: 2, options }, { items, settings });
		expect(run.items).toEqual([link(0), link(0), link(1)]);
		expect(run.items[2]?.json).toEqual({
			error: 'The parameter "Page Size" must be 20 or more.',
		});
	});

	test('"Stop Workflow": the failing item is named, nothing is given out', async () => {
		serve();
		const run = await runOperation('task:getAll', parameters, { items: limits });
		expect(run.error).toMatchObject({ message: problem, context: { itemIndex: 1 } });
		expect(run.items).toEqual([]);
	});

	test('"Continue": the failing item becomes an error item between the others', async () => {
		serve();
		const settings = { onError: 'continueRegularOutput' } as const;
		const run = await runOperation('task:getAll', parameters, { items: limits, settings });
		expect(run.error).toBeUndefined();
		expect(run.items).toEqual([link(0), link(0), link(1), link(2)]);
		expect(run.items[2]?.json).toEqual({ error: problem });
	});

	test('"Continue (using error output)": the failing item goes there, with its link', async () => {
		serve();
		const settings = { onError: 'continueErrorOutput' } as const;
		const run = await runOperation('task:getAll', parameters, { items: limits, settings });
		expect(run.error).toBeUndefined();
		expect(run.outputs).toEqual([[link(0), link(0), link(2)], [link(1)]]);
		expect(run.outputs[1]?.[0]?.json).toMatchObject({ error: problem });
	});

	test('a failing request behaves as a failing parameter does', async () => {
		nock(globalApi).get(tasks).query(true).reply(503, {});
		nock(globalApi)
			.get(tasks)
			.query(true)
			.reply(200, { hits: [{ id: 1 }] });
		const settings = { onError: 'continueRegularOutput' } as const;
		const items = itemsWith({}, {});
		const run = await runOperation('task:getAll', { limit: 1 }, { items, settings });
		expect(run.items).toEqual([link(0), link(1)]);
		expect(run.items[0]?.json).toEqual({
			error: 'The Bambu Lab cloud is having trouble (status 503)',
		});
	});

	test('no items in, nothing asked, nothing out', async () => {
		const asked = serveAnything();
		const run = await runOperation('task:getAll', {}, { items: [] });
		expect([run.error, run.items, asked]).toEqual([undefined, [], []]);
	});
});

test('numbers and switches as text, as AI agents and expressions give them, are understood', async () => {
	const asked = serveAnything();
	const parameters = {
		returnAll: '={{ "false" }}',
		limit: '={{ "7" }}',
		filters: { status: ' FINISHED ' },
	};
	await runOperation('task:getAll', parameters);
	expect(asked).toEqual([`${tasks}?status=2&limit=100&offset=0`]);
});

/** The slicer's resource types are keys of the query, in which slashes stay as they are. */
function encoded(value: string, at: string): string {
	const text = encodeURIComponent(value);
	return at === 'resourceTypes.types.type' ? text.replace(/%2F/g, '/') : text;
}

describe('hostile values never make another request', () => {
	const hostile = [
		['a step up', '../../v1/other'],
		['dots alone', '..'],
		['encoded dots', '%2e%2e%2fother'],
		['a query', 'x?status=2&limit=1'],
		['a fragment', 'x#y'],
		['a slash', 'a/b'],
		['a backslash', 'a\\b'],
		['another host', '//evil.example/x'],
		['a line break and a header', 'x\r\nX-Evil: 1'],
		['a null byte', 'x\u0000y'],
		['10,000 characters', 'x'.repeat(10_000)],
		['an emoji', '🖨️'],
		['half an emoji', 'x\ud83d'],
		['a prototype', '__proto__'],
	] as const;

	/** Every place of every operation where a user can put text: parameters, and fields of collections. */
	const places = resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => {
			const name = `${resource.value}:${operation.value}`;
			return propertiesOf(operation).flatMap((property) =>
				textsIn(property).map(({ at, put }) => {
					const set = (text: string): IDataObject => ({
						...parametersThatShow(operation, property),
						[property.name]: put(text),
					});
					return { name, at, set };
				}),
			);
		}),
	);

	const cases = places.flatMap((place) =>
		hostile.map(([kind, value]) => ({ ...place, kind, value })),
	);

	test('there are operations to try', () => {
		expect(cases).not.toHaveLength(0);
	});

	test.each(cases)('$name $at: $kind', async ({ name, at, set, value }) => {
		const asked = serveAnything();
		const run = async (text: string) => {
			const { error, stored } = await runOperation(name, set(text));
			return { asked: asked.splice(0), message: error?.message ?? '', stored };
		};
		const harmless = await run('harmless1');
		const actual = await run(value);

		const isEncodable = !/\p{Cs}/u.test(value);
		const expected = harmless.asked.map((uri) =>
			uri.replace('harmless1', () => (isEncodable ? encoded(value, at) : 'nothing')),
		);
		expect(actual.asked).toEqual(actual.asked.length === 0 ? [] : expected);
		const refusal =
			/^The parameter ".+" (holds characters|is longer)|^(The|A) \S+ holds characters/;
		if (actual.message !== harmless.message.replace('harmless1', () => value)) {
			expect(actual.message).toMatch(refusal);
		}
		expect(actual.message.length).toBeLessThan(400);
		expect(actual.stored).not.toContain(canaryToken);
	});
});
