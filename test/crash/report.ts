/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { cpus } from 'node:os';

import { CURRENT_HOST } from '../../sandbox/host';
import type { CrashOutcome, CrashPlan } from './crashRun';
import type { Fates, Tally } from './tally';

/** What a run came to, as docs/reliability.data.json keeps it. */
export interface CrashFigures extends Fates<number> {
	run: 'crash' | 'crashAimed' | 'crashDurable';
	date: string;
	machine: string;
	/** Its version. */
	n8n: string;
	seed: string;
	prints: number;
	events: number;
	executions: number;
	crashedExecutions: number;
	kills: number;
	cameBack: number;
	repeatedOnce: number;
	unexpected: number;
	history: number;
	/** When all was quiet, right after the many prints. */
	requestsPerPoll?: number;
	stateBytes?: number;
	seconds: number;
}

export function machineName(): string {
	return `${process.platform}, ${cpus().length} cores`;
}

export function figuresOf(
	{ seed, isAimed, isDurable }: CrashPlan,
	{ expected, firings, kills, history, requestsPerPoll, stateBytes }: CrashOutcome,
	{ lost, repeated, cutOff, cameBack, repeatedOnce, unexpected }: Tally,
	seconds: number,
): CrashFigures {
	return {
		run: isDurable ? 'crashDurable' : isAimed ? 'crashAimed' : 'crash',
		date: new Date().toISOString().slice(0, 10),
		machine: machineName(),
		n8n: CURRENT_HOST.n8n,
		seed,
		prints: expected.length / 2,
		events: expected.length,
		executions: firings.length,
		crashedExecutions: firings.filter(({ status }) => status !== 'success').length,
		kills: kills.length,
		lost: lost.length,
		repeated: repeated.length,
		cutOff: cutOff.length,
		cameBack: cameBack.length,
		repeatedOnce: repeatedOnce.length,
		unexpected: unexpected.length,
		history,
		requestsPerPoll: Number(requestsPerPoll.toFixed(2)),
		stateBytes,
		seconds,
	};
}

function line(cells: Array<string | number>): string {
	return cells.map((cell) => String(cell).padStart(12)).join('');
}

/** What each kill cost, to read. */
export function tableOf({ kills, firings }: CrashOutcome, tally: Tally): string {
	const rows = kills.map(({ readyAt, killedAt, backAt }, index) => {
		const { lost = 0, repeated = 0, cutOff = 0 } = tally.perKill[index] ?? {};
		const seconds = (from: number, until: number) => ((until - from) / 1000).toFixed(1);
		return line([
			index + 1,
			seconds(readyAt, killedAt),
			seconds(killedAt, backAt),
			lost,
			repeated,
			cutOff,
		]);
	});
	const statuses = [...new Set(firings.map(({ status }) => status))];
	const countOf = (wanted: string) => firings.filter(({ status }) => status === wanted).length;
	return [
		line(['kill', 'up (s)', 'down (s)', 'lost', 'repeated', 'cut off']),
		...rows,
		`executions: ${statuses.map((status) => `${countOf(status)} ${status}`).join(', ')}`,
		...Object.entries(tally)
			.filter(([name, ids]) => name !== 'perKill' && ids.length > 0)
			.map(([name, ids]) => `${name}: ${ids.join(', ')}`),
	].join('\n');
}
