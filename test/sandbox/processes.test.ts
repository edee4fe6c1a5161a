/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- a development tool that never ships */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter } from 'node:path';

import { environmentFor, QUIT_WITH_PARENT } from '../../sandbox/npm';
import { hasExited, isAlive, run, spawnGroup, stopGroup } from '../../sandbox/processes';
import { Cleanups } from '../../sandbox/stopping';
import { waitFor } from '../../sandbox/wait';

const node = process.execPath;
const forever = 'setInterval(() => {}, 1000);';

async function isGone(pid: number): Promise<void> {
	const what = `process ${pid} to go`;
	await waitFor(async () => !isAlive(pid) || isZombie(pid), { what, timeoutMs: 10_000 });
}

/** It has ended, but whoever has inherited it has not asked for its result. */
function isZombie(pid: number): boolean {
	const stat = `/proc/${pid}/stat`;
	return existsSync(stat) && readFileSync(stat, 'utf8').includes(') Z ');
}

describe('a command', () => {
	it('comes back with its output', async () => {
		const result = await run(node, ['-e', 'console.log("out"); console.error("err")']);
		expect(result).toMatchObject({ ok: true, stdout: 'out\n' });
		expect(result.output).toContain('err');
	});

	it('tells when it fails or does not exist', async () => {
		expect(await run(node, ['-e', 'process.exit(3)'])).toMatchObject({ ok: false });
		const missing = await run('no-such-command', []);
		expect(missing.ok).toBe(false);
		expect(missing.output).toContain('ENOENT');
	});

	it('is killed with all it started when the user stops', async () => {
		const controller = new AbortController();
		const code = `const { spawn } = require('node:child_process');
			const child = spawn(process.execPath, ['-e', '${forever}'], { stdio: 'ignore' });
			require('node:fs').writeSync(1, String(child.pid)); ${forever}`;
		let pid = 0;
		const child = spawnGroup(node, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
		if (child.stdout) pid = Number(await firstOutput(child.stdout));
		await stopGroup(child, 'SIGKILL');
		await isGone(pid);

		const running = run(node, ['-e', forever], { signal: controller.signal });
		controller.abort();
		await expect(running).rejects.toThrow('aborted');
	});

	it('is stopped by force when it does not stop by itself', async () => {
		const code = `process.on('SIGTERM', () => {}); console.log('ready'); ${forever}`;
		const child = spawnGroup(node, ['-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
		if (child.stdout) await firstOutput(child.stdout);
		const ended = once(child, 'exit');
		await stopGroup(child, 'SIGTERM', 100);
		await ended;
		expect(hasExited(child)).toBe(true);
	});
});

describe('a process that must not outlive its parent', () => {
	// Its thread keeps it alive, and reports when its own standard input has closed.
	const thread = `process.stdin.resume().on('close', () => {
		require('node:worker_threads').parentPort.postMessage(''); ${forever}
	});`;
	const child = `new (require('node:worker_threads').Worker)(${JSON.stringify(thread)}, { eval: true })
		.on('message', () => process.stderr.write(String(process.pid)));`;
	const parent = `require('node:child_process').spawn(
		process.execPath,
		['--require', ${JSON.stringify(QUIT_WITH_PARENT)}, '-e', ${JSON.stringify(child)}],
		{ detached: true, stdio: ['pipe', 'ignore', 'inherit'] },
	); ${forever}`;

	it('lives on beside threads of its own, and ends when its parent is killed', async () => {
		const started = spawn(node, ['-e', parent], { stdio: ['ignore', 'ignore', 'pipe'] });
		try {
			const pid = Number(await firstOutput(started.stderr));
			expect(isAlive(pid)).toBe(true);
			started.kill('SIGKILL');
			await isGone(pid);
		} finally {
			started.kill('SIGKILL');
		}
	});
});

describe('the environment of a Node', () => {
	it.each(['PATH', 'Path'])('has it first in %s', (name) => {
		const env = environmentFor('/cache/bin/node', { [name]: '/usr/bin', HOME: '/home' });
		expect(env).toEqual({ [name]: `/cache/bin${delimiter}/usr/bin`, HOME: '/home' });
	});
});

describe('the things to undo', () => {
	it('are undone in reverse, all of them', async () => {
		const undone: string[] = [];
		const cleanups = new Cleanups();
		cleanups.add(() => void undone.push('first'));
		cleanups.add(async () => {
			await Promise.reject(new Error('stuck'));
		});
		cleanups.add(() => void undone.push('last'));
		await expect(cleanups.run()).rejects.toMatchObject({ errors: [new Error('stuck')] });
		expect(undone).toEqual(['last', 'first']);
	});
});

describe('waiting', () => {
	it('ends with the answer', async () => {
		let asked = 0;
		const answer = await waitFor(async () => (asked += 1) > 2 && 'yes', {
			what: 'an answer',
			timeoutMs: 1000,
			intervalMs: 1,
		});
		expect(answer).toBe('yes');
	});

	it('says what it waited for in vain', async () => {
		const waiting = waitFor(async () => false, {
			what: 'a miracle',
			timeoutMs: 10,
			intervalMs: 5,
		});
		await expect(waiting).rejects.toThrow('Waited 0 s for a miracle, in vain.');
	});
});

async function firstOutput(stream: NodeJS.ReadableStream): Promise<string> {
	const [chunk] = (await once(stream, 'data', { signal: AbortSignal.timeout(4000) })) as [Buffer];
	return chunk.toString();
}
