/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { cpus } from 'node:os';

import { CURRENT_HOST } from '../../sandbox/host';
import type { BulkTally } from './bulkTally';
import type { CrashOutcome } from './crashRun';
import type { CrashPlan } from './run';
import type { Fates, Tally } from './tally';

export type CrashRunName = 'crash' | 'crashAimed' | 'crashCut' | 'crashCutDurable' | 'crashDurable';

/** What a run came to, as docs/reliability.data.json keeps it. */
export interface CrashFigures extends Fates<number> {
	run: CrashRunName;
	date: string;
	machine: string;
	/** Its version. */
	n8n: string;
	seed: string;
	/** How often something happened to n8n and the cloud, where not only n8n was killed. */
	rounds?: number;
	prints: number;
	events: number;
	executions: number;
	crashedExecutions: number;
	kills: number;
	/** How often n8n itself failed to start after a kill, and did at the second try. */
	failedStarts?: number;
	cameBack: number;
	repeatedOnce: number;
	unexpected: number;
	failed?: number;
	history: number;
	/** When all was quiet, right after the many prints. */
	requestsPerPoll?: number;
	stateBytes?: number;
	/** Where there were bulk jobs beside the trigger. */
	bulk?: {
		all: number;
		done: number;
		failed: number;
		crashed: number;
		stuck: number;
		foreign: number;
		wrong: number;
		longestSeconds: number;
	};
	seconds: number;
}

export function machineName(): string {
	return `${process.platform}, ${cpus().length} cores`;
}

function runName({ isAimed, isCut, isDurable }: CrashPlan): CrashRunName {
	if (isCut) return isDurable ? 'crashCutDurable' : 'crashCut';
	if (isDurable) return 'crashDurable';
	return isAimed ? 'crashAimed' : 'crash';
}

function total(counts: { [name: string]: number }): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function bulkFigures(bulk: BulkTally): CrashFigures['bulk'] {
	const { all, done, failed, crashed, stuck, foreign, wrong, longestSeconds } = bulk;
	return {
		all,
		done,
		failed: total(failed),
		crashed,
		stuck: stuck.length,
		foreign: foreign.length,
		wrong: wrong.length,
		longestSeconds: Math.round(longestSeconds),
	};
}

export function figuresOf(
	plan: CrashPlan,
	outcome: CrashOutcome,
	{ lost, repeated, cutOff, cameBack, repeatedOnce, unexpected, failed }: Tally,
	seconds: number,
): CrashFigures {
	const { expected, firings, kills, failedStarts, history, requestsPerPoll, stateBytes, bulk } =
		outcome;
	return {
		run: runName(plan),
		date: new Date().toISOString().slice(0, 10),
		machine: machineName(),
		n8n: CURRENT_HOST.n8n,
		seed: plan.seed,
		...(plan.isCut && { rounds: plan.kills }),
		prints: expected.length / 2,
		events: expected.length,
		executions: firings.length,
		crashedExecutions: firings.filter(({ status }) => status !== 'success').length,
		kills: kills.length,
		failedStarts,
		lost: lost.length,
		repeated: repeated.length,
		cutOff: cutOff.length,
		cameBack: cameBack.length,
		repeatedOnce: repeatedOnce.length,
		unexpected: unexpected.length,
		failed: failed.length,
		history,
		requestsPerPoll: Number(requestsPerPoll.toFixed(2)),
		stateBytes,
		bulk: bulk && bulkFigures(bulk),
		seconds,
	};
}

/** Whether all is as docs/reliability.md promises. A run that aims at the moment of which it warns tells what is lost there. */
export function isSound(
	{ isAimed }: CrashPlan,
	{ requestsPerPoll, mostRequestsPerPoll, bulk }: CrashOutcome,
	{ lost, cutOff, cameBack, repeatedOnce, unexpected, failed }: Tally,
): boolean {
	const isNone = (list: string[]) => list.length === 0;
	return (
		(isAimed || isNone(lost)) &&
		[repeatedOnce, unexpected, failed].every(isNone) &&
		cameBack.length === cutOff.length &&
		requestsPerPoll <= mostRequestsPerPoll &&
		(bulk === undefined || [bulk.stuck, bulk.foreign, bulk.wrong].every(isNone))
	);
}

