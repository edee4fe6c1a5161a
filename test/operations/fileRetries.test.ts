/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code that never ships */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

import { BinaryDataService } from 'n8n-core';
import nock from 'nock';

import { bambuCredential, itemsWith, runOperation } from '../support/bambuLab';

jest.mock('../../nodes/BambuLab/cloud/files/limitedStream', () => ({
	...jest.requireActual<object>('../../nodes/BambuLab/cloud/files/limitedStream'),
	bodyTimeoutMs: () => mockBodyTimeoutMs,
}));
/** A file that does not come on ends after this. */
let mockBodyTimeoutMs = 1000;
type Answer = (response: ServerResponse, times: number) => void;

/** A file host on this machine, which is also the API host of a custom region. */
let server: Server;
let address: string;
let answer: Answer;
const seen = { asked: [] as string[], inFlight: 0, mostInFlight: 0, closed: [] as string[] };

beforeEach(async () => {
	mockBodyTimeoutMs = 1000;
	// It would hand out a body only when all of it is there.
	nock.restore();
	Object.assign(seen, { asked: [], inFlight: 0, mostInFlight: 0, closed: [] });
	server = createServer((request, response) => {
		const path = request.url ?? '';
		seen.asked.push(path);
		seen.inFlight++;
		seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight);
		response.on('close', () => {
			seen.inFlight--;
			if (!response.writableFinished) seen.closed.push(path);
		});
		answer(response, seen.asked.filter((other) => other === path).length);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	jest.restoreAllMocks();
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function download(
	options: object,
	more: Pick<
		NonNullable<Parameters<typeof runOperation>[2]>,
		'items' | 'onStart' | 'settings'
	> = {},
) {
	const credential = bambuCredential({ region: 'custom', apiUrl: address });
	const parameters = { source: 'url', url: `=${address}/{{ $json.name }}.png`, options };
	const items = itemsWith({ name: 'a' });
	return await runOperation('file:download', parameters, { credential, items, ...more });
}

function textOf(item: { binary?: { [field: string]: { data: string } } } | undefined): string {
	return Buffer.from(item?.binary?.data?.data ?? '', 'base64').toString();
}

test.each([
	[503, {}],
	[429, { 'retry-after': '1' }],
	[500, {}],
])('a %d of the file host is tried again within Retry For', async (status, headers) => {
	answer = (response, times) =>
		times === 1 ? response.writeHead(status, headers).end() : response.end('the file');
	const { items, error } = await download({ retryFor: 20 });
	expect(error).toBeUndefined();
	expect(textOf(items[0])).toBe('the file');
	expect(seen.asked).toHaveLength(2);
});

test('a connection that breaks in the body is tried again', async () => {
	answer = (response, times) => {
		response.writeHead(200, { 'content-length': '8' });
		if (times === 1) response.write('the', () => response.destroy());
		else response.end('the file');
	};
	const { items } = await download({ retryFor: 20 });
	expect(textOf(items[0])).toBe('the file');
	expect(seen.asked).toHaveLength(2);
});

test.each([404, 403, 410, 400])('a %d of the file host is final', async (status) => {
	answer = (response) => response.writeHead(status).end();
	const { error } = await download({ retryFor: 20 });
	expect(error).toBeDefined();
	expect(seen.asked).toHaveLength(1);
});

test('a Cloudflare page before the files is named, and asked of once for all items', async () => {
	answer = (response) => response.writeHead(403, { 'cf-mitigated': 'challenge' }).end();
	const names = Array.from({ length: 5 }, (_, index) => ({ name: `file${index}` }));
	const options = { retryFor: 20, concurrentRequests: 1 };
	const settings = { onError: 'continueRegularOutput' as const };
	const { items } = await download(options, { items: itemsWith(...names), settings });
	const words = new Set(items.map(({ json }) => String(json.error)));
	expect(items).toHaveLength(5);
	expect([...words]).toEqual([expect.stringMatching(/^Cloudflare/)]);
	expect(seen.asked).toHaveLength(1);
});

test.each([1, 2, 4])('no more files are in flight than "Concurrent Requests": %d', async (most) => {
	answer = (response) => void wait(30).then(() => response.end('x'));
	const names = Array.from({ length: 12 }, (_, index) => ({ name: `file${index}` }));
	const { items } = await download({ concurrentRequests: most }, { items: itemsWith(...names) });
	expect(items).toHaveLength(12);
	expect(seen.mostInFlight).toBe(most);
});

test('Stop ends a download in the middle of its body', async () => {
	// Else that would end it too.
	mockBodyTimeoutMs = 600_000;
	let stop = () => {};
	answer = (response) => {
		response.writeHead(200, { 'content-length': '1000' });
		response.write('the first bytes', () => stop());
	};
	const run = download(
		{},
		{
			onStart: (stopExecution) => {
				stop = stopExecution;
			},
		},
	);
	await run.catch(() => {});
	while (seen.closed.length === 0) await wait(5);
	expect(seen.closed).toEqual(['/a.png']);
});

test('n8n may take its time to store a file that has come whole', async () => {
	answer = (response) => response.end('the file');
	const { store } = BinaryDataService.prototype;
	jest.spyOn(BinaryDataService.prototype, 'store').mockImplementation(async function (
		this: BinaryDataService,
		...given
	) {
		const stored = await store.apply(this, given);
		// Longer than twice the time of the body.
		await wait(2500);
		return stored;
	});
	const { items, error } = await download({});
	expect(error).toBeUndefined();
	expect(textOf(items[0])).toBe('the file');
});

test('a file that n8n cannot store is not the network’s fault', async () => {
	answer = (response) => response.end('the file');
	jest.spyOn(BinaryDataService.prototype, 'store').mockImplementation(async (_location, body) => {
		for await (const chunk of body as AsyncIterable<unknown>) expect(chunk).toBeDefined();
		throw Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
	});
	const { error } = await download({ retryFor: 20 });
	expect(error?.message).toBe('n8n could not store the file');
	expect(seen.asked).toHaveLength(1);
});
