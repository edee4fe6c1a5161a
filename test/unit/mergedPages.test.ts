import { answerError } from '../../nodes/BambuLab/cloud/errors/cloudError';
import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import { mergedPages } from '../../nodes/BambuLab/cloud/list/mergedPages';

const forbidden = answerError('request', 'host', { status: 403, headers: {}, text: '{}' });

/** A list that gives these pages of times, and is refused then where it is not whole. */
async function* list(pages: number[][], isRefused = false): AsyncGenerator<JsonObject[]> {
	for (const page of pages) yield page.map((time) => ({ id: time, time }));
	if (isRefused) throw forbidden;
}

async function idsOf(lists: Array<AsyncGenerator<JsonObject[]>>): Promise<unknown[]> {
	const ids: unknown[] = [];
	for await (const page of mergedPages(lists, ({ time }) => Number(time))) {
		ids.push(...page.map(({ id }) => id));
	}
	return ids;
}

test('the newest first, each once', async () => {
	expect(await idsOf([list([[9, 5], [1]]), list([[8, 5, 4]])])).toEqual([9, 8, 5, 4, 1]);
});

test('a list that the account does not have is left out', async () => {
	expect(await idsOf([list([], true), list([[2, 1]])])).toEqual([2, 1]);
});

test('of lists of which it has none, the refusal is told', async () => {
	await expect(idsOf([list([], true), list([], true)])).rejects.toBe(forbidden);
});

test('a list that is refused in its middle does not end short in silence', async () => {
	await expect(idsOf([list([[9, 8]], true), list([[7]])])).rejects.toBe(forbidden);
});
