/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import fc from 'fast-check';
import { setImmediate as nextTurn } from 'node:timers/promises';

import { readHits, readPages } from '../../nodes/BambuLab/cloud/list/pages';
import { wantedPages } from '../../nodes/BambuLab/core/wantedPages';
import type { CloudRequest } from '../../nodes/BambuLab/cloud/http/request';
import type { JsonObject } from '../../nodes/BambuLab/cloud/json';

const request: CloudRequest = { method: 'GET', path: '/list', query: { status: 2 } };

/** Follows the list of a server that answers by `answer`; gives the rows and the queries asked. */
async function walk(
	answer: (query: NonNullable<CloudRequest['query']>) => unknown,
	limit = Infinity,
) {
	const asked: unknown[] = [];
	const send = async ({ query = {} }: CloudRequest) => {
		asked.push(query);
		return answer(query);
	};
	const incomplete = jest.fn();
	const pages = readPages(send, { request, read: readHits, onIncomplete: incomplete });
	const rows: JsonObject[] = [];
	for await (const page of wantedPages(pages, { limit })) rows.push(...page);
	return { ids: rows.map(({ id }) => id), asked, hints: incomplete.mock.calls.length };
}

const ids = fc.uniqueArray(fc.integer({ min: 1 }), { maxLength: 200 });

/** One row on a page is the last one of the list, or all that the server ever gives. */
const pageSizes = fc.oneof(
	fc.array(fc.integer({ min: 2, max: 60 }), { minLength: 1 }),
	fc.constant([1]),
);

test('any split of rows into pages gives the same rows once', async () => {
	await fc.assert(
		fc.asyncProperty(
			ids,
			pageSizes,
			fc.constantFrom('right', 'missing', 'too large'),
			fc.constantFrom('number', 'text'),
			async (list, sizes, total, type) => {
				let page = 0;
				const { ids: found, hints } = await walk(({ offset }) => {
					const size = sizes[page++ % sizes.length] ?? 1;
					const rows = list.slice(Number(offset), Number(offset) + size);
					const extra = { right: 0, missing: NaN, 'too large': 7 }[total];
					return {
						hits: rows.map((id) => ({ id: type === 'text' ? String(id) : id })),
						...(total === 'missing' ? {} : { total: list.length + extra }),
					};
				});
				expect(found.map(Number)).toEqual(list);
				// What the server says is there, and does not give, is told.
				expect(hints).toBe(total === 'too large' ? 1 : 0);
			},
		),
	);
});

test('rows that come in at the top while the list is read cost none of the others', async () => {
	await fc.assert(
		fc.asyncProperty(
			ids,
			fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }),
			async (list, arrivals) => {
				let newest = -1;
				let page = 0;
				const now = [...list];
				const { ids: found } = await walk(({ offset }) => {
					const count = page === 0 ? 0 : (arrivals[page] ?? 0);
					page++;
					for (let come = 0; come < count; come++) now.unshift(newest--);
					const start = Number(offset);
					return { hits: now.slice(start, start + 50).map((id) => ({ id })), total: now.length };
				});
				const known = found.filter((id) => Number(id) > 0);
				expect(known).toEqual(list);
				expect(new Set(found).size).toBe(found.length);
			},
		),
	);
});

const isTotalGiven = [true, false];

test.each(isTotalGiven)(
	'a row that a page names twice hides no other, total given: %s',
	async (isGiven) => {
		const list = Array.from({ length: 150 }, (_, index) => index + 1);
		const { ids: found, hints } = await walk(({ offset, limit }) => {
			const start = Number(offset);
			const rows = list.slice(start, start + Number(limit));
			const twice = start === 0 ? [1, ...rows.slice(0, -1)] : rows;
			return { hits: twice.map((id) => ({ id })), ...(isGiven && { total: list.length }) };
		});
		expect(found).toEqual(list);
		expect(hints).toBe(0);
	},
);

