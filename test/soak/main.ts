/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { parseArgs } from 'node:util';

import { say, UserProblem } from '../../sandbox/say';
import { saveArtifact } from '../e2e/support/artifacts';
import globalSetup from '../e2e/support/globalSetup';
import globalTeardown from '../e2e/support/globalTeardown';
import { keepFigures } from '../support/writeTables';
import { errorsOf, figuresOf, flawsOf } from './report';
import { type SoakPlan, soakRun } from './soakRun';

function readOptions(): { plan: SoakPlan; isToSave: boolean } {
	const { values } = parseArgs({
		options: {
			seed: { type: 'string', default: String(Date.now() % 1_000_000) },
			minutes: { type: 'string', default: '30' },
			save: { type: 'boolean', default: false },
		},
	});
	const minutes = Number(values.minutes);
	if (!(minutes >= 3)) {
		throw new UserProblem(`--minutes must be a number from 3 on, not "${values.minutes}".`);
	}
	return { plan: { seed: values.seed, minutes, say }, isToSave: values.save };
}

/** `npm run test:soak`: a print farm, the trigger and two bulk jobs, for half an hour in a real n8n. */
async function main(): Promise<void> {
	const { plan, isToSave } = readOptions();
	say(`Seed ${plan.seed}; the same farm again: npm run test:soak -- --seed ${plan.seed}`);
	await globalSetup();
	try {
		const outcome = await soakRun(plan);
		saveArtifact('soak', 'outcome.json', JSON.stringify(outcome, null, '\t'));
		const figures = figuresOf(plan, outcome);
		const flaws = flawsOf(outcome, figures);
		say(errorsOf(outcome));
		say(flaws.length === 0 ? 'All sound.' : `Not sound:\n${flaws.join('\n')}`);
		if (isToSave) keepFigures([figures]);
		say(JSON.stringify(figures));
		process.exitCode = flaws.length === 0 ? 0 : 1;
	} finally {
		globalTeardown();
	}
}

main().catch((error: unknown) => {
	const words = error instanceof UserProblem ? error.message : error;
	process.stderr.write(`${String(words instanceof Error ? words.stack : words)}\n`);
	process.exit(1);
});
