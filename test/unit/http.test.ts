import fc from 'fast-check';

import {
	httpOptions,
	readResponse,
	requestTarget,
	userAgent,
} from '../../nodes/BambuLab/cloud/http/request';

const taskPath = '/v1/user-service/my/task/{taskId}';

function target(taskId: string): string {
	return requestTarget({ method: 'GET', path: taskPath, pathParameters: { taskId } });
}

describe('a value in the path', () => {
	test.each([
		['a plain id', '712345678', '712345678'],
		['white space around it', ' 712345678\n', '712345678'],
		['a slash', 'a/b', 'a%2Fb'],
		['a way up', '../x', '..%2Fx'],
		['encoded dots', '%2e%2e', '%252e%252e'],
		['a query and a fragment', 'a?b=c#d', 'a%3Fb%3Dc%23d'],
		['a backslash', 'a\\b', 'a%5Cb'],
		['an emoji', '🖨', '%F0%9F%96%A8'],
		['braces of another place', '{taskId}', '%7BtaskId%7D'],
		['what a replacement would expand', '$&$1', '%24%26%241'],
		['200 characters', 'x'.repeat(200), 'x'.repeat(200)],
	])('%s', (_name, id, segment) => {
		expect(target(id)).toBe(`/v1/user-service/my/task/${segment}`);
	});

	test.each([
		['nothing', '', 'is empty'],
		['white space', ' \n', 'is empty'],
		['one dot', '.', 'holds characters that no ID has'],
		['two dots', '..', 'holds characters that no ID has'],
		['a line break inside', 'a\r\nb', 'holds characters that no ID has'],
		['a null byte', 'a\u0000', 'holds characters that no ID has'],
		['half an emoji', 'a\ud83d', 'holds characters that no ID has'],
		['201 characters', 'x'.repeat(201), 'is longer than 200 characters, so it is not an ID'],
	])('%s is refused', (_name, id, fault) => {
		expect(() => target(id)).toThrow(`The taskId ${fault}`);
	});

	test('whatever it is, it stays one segment below the same folder', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 210 }), (id) => {
				let path: string;
				try {
					path = target(id);
				} catch {
					return;
				}
				const url = new URL(path, 'https://api.bambulab.com');
				expect(url.pathname.split('/').slice(0, -1).join('/')).toBe('/v1/user-service/my/task');
				expect(decodeURIComponent(url.pathname.split('/').at(-1) ?? '')).toBe(id.trim());
				expect([url.search, url.hash, url.host]).toEqual(['', '', 'api.bambulab.com']);
			}),
		);
	});
});

describe('a query', () => {
	test.each([
		['nothing', {}, ''],
		['empty and missing values are left out', { a: '', b: undefined }, ''],
		['zero and false stay', { a: 0, b: false }, '?a=0&b=false'],
		['values are encoded', { a: 'x&y=z#+ %/' }, '?a=x%26y%3Dz%23%2B%20%25%2F'],
		['slashes of a key stay', { 'slicer/plugins/cloud': '01.01' }, '?slicer/plugins/cloud=01.01'],
		['a key is encoded', { 'a&b': 1 }, '?a%26b=1'],
	])('%s', (_name, query, text) => {
		expect(requestTarget({ method: 'GET', path: '/x', query })).toBe(`/x${text}`);
	});

	test.each([
		['half an emoji', '\ud83d'],
		['a line break', 'a\nb'],
	])('%s is refused', (_name, name) => {
		const request = { method: 'GET', path: '/x', query: { name } } as const;
		expect(() => requestTarget(request)).toThrow('The name holds characters that cannot be sent.');
	});
});

test('a request names us, ends in time, and follows no redirect', () => {
	expect(httpOptions({ method: 'GET', path: '/x' })).toEqual({
		method: 'GET',
		url: '/x',
		headers: { Accept: 'application/json', 'User-Agent': userAgent },
		encoding: 'text',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: 25_000,
	});
	expect(userAgent).toMatch(/^n8n-nodes-bambulab-cloud\/\d+\.\d+\.\d+ \(\+https:\/\/[^#]+\)$/);
});

test.each([
	['text', 'a', 'a'],
	['nothing', undefined, ''],
	['null', null, ''],
	['what n8n has parsed', { a: 1 }, '{"a":1}'],
])('an answer with %s', (_name, body, text) => {
	const response = { statusCode: 200, headers: { 'X-A': 1 }, body };
	expect(readResponse(response)).toEqual({ status: 200, headers: { 'x-a': '1' }, text });
});

test.each([[undefined], ['text'], [{ body: 'no status' }]])('%j is no answer', (response) => {
	expect(readResponse(response)).toEqual({ status: 0, headers: {}, text: '' });
});
