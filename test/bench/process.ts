/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync, writeFileSync } from 'node:fs';

import { UserProblem } from '../../sandbox/say';

const TICKS_PER_SECOND = 100;

function proc(pid: number, file: string): string {
	if (process.platform !== 'linux') {
		throw new UserProblem('Memory and CPU time of n8n are measured on Linux only.');
	}
	return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}

function statusMiB(pid: number, name: 'VmHWM' | 'VmRSS'): number {
	const [, kilobytes] = new RegExp(`${name}:\\s+(\\d+) kB`).exec(proc(pid, 'status')) ?? [];
	return Number(kilobytes) / 1024;
}

/** Resident memory now; what the peak is counted from. */
export function startPeak(pid: number): number {
	writeFileSync(`/proc/${pid}/clear_refs`, '5');
	return statusMiB(pid, 'VmRSS');
}

/** The most resident memory since `startPeak`. */
export function peakMiB(pid: number): number {
	return statusMiB(pid, 'VmHWM');
}

/** CPU time of a process so far, of all its threads. */
export function cpuMs(pid: number): number {
	// The name in brackets may hold spaces.
	const fields = proc(pid, 'stat').split(') ')[1]?.split(' ') ?? [];
	return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
