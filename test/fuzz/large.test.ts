/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer, type Server } from 'node:http';

import { bambuCredential, runOperation } from '../support/bambuLab';
import { describeLargeAnswers } from './largeAnswers';
import { rawWordsIn } from './oracle';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

const bytes = 50_000_000;
const row = { id: 1, title: 'Benchy', status: 2 };

/** Endless answers, by what they are made of. */
const bodies: { [name: string]: () => string } = {
	'a good list with one endless text': () =>
		JSON.stringify({ total: 1, hits: [{ ...row, note: 'x'.repeat(bytes) }] }),
	'a good list with endless depth beside its row': () =>
		`{"total":2,"hits":[${JSON.stringify(row)},${'['.repeat(bytes / 2)}${']'.repeat(bytes / 2)}]}`,
	'an error with endless words': () =>
		JSON.stringify({ code: 2, message: 'bearer   not so '.repeat(bytes / 16) }),
	'a web page': () => `<html>${'<p>'.repeat(bytes / 3)}`,
	'brackets that never close': () => '['.repeat(bytes),
};

let server: Server;
let body = '';
let status = 200;

beforeAll(async () => {
	server = createServer((_request, response) => response.writeHead(status).end(body));
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
	body = '';
	server.closeAllConnections();
	await new Promise<void>((resolve) => server.close(() => resolve()));
});

async function tasks() {
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const credential = bambuCredential({ region: 'custom', apiUrl: `http://127.0.0.1:${port}` });
	return await runOperation('task:getAll', {}, { credential });
}

describe('an answer of 50 MB to everything that asks', () => {
	describeLargeAnswers({ isThorough: false, timeoutMs: 300_000 });
});

describe('an answer of 50 MB', () => {
	test.each([
		['a good list with one endless text', 200],
		['an error with endless words', 400],
		['a web page', 200],
		['a good list with endless depth beside its row', 200],
		['brackets that never close', 200],
	])(
		'%s: an error in a few words',
		async (name, answered) => {
			body = bodies[name]?.() ?? '';
			status = answered;
			const { error } = await tasks();
			const words = `${error?.message} ${error?.description}`;
			expect(rawWordsIn(words)).toEqual([]);
			expect(words.length).toBeLessThan(1000);
		},
		60_000,
	);
});
