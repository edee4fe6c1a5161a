/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- a development tool that never ships */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { freePort, isPortFree } from '../../sandbox/ports';
import { request, startTestCloud } from './support/client';

const MAIN = join(__dirname, 'main.ts');
const FREE_PORTS = ['--port', '0', '--control-port', '0', '--files-port', '0'];

/** The first of six ports in a row that are free. */
async function freePortRow(): Promise<number> {
	for (;;) {
		const first = await freePort();
		const row = Array.from({ length: 6 }, (_, index) => first + index);
		if ((await Promise.all(row.map(isPortFree))).every(Boolean)) return first;
	}
}

const running: ChildProcess[] = [];

afterEach(() => {
	for (const child of running.splice(0)) child.kill('SIGKILL');
});

function run(args: string[]) {
	const child = spawn(process.execPath, ['--import', 'tsx', MAIN, ...args], { stdio: 'pipe' });
	running.push(child);
	const output = { out: '', err: '' };
	child.stdout.on('data', (chunk) => (output.out += String(chunk)));
	child.stderr.on('data', (chunk) => (output.err += String(chunk)));
	const ended = once(child, 'close').then(([code]) => ({ code: Number(code), ...output }));
	const announced = new Promise<string>((resolve) => {
		child.stdout.on('data', () => {
			if (output.out.includes('Ctrl-C')) resolve(output.out);
		});
	});
	return { child, ended, announced };
}

test('starts alone, tells its addresses and accounts, and ends when it is told to', async () => {
	const { child, ended, announced } = run([...FREE_PORTS, '--printers', '7', '--speed', '5']);
	const words = await announced;
	const [, api, control] = /API and web origin +(\S+)\n.*Control API +(\S+)/s.exec(words) ?? [];

	expect(words).toContain('maker@example.com');
	expect(words).toContain('print-more-benchies');
	expect(await request(`${control}/state`)).toMatchObject({
		body: { printers: 7, tasks: 57, strict: false, settings: { speed: 5 } },
	});
	expect((await request(`${api}/v1/user-service/user/login`)).status).toBe(405);
	child.kill('SIGTERM');
	expect(await ended).toMatchObject({ code: 0, err: '' });
});

test('a taken port gives one clear line', async () => {
	const other = await startTestCloud();
	const port = new URL(other.apiUrl).port;
	const { ended } = run([...FREE_PORTS, '--port', port]);

	expect(await ended).toEqual({
		code: 1,
		out: '',
		err: `Port ${port} is taken. Choose another one with --port.\n`,
	});
	await other.stop();
});

test('two run side by side, as the other ports follow the first', async () => {
	const first = await freePortRow();
	const { announced } = run(['--port', String(first)]);
	const words = await announced;
	const ports = [...words.matchAll(/127\.0\.0\.1:(\d+)$/gm)].map(([, port]) => Number(port));
	expect(ports.slice(0, 3)).toEqual([first, first + 1, first + 2]);
	const second = run(['--port', String(first + 3)]);
	expect(await second.announced).toContain(`127.0.0.1:${first + 5}`);
});

test('a wrong option is explained', async () => {
	expect(await run([...FREE_PORTS, '--speed', 'fast']).ended).toEqual({
		code: 1,
		out: '',
		err: '--speed must be a number above 0, not "fast".\n',
	});
});
