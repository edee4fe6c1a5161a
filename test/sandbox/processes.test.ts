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

async function firstOutput(stream: NodeJS.ReadableStream): Promise<string> {
	const [chunk] = (await once(stream, 'data', { signal: AbortSignal.timeout(4000) })) as [Buffer];
	return chunk.toString();
}
