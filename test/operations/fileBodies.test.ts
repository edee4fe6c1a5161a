/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- test code that never ships */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import nock from 'nock';

import { bambuCredential, runOperation } from '../support/bambuLab';

jest.mock('../../nodes/BambuLab/cloud/files/limitedStream', () => ({
	...jest.requireActual<object>('../../nodes/BambuLab/cloud/files/limitedStream'),
	bodyTimeoutMs: () => 4000,
}));

const megabyte = 1_048_576;

const waiting = 'did not answer in time';

/** Bodies that nobody would want to wait for, from a host that the credential itself names with http. */
const bodies: { [path: string]: (response: ServerResponse) => void } = {
	'/stalls.png': (response) => {
		response.writeHead(200, { 'content-length': '1000' });
		response.write('the first bytes');
	},
	'/endless.png': (response) => {
		const chunk = Buffer.alloc(65_536);
		const fill = () => {
			while (!response.destroyed && response.write(chunk));
		};
		response.writeHead(200).on('drain', fill);
		fill();
	},
	'/slow.png': (response) => {
		response.writeHead(200);
		let parts = 0;
		const timer = setInterval(() => {
			if (++parts < 10) return response.write('x');
			clearInterval(timer);
			return response.end('x');
		}, 250);
	},
};

let server: Server;
let address: string;
let asked: Array<{ bytes: () => number; closed: Promise<unknown> }>;

beforeEach(async () => {
	// It would hand out a body only when all of it is there.
	nock.restore();
	asked = [];
	server = createServer((request, response) => {
		const closed = once(response, 'close');
		const { socket } = response;
		asked.push({ bytes: () => socket?.bytesWritten ?? 0, closed });
		bodies[request.url ?? '']?.(response);
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
	address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
});

async function download(path: string) {
	const credential = bambuCredential({ region: 'custom', apiUrl: address });
	const parameters = { source: 'url', url: address + path, options: { maxSize: 1 } };
	const { items, error } = await runOperation('file:download', parameters, { credential });
	return { file: items[0]?.binary?.data, sentence: error?.message };
}

test('a body that stops coming is given up, and its connection closed', async () => {
	const { sentence } = await download('/stalls.png');
	expect(sentence).toBe(`${address.replace('http://', '')} ${waiting}`);
	await asked[0]?.closed;
});

test('a body without end is cut at the limit, and its connection closed', async () => {
	const { sentence } = await download('/endless.png');
	expect(sentence).toBe('The file is larger than 1 MB');
	await asked[0]?.closed;
	// What is on its way between two processes is some megabytes.
	expect(asked[0]?.bytes()).toBeLessThan(16 * megabyte);
});

test('a body that comes slowly, but keeps coming, is waited for', async () => {
	const { file } = await download('/slow.png');
	expect(Buffer.from(file?.data ?? '', 'base64').toString()).toBe('x'.repeat(10));
});

test('plain http is for the host of the custom API URL alone', async () => {
	const credential = bambuCredential({ region: 'custom', apiUrl: 'http://127.0.0.2:1' });
	const parameters = { source: 'url', url: `${address}/slow.png` };
	const { error } = await runOperation('file:download', parameters, { credential });
	expect(error?.message).toBe('Files are downloaded over https only');
	expect(asked).toEqual([]);
});