/** Walks a list of which a page has so many rows, with what happens to it before each request. */
async function walkWhile(length: number, size: number, happenings: Array<(now: number[]) => void>) {
	const now = Array.from({ length }, (_, index) => index + 1);
	let asked = 0;
	return await walk(({ offset }) => {
		happenings[asked++]?.(now);
		const start = Number(offset);
		return { hits: now.slice(start, start + size).map((id) => ({ id })) };
	});
}

test('the first row stands where a later page begins, since others came: the rest is read', async () => {
	const come = (now: number[]) =>
		now.unshift(...Array.from({ length: 19 }, (_, index) => -index - 1));
	const { ids: found, hints } = await walkWhile(60, 20, [() => undefined, come]);
	expect(found).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
	expect(hints).toBe(0);
});

test('a list that loses rows above each time its end is asked for is read to the end', async () => {
	const go = (now: number[]) => now.splice(0, 2);
	const come = (now: number[]) => now.unshift(-1);
	const { ids: found } = await walkWhile(200, 100, [
		() => undefined,
		() => undefined,
		go,
		come,
		go,
	]);
	expect(found).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));
});

test('a server that gives the same rows for any offset is found out', async () => {
	const rows = Array.from({ length: 100 }, (_, index) => ({ id: index }));
	const { ids: found, hints, asked } = await walk(() => ({ hits: rows, total: 199 }));
	expect(found).toHaveLength(100);
	expect(hints).toBe(1);
	expect(asked.length).toBeLessThanOrEqual(5);
});

test('a limit takes the first rows, and no page more than that needs', async () => {
	await fc.assert(
		fc.asyncProperty(ids, fc.integer({ min: 1, max: 250 }), async (list, limit) => {
			const { ids: found, asked } = await walk(({ offset, limit: size }) => {
				const start = Number(offset);
				const hits = list.slice(start, start + Number(size)).map((id) => ({ id }));
				return { hits, total: list.length };
			}, limit);
			expect(found).toEqual(list.slice(0, limit));
			expect(asked).toHaveLength(Math.max(1, Math.ceil(Math.min(limit, list.length) / 100)));
		}),
	);
});

test('whatever a server answers, the walk ends, be it with an error', async () => {
	const row = fc.record({ id: fc.option(fc.integer({ min: 0, max: 9 })) });
	const page = fc.record({ hits: fc.array(row, { maxLength: 4 }), total: fc.option(fc.integer()) });
	await fc.assert(
		fc.asyncProperty(fc.array(page, { minLength: 1, maxLength: 8 }), async (pages) => {
			let asked = 0;
			await walk(() => pages[asked++ % pages.length]).catch((error: Error) =>
				expect(error.message).toContain('The list could not be read without a gap'),
			);
			expect(asked).toBeLessThan(40);
		}),
	);
});

test.each([
	['rows', 2000, 1_001_500],
	['requests', 1, 20_000],
])('a list without end is given up after so many %s', async (_, pageSize, read) => {
	const send = async ({ query }: CloudRequest) => {
		const start = Number(query?.offset) + 1;
		return { hits: Array.from({ length: pageSize }, (_row, index) => ({ id: start + index })) };
	};
	const walking = async () => {
		const pages = readPages(send, { request, read: readHits });
		while (!(await pages.next()).done);
	};
	await expect(walking()).rejects.toThrow(`The list has no end: ${read} rows were read`);
});

test('the query of the list goes along on every page', async () => {
	const { asked } = await walk(({ offset }) => ({ hits: offset === 0 ? [{ id: 1 }] : [] }));
	expect(asked).toEqual([
		{ status: 2, limit: 100, offset: 0 },
		{ status: 2, limit: 100, offset: 1 },
	]);
});

test('rows without an id are known by what they hold, and equal ones are not one', async () => {
	const names = ['a', 'b', 'a', 'c', 'c', 'd'];
	for (const isTotalGiven of [true, false]) {
		const rows: unknown[] = [];
		const send = async ({ query }: CloudRequest) => {
			const start = Number(query?.offset);
			const hits = names.slice(start, start + 4).map((name) => ({ name }));
			return { hits, ...(isTotalGiven && { total: names.length }) };
		};
		for await (const page of readPages(send, { request, read: readHits })) {
			rows.push(...page.map(({ name }) => name));
		}
		expect(rows).toEqual(names);
	}
});

