import { NewestRows } from '../../nodes/BambuLab/trigger/readNewest';

test.each([
	['all that it says there are', 60, true],
	['fewer than it says there are', 61, false],
	['more than it says there are', 59, true],
])('a server that gives %s', async (_name, total, isWhole) => {
	const list = Array.from({ length: 60 }, (_, index) => ({ id: 60 - index }));
	const newest = new NewestRows('/list');
	const send = async ({ query = {} }: { query?: { [name: string]: unknown } }) => {
		const offset = Number(query.offset);
		return await Promise.resolve({ total, hits: list.slice(offset, offset + Number(query.limit)) });
	};
	const read = await newest.read(send, { isEnough: () => false, maxPages: 10 });
	expect(read).toMatchObject({ rows: list, isCut: false, isWhole });
});

test('a reading that goes on where it was cut off knows that the server gives no more', async () => {
	const list = Array.from({ length: 500 }, (_, index) => ({ id: 500 - index }));
	const newest = new NewestRows('/list');
	const send = async ({ query = {} }: { query?: { [name: string]: unknown } }) => {
		const offset = Number(query.offset);
		// Beyond some offset there is nothing, whatever it says of the total.
		const rows = list.slice(offset, Math.min(300, offset + Number(query.limit)));
		return await Promise.resolve({ total: 500, hits: rows });
	};
	const cut = await newest.read(send, { isEnough: () => false, maxPages: 2 });
	expect(cut.isCut).toBe(true);
	const read = await newest.read(send, { isEnough: () => false, maxPages: 100 });
	expect(read).toMatchObject({ rows: list.slice(0, 300), isCut: false, isWhole: false });
});
