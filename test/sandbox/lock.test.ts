/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-dangerous-functions -- a development tool that never ships */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Lock, lockWhenFree, tryLock } from '../../sandbox/lock';

describe('a lock file', () => {
	let folder: string;
	let file: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'lock-'));
		file = join(folder, 'install.lock');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	async function take(): Promise<Lock> {
		const attempt = await tryLock(file);
		if ('heldBy' in attempt) throw new Error(`held by ${attempt.heldBy}`);
		return attempt.lock;
	}

	it('is held until it is released', async () => {
		const lock = await take();
		expect(await tryLock(file)).toEqual({ heldBy: process.pid });
		lock.release();
		expect(existsSync(file)).toBe(false);
		(await take()).release();
	});

	it.each([
		['a process that has died', () => `${deadPid()} x`],
		['nobody', () => ''],
		['no process at all', () => 'nonsense'],
	])('is taken over from %s', async (_, content) => {
		writeFileSync(file, content());
		const lock = await take();
		expect(await tryLock(file)).toEqual({ heldBy: process.pid });
		lock.release();
	});

	it('goes to one only of those that find a stale one together', async () => {
		writeFileSync(file, `${deadPid()} x`);
		const attempts = await Promise.all([tryLock(file), tryLock(file), tryLock(file)]);
		expect(attempts.filter((attempt) => 'lock' in attempt)).toHaveLength(1);
	});

	it('is not released by one who has lost it', async () => {
		const lost = await take();
		writeFileSync(file, `${process.pid} another`);
		lost.release();
		expect(existsSync(file)).toBe(true);
	});

	it('can be waited for', async () => {
		const first = await take();
		let second: Promise<Lock> | undefined;
		const waitsFor = await new Promise<number>((resolve) => {
			second = lockWhenFree(file, resolve);
		});
		expect(waitsFor).toBe(process.pid);
		first.release();
		(await second)?.release();
	});
});

function deadPid(): number {
	return spawnSync(process.execPath, ['--version']).pid;
}