test('a filter of our own fills the limit from as many pages as it takes', async () => {
	const send = async ({ query }: CloudRequest) => {
		const start = Number(query?.offset);
		return { hits: Array.from({ length: 50 }, (_, index) => ({ id: start + index + 1 })) };
	};
	const pages = readPages(send, { request, read: readHits });
	const rows: JsonObject[] = [];
	const keep = ({ id }: JsonObject) => Number(id) % 40 === 0;
	for await (const page of wantedPages(pages, { limit: 3, keep })) rows.push(...page);
	expect(rows).toEqual([{ id: 40 }, { id: 80 }, { id: 120 }]);
});

test('of 100,000 rows few more pages are held than are under way', async () => {
	let read = 0;
	let given = 0;
	let mostHeld = 0;
	const send = async ({ query }: CloudRequest) => {
		const start = Number(query?.offset);
		mostHeld = Math.max(mostHeld, ++read - given);
		await Promise.resolve();
		return {
			total: 100_000,
			hits: Array.from({ length: 100 }, (_, index) => ({ id: start + index + 1 })),
		};
	};
	let next = 1;
	for await (const page of readPages(send, { request, read: readHits, concurrency: 4 })) {
		given++;
		expect(page[0]).toEqual({ id: next });
		next += page.length;
	}
	expect([next, read]).toEqual([100_001, 1000]);
	expect(mostHeld).toBeLessThanOrEqual(9);
});

test('a slow page holds up none of the others, and the order stays', async () => {
	const answers = new Map<number, () => void>();
	const send = async ({ query }: CloudRequest) => {
		const offset = Number(query?.offset);
		if (offset > 0) await new Promise<void>((answer) => answers.set(offset, answer));
		return { hits: [{ id: offset + 1 }, { id: offset + 2 }], total: 40 };
	};
	const pages = readPages(send, { request, read: readHits, concurrency: 2 });
	await pages.next();
	const second = pages.next();
	const asked: number[][] = [];
	for (const offset of [4, 6, 8, 10, 12]) {
		await nextTurn();
		asked.push([...answers.keys()]);
		answers.get(offset)?.();
	}
	// Beside the slow one at 2, twice as many as are under way have come before their turn, and no more.
	expect(asked).toEqual([
		[2, 4],
		[2, 4, 6],
		[2, 4, 6, 8],
		[2, 4, 6, 8, 10],
		[2, 4, 6, 8, 10],
	]);
	answers.get(2)?.();
	expect((await second).value).toEqual([{ id: 3 }, { id: 4 }]);
	expect((await pages.next()).value).toEqual([{ id: 5 }, { id: 6 }]);
});

test('after a page that failed no more are asked for', async () => {
	let asked = 0;
	const send = async ({ query }: CloudRequest) => {
		asked++;
		if (query?.offset === 6) throw new Error('the connection broke');
		await nextTurn();
		return { hits: [{ id: query?.offset }, { id: `${query?.offset}b` }], total: 400 };
	};
	const read = async () => {
		for await (const page of readPages(send, { request, read: readHits, concurrency: 4 })) {
			expect(page).toHaveLength(2);
		}
	};
	await expect(read()).rejects.toThrow('the connection broke');
	expect(asked).toBe(5);
});

test('a server that gives nothing any more in the middle of a list is told of', async () => {
	const list = Array.from({ length: 500 }, (_, index) => ({ id: 500 - index }));
	let pages = 0;
	const read = await walk(({ offset, limit }) => {
		const rows = ++pages > 3 ? [] : list.slice(Number(offset), Number(offset) + Number(limit));
		return { total: 500, hits: rows };
	});
	expect([read.ids.length, read.hints]).toEqual([300, 1]);
});