const legend = `Lost: the event is in no execution. Repeated: it is in two. Cut off: it is in one, but n8n ended before the step
behind the trigger was done. A lost event counts for the first kill after it happened, the others for the first
after it was told.`;

function line(cells: Array<string | number>): string {
	return cells.map((cell) => String(cell).padStart(12)).join('');
}

function linesOf(name: string, list: string[]): string[] {
	return list.map((each) => `${name}: ${each}`);
}

/** Each event with a fate: when it happened, and in which executions it was told. */
function fateLines({ expected, firings, kills }: CrashOutcome, tally: Tally): string[] {
	const began = kills[0]?.readyAt ?? 0;
	const at = (moment: number) => `${((moment - began) / 1000).toFixed(1)} s`;
	const describe = (id: string) => {
		const happened = expected.find((event) => event.id === id)?.at ?? began;
		const told = firings
			.filter(({ eventIds }) => eventIds.includes(id))
			.map((firing) => `execution ${firing.id} (${firing.status}) at ${at(firing.startedAt)}`);
		return `${id}, which happened at ${at(happened)}, ${told.join(' and ') || 'in no execution'}`;
	};
	const { lost, repeated, cutOff } = tally;
	return Object.entries({ lost, repeated, 'cut off': cutOff }).flatMap(([name, ids]) =>
		linesOf(name, ids.map(describe)),
	);
}

function bulkLines(bulk: BulkTally): string[] {
	const { done, failed, crashed, stuck, foreign, wrong, longestSeconds } = bulk;
	return [
		`bulk jobs: ${done} done, ${total(failed)} failed, ${crashed} crashed; the longest took ${longestSeconds.toFixed(1)} s`,
		...Object.entries(failed).map(([sentence, count]) => `bulk, failed: ${count} × ${sentence}`),
		...linesOf('bulk, stuck', stuck),
		...linesOf('bulk, not our words', foreign),
		...linesOf('bulk, not all prints, or some twice', wrong),
	];
}

/** What each kill cost, to read. */
export function tableOf(outcome: CrashOutcome, tally: Tally): string {
	const { kills, firings, failedStarts, requestsPerPoll, mostRequestsPerPoll, bulk } = outcome;
	const began = kills[0]?.readyAt ?? 0;
	const rows = kills.map(({ readyAt, killedAt, backAt }, index) => {
		const { lost = 0, repeated = 0, cutOff = 0 } = tally.perKill[index] ?? {};
		const seconds = (from: number, until: number) => ((until - from) / 1000).toFixed(1);
		const times = [seconds(began, killedAt), seconds(readyAt, killedAt), seconds(killedAt, backAt)];
		return line([index + 1, ...times, lost, repeated, cutOff]);
	});
	const statuses = [...new Set(firings.map(({ status }) => status))];
	const countOf = (wanted: string) => firings.filter(({ status }) => status === wanted).length;
	const { cameBack, repeatedOnce, unexpected, failed } = tally;
	return [
		legend,
		line(['kill', 'at (s)', 'up (s)', 'down (s)', 'lost', 'repeated', 'cut off']),
		...rows,
		`executions: ${statuses.map((status) => `${countOf(status)} ${status}`).join(', ')}`,
		`n8n ended while it started, and was started again: ${failedStarts} times`,
		`requests of a quiet poll: ${requestsPerPoll.toFixed(2)}, of at most ${mostRequestsPerPoll}`,
		...fateLines(outcome, tally),
		`of those cut off, back by Retry: ${cameBack.length}`,
		...linesOf('twice behind Remove Duplicates', repeatedOnce),
		...linesOf('told, and never happened', unexpected),
		...linesOf('failed', failed),
		...(bulk === undefined ? [] : bulkLines(bulk)),
	].join('\n');
}
