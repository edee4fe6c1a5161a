/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-hardcoded-secrets -- test code that never ships */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { useCloud } from '../support/cloud';
import { inProject } from '../support/project';
import { readOptions, readToken } from './options';
import { tokenOf } from './probeLab';

const TOKEN = 'AQBxSecret_Token-0123456789';

let folder = '';
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'probe-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
	const file = join(folder, 'token');
	writeFileSync(file, text);
	return file;
}

test('asks the global cloud, gently, unless told otherwise', () => {
	expect(readOptions(['--token-file', '/t'])).toMatchObject({
		apiUrl: 'https://api.bambulab.com',
		region: 'global',
		pauseSeconds: 2,
	});
	expect(readOptions(['--token-file', '/t', '--region', 'china']).apiUrl).toBe(
		'https://api.bambulab.cn',
	);
});

test.each([
	[[], '--token-file is missing'],
	[['--token-file', '/t', '--region', 'mars'], '--region is global or china'],
	[['--token-file', '/t', '--pause', '0'], '--pause takes seconds from 1'],
	[['--token-file', '/t', '--pause', ''], '--pause takes seconds from 1'],
	[['--token-file', '/t', '--api-url', 'https://api.bambulab.com'], '--api-url takes'],
	[['--token-file', '/t', '--api-url', 'http://127.0.0.1.example.org'], '--api-url takes'],
	[['--token-file', '/t', '--api-url', 'http://127.0.0.1@example.org'], '--api-url takes'],
	[['--token', TOKEN], 'An option is not known'],
	[[TOKEN], 'An option is not known'],
])('%j is refused', (args, words) => {
	expect(() => readOptions(args)).toThrow(words);
	expect(() => readOptions(args)).not.toThrow(TOKEN);
});

test.each([TOKEN, `${TOKEN}\n`, `\uFEFF Bearer ${TOKEN}\r\n`])(
	'a file with %j holds the token',
	(text) => {
		expect(readToken(fileWith(text))).toBe(TOKEN);
	},
);

test.each([
	['', 'is empty'],
	[`${TOKEN} and more`, 'something else'],
	[`{"accessToken": "${TOKEN}"}`, 'something else'],
	[`${TOKEN}\u00e9`, 'something else'],
])('a file with %j is refused', (text, words) => {
	const file = fileWith(text);
	expect(() => readToken(file)).toThrow(words);
	expect(() => readToken(file)).not.toThrow(TOKEN);
});

test('a file that is not there is named', () => {
	expect(() => readToken(join(folder, 'none'))).toThrow('cannot be read');
});

describe('the command', () => {
	const cloud = useCloud();

	async function command(token: string, out: string) {
		const args = ['--import', 'tsx', inProject('test/probe/main.ts')];
		const options = ['--api-url', cloud().apiUrl, '--pause', '0', '--out', out];
		const run = promisify(execFile)(
			process.execPath,
			[...args, '--token-file', fileWith(token), ...options],
			{ cwd: inProject() },
		);
		return await run.then(
			({ stdout }) => ({ code: 0, stdout }),
			(error: { code: number; stdout: string }) => ({ code: error.code, stdout: error.stdout }),
		);
	}

	test('writes the report, and says where', async () => {
		const out = join(folder, 'report.md');
		const token = await tokenOf(cloud().apiUrl);
		const { code, stdout } = await command(token, out);
		expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining(out) });
		expect(readFileSync(out, 'utf8')).toContain('0 differ from the contract');
		expect(stdout + readFileSync(out, 'utf8')).not.toContain(token);
	});

	test('writes what it learned when it ends early, and says why', async () => {
		const out = join(folder, 'early.md');
		const { code, stdout } = await command(TOKEN, out);
		expect(code).toBe(1);
		expect(stdout).toContain('does not take this token');
		expect(readFileSync(out, 'utf8')).toContain('**Ended early.**');
		expect(stdout + readFileSync(out, 'utf8')).not.toContain(TOKEN);
	});
});
