/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { parseArgs } from 'node:util';

import globalSetup from '../e2e/support/globalSetup';
import globalTeardown from '../e2e/support/globalTeardown';
import { keepFigures } from '../support/writeTables';
import { crashRun } from './crashRun';
import { figuresOf, isSound, tableOf } from './report';
import type { CrashPlan } from './run';
import { tallyOf } from './tally';

const { values } = parseArgs({
	options: {
		seed: { type: 'string', default: String(Date.now() % 1_000_000) },
		kills: { type: 'string', default: '20' },
		prints: { type: 'string', default: '200' },
		aimed: { type: 'boolean', default: false },
		cut: { type: 'boolean', default: false },
		durable: { type: 'boolean', default: false },
		save: { type: 'boolean', default: false },
	},
});

const say = (line: string) => process.stdout.write(`${line}\n`);

function optionsOf({ seed, kills, prints, isAimed, isCut, isDurable }: CrashPlan): string {
	const flags = [isAimed && '--aimed', isCut && '--cut', isDurable && '--durable'];
	const numbers = ['--seed', seed, '--kills', kills, '--prints', prints];
	return [...numbers, ...flags.filter(Boolean)].join(' ');
}

/** `npm run test:crash`: kills n8n at random moments while prints run, and counts the events. */
async function main(): Promise<void> {
	const plan: CrashPlan = {
		seed: values.seed,
		kills: Number(values.kills),
		prints: Number(values.prints),
		isAimed: values.aimed,
		isCut: values.cut,
		isDurable: values.durable,
		say,
	};
	if (plan.isAimed && plan.isCut) throw new Error('Choose one of --aimed and --cut');
	if (values.save && plan.isAimed && plan.isDurable)
		throw new Error('That run has no place to save');
	say(`Seed ${plan.seed}; the same run again: npm run test:crash -- ${optionsOf(plan)}`);
	const startedAt = Date.now();
	await globalSetup();
	try {
		const outcome = await crashRun(plan);
		const tally = tallyOf(outcome);
		const seconds = Math.round((Date.now() - startedAt) / 1000);
		say(tableOf(outcome, tally));
		const figures = figuresOf(plan, outcome, tally, seconds);
		if (values.save) keepFigures([figures]);
		say(JSON.stringify(figures));
		process.exitCode = isSound(plan, outcome, tally) ? 0 : 1;
	} finally {
		globalTeardown();
	}
}

void main();
