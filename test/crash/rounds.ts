/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import { nextPoll, startN8n, startPrint, windowMs, type Run } from './run';
import type { Kill } from './tally';
import { happenToCloud, happenToN8n } from './troubles';

/** Lets a moment come at which n8n is then killed. */
async function awaitMoment(run: Run): Promise<void> {
	const { lab, random, plan } = run;
	if (!plan.isAimed) {
		await sleep(random.whole(0, windowMs(plan)));
		return;
	}
	// The first poll after n8n's start tells what happened before; later ones tell little.
	if (random.chance(0.5)) {
		await nextPoll(lab);
		await sleep(random.whole(0, windowMs(plan) / 2));
	}
	startPrint(run);
	await nextPoll(lab);
	await sleep(random.whole(0, 150));
}

/** Starts prints at random moments, some of them while n8n is down. */
async function startPrints(run: Run, count: number): Promise<void> {
	const moments = Array.from({ length: count }, () =>
		run.random.whole(0, windowMs(run.plan) * 1.5),
	);
	await Promise.all(
		moments.map(async (moment) => {
			await sleep(moment);
			startPrint(run);
		}),
	);
}

async function killRound(run: Run, prints: number): Promise<Kill> {
	const { lab, plan } = run;
	const readyAt = Date.now();
	const starts = startPrints(run, plan.isAimed ? prints - 1 : prints);
	await awaitMoment(run);
	await lab.stopN8n('SIGKILL');
	const killedAt = Date.now();
	plan.say(`killed ${((killedAt - readyAt) / 1000).toFixed(1)} s after it was ready`);
	await startN8n(run);
	await starts;
	return { readyAt, killedAt, backAt: Date.now() };
}

async function cutRound(run: Run, prints: number): Promise<Kill | undefined> {
	const starts = startPrints(run, prints);
	const [kill] = await Promise.all([happenToN8n(run), happenToCloud(run), starts]);
	return kill;
}

/** Starts prints and lets something happen to n8n meanwhile, again and again; gives the kills of n8n. */
export async function playRounds(run: Run): Promise<Kill[]> {
	const { kills: rounds, prints, isCut, say } = run.plan;
	const kills: Kill[] = [];
	for (let round = 0; round < rounds; round++) {
		const share = Math.ceil(Math.max(0, prints - run.started.length) / (rounds - round));
		say(`Round ${round + 1} of ${rounds}: ${share} prints`);
		const kill = await (isCut ? cutRound : killRound)(run, share);
		if (kill !== undefined) kills.push(kill);
	}
	return kills;
}
