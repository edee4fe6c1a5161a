/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { waitFor } from '../../sandbox/wait';
import { readSetup } from '../e2e/support/setup';

export interface CpuProfile {
	nodes: Array<{ id: number; callFrame: { url: string }; children?: number[] }>;
	samples: number[];
	timeDeltas: number[];
}

/** Lets the n8n of a lab write CPU profiles. */
export function profiling(): { env: Record<string, string>; file: string } {
	const file = join(mkdtempSync(join(readSetup().folder, 'profile-')), 'n8n.cpuprofile');
	const hook = join(__dirname, 'profileOnSignal.cjs');
	return { env: { NODE_OPTIONS: `--require ${hook}`, BENCH_PROFILE: file }, file };
}

/** The CPU profile of n8n's main thread while the work is done. */
export async function profileOf(
	pid: number,
	file: string,
	work: () => Promise<void>,
): Promise<CpuProfile> {
	rmSync(file, { force: true });
	process.kill(pid, 'SIGUSR2');
	await work();
	process.kill(pid, 'SIGUSR2');
	await waitFor(async () => existsSync(file), { what: 'the profile', timeoutMs: 60_000 });
	return JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
}

/** CPU time in files whose address fits, and in what they call before they wait for something. */
export function cpuWithinMs({ nodes, samples, timeDeltas }: CpuProfile, files: RegExp): number {
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const parents = new Map(
		nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id] as const)),
	);
	const known = new Map<number, boolean>();
	const isWithin = (id: number): boolean => {
		const before = known.get(id);
		if (before !== undefined) return before;
		const parent = parents.get(id);
		const isIn =
			files.test(byId.get(id)?.callFrame.url ?? '') || (parent !== undefined && isWithin(parent));
		known.set(id, isIn);
		return isIn;
	};
	const micros = samples.reduce(
		(total, id, index) => total + (isWithin(id) ? (timeDeltas[index] ?? 0) : 0),
		0,
	);
	return micros / 1000;
}
