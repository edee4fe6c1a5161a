import { CloudError } from '../../nodes/BambuLab/cloud/errors/cloudError';
import type { CloudRequest } from '../../nodes/BambuLab/cloud/http/request';
import type { JsonObject } from '../../nodes/BambuLab/cloud/json';
import { readPages, readHits } from '../../nodes/BambuLab/cloud/list/pages';

const request: CloudRequest = { method: 'GET', path: '/list', query: { status: 2 } };

describe('pages larger than has been seen to work', () => {
	const list = Array.from({ length: 1234 }, (_, index) => ({ id: index + 1 }));

	function refusal(name: string): CloudError {
		return new CloudError({ name, cause: 'configuration-invalid', message: name, next: '' });
	}

	/** Reads the list 500 at a time from a server that gives so many for a limit, and tells its total. */
	async function read(rowsFor: (limit: number) => number, total: number | undefined = list.length) {
		const asked: Array<[limit: number, offset: number]> = [];
		const send = async ({ query }: CloudRequest) => {
			const [limit, offset] = [Number(query?.limit), Number(query?.offset)];
			asked.push([limit, offset]);
			return { hits: list.slice(offset, offset + rowsFor(limit)), total };
		};
		const rows: JsonObject[] = [];
		const pages = readPages(send, { request, read: readHits, pageSize: 500, concurrency: 3 });
		for await (const page of pages) rows.push(...page);
		return { rows, asked };
	}

	test('are asked for as they are wanted', async () => {
		const { rows, asked } = await read((limit) => limit);
		expect(rows).toEqual(list);
		expect(asked).toEqual([
			[500, 0],
			[500, 500],
			[500, 1000],
		]);
	});

	test('are as large as the server makes them', async () => {
		const { rows, asked } = await read((limit) => Math.min(limit, 200));
		expect(rows).toEqual(list);
		expect(asked.map(([, offset]) => offset)).toEqual([0, 200, 400, 600, 800, 1000, 1200]);
	});

	test.each(['badParameter', 'refused'])('are given up where they are %s', async (problem) => {
		const { rows, asked } = await read((limit) => {
			if (limit > 100) throw refusal(problem);
			return limit;
		});
		expect(rows).toEqual(list);
		expect(asked.slice(0, 3)).toEqual([
			[500, 0],
			[100, 0],
			[100, 100],
		]);
		expect(asked).toHaveLength(1 + 13);
	});

	test('are no larger than the server makes them that takes the limit for none', async () => {
		const { rows, asked } = await read((limit) => (limit > 100 ? 20 : limit));
		expect(rows).toEqual(list);
		expect(asked).toHaveLength(62);
	});

	test('another failure is told', async () => {
		const failing = read(() => {
			throw refusal('forbidden');
		});
		await expect(failing).rejects.toMatchObject({ problem: { name: 'forbidden' } });
	});

	test('a short list that tells its total is asked for once', async () => {
		const send = jest.fn(async () => ({ hits: [{ id: 1 }], total: 1 }));
		const pages = readPages(send, { request, read: readHits, pageSize: 500 });
		expect((await pages.next()).value).toEqual([{ id: 1 }]);
		expect((await pages.next()).done).toBe(true);
		expect(send).toHaveBeenCalledTimes(1);
	});
});
