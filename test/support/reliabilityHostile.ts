import { count, table } from './figureTable';
import type { Figures } from './reliability';

/** What the long run of hostile answers came to. */
export interface FuzzFigures {
	run: 'fuzz';
	date: string;
	seed: number;
	/** Those that were played and held. */
	cases: number;
	/** Of the parts (operations, lists, sign-ins, ...), how many failed. */
	failedParts: number;
}

/** On which versions of Node the suites of `npm test` pass. */
export interface NodeFigures {
	run: 'nodes';
	date: string;
	passed: string[];
	failed: string[];
}

export function hostileSection({ fuzz }: Figures): string {
	if (fuzz === undefined) return '';
	const { date, seed, cases, failedParts } = fuzz;
	return `
### Hostile answers

\`npm run test:fuzz\` answers every operation, the trigger, the lists of the editor, and every way to sign in with
what no cloud should: wrong types, cut and endless bodies, web pages, keys that reach into JavaScript. Each case must
end with an output or an error in words, in time, with no item lost.

${table([
	['On', 'Seed', 'Cases that held', 'Parts that failed'],
	[date, String(seed), count.format(cases), failedParts],
])}
`;
}

export function nodesSection({ nodes }: Figures): string {
	if (nodes === undefined) return '';
	const { date, passed, failed } = nodes;
	return `
### Versions of Node

\`npm run test:nodes\`: the suites of \`npm test\` on each version of Node that a version of n8n runs on.

${table([
	['On', 'Passed on Node', 'Failed on Node'],
	[date, passed.join(', '), failed.join(', ') || '–'],
])}
`;
}
