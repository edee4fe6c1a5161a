/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';

import { inProject } from '../support/project';
import type { runModel } from './model/runModel';

const folder = inProject('nodes', 'BambuLab', 'trigger');

/** Faults on purpose: the file, what stands there, what it becomes. The model test must see each. */
const faults: [what: string, file: string, from: string, to: string][] = [
	['forgets what has ended', 'taskDetector', 'done[id] = time;', ''],
	['takes each running print for new', 'taskDetector', 'if (!isOpen) events', 'events'],
	['takes old prints for new', 'taskDetector', '(!isOpen && time < state.floor)', 'false'],
	['forgets running prints', 'taskDetector', 'open[id] = search.done(time);', ''],
	['knows other failures only', 'taskRows', 'status === 3', 'status === 5'],
	['takes an unknown status for an end', 'taskRows', 'status === 3', 'status !== 4'],
	['gives events in the order of the starts', 'kernel', 'events.sort(', '[...events].sort('],
	[
		'reads one page',
		'taskDetector',
		'return isDeepEnough(rows, isKnown) && !mayStandBelow',
		'return true',
	],
	['looks for no open print', 'taskDetector', '&& !mayStandBelow', ''],
	['never finds long prints', 'taskDetector', '!isOld(start) ||', '!isOld(start) && '],
	['looks back too little', 'taskDetector', 'newest - lookBack', 'newest'],
	['takes the newest start as floor', 'taskDetector', 'newest - lookBack', 'newest + 1'],
	[
		'believes a clock ahead',
		'chronology',
		'return Math.min(\n\t\tnow,',
		'return Math.max(\n\t\tnow,',
	],
	[
		'believes a row from the future',
		'chronology',
		'return Math.min(\n\t\tnow,',
		'return Math.max(\n\t\t0,',
	],
	['ends the baseline early', 'taskBaseline', 'return span > longestPrint', 'return true || span'],
	['misses what slips past', 'listPages', 'offset = Math.max(0, end - 1);', 'offset = end;'],
	['ignores a gap between pages', 'listPages', 'gaps < mostGaps', 'false'],
	['compares with what it knew before', 'poll', 'own === undefined ? undefined : current', 'own'],
	['stores before it has read', 'poll', 'const stored =', 'staticData.x = now; const stored ='],
	['ignores the printers', 'kernel', 'isInScope(wishes.scope, event) &&', ''],
	['tells the past of a new event', 'kernel', '|| isInScope(before.scope, event)', '|| true'],
	[
		'tells each time that a sign-in ends',
		'sessionDetector',
		'!told.includes(session.mark)',
		'true',
	],
	['forgets what it told of sign-ins', 'sessionDetector', '[...told, session.mark]', '[]'],
	['tells too late of a sign-in', 'sessionDetector', 'daysBefore * dayMs', 'daysBefore'],
	['tells of sign-ins at once', 'sessionDetector', 'session.endsAt - now <', 'now >'],
	['drops what it told with the next prints', 'kernel', '{ session: found.state }', '{}'],
	['throws at its first poll', 'poll', 'isToShow && !isFirst', 'true'],
	['stores nothing', 'poll', 'staticData[stateKey] = storedForm', 'void storedForm'],
];

function exportsOf(file: string, from: string, to: string): unknown {
	const source = readFileSync(path.join(folder, `${file}.ts`), 'utf8');
	const pattern = new RegExp(from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'));
	if (!pattern.test(source)) throw new Error(`${file}.ts holds no "${from}"`);
	const { code } = transformSync(
		source.replace(pattern, () => to),
		{
			jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
			module: { type: 'commonjs' },
		},
	);
	const module = { exports: {} };
	// Of n8n's own classes there must be one of each.
	const requireFrom = (id: string): unknown =>
		id.startsWith('.') ? jest.requireActual(path.join(folder, id)) : jest.requireMock(id);
	// Only this Date is the one that the model has stopped.
	compileFunction(code, ['exports', 'require', 'Date'])(module.exports, requireFrom, Date);
	return module.exports;
}

/** The model test with one file of the trigger replaced. */
async function runFaulty(file: string, from: string, to: string, numRuns = 400) {
	const workflow: unknown = jest.requireActual('n8n-workflow');
	const fastCheck: unknown = jest.requireActual('fast-check');
	let run: typeof runModel | undefined;
	jest.isolateModules(() => {
		jest.doMock('n8n-workflow', () => workflow);
		jest.doMock('fast-check', () => fastCheck);
		jest.doMock(path.join(folder, file), () => exportsOf(file, from, to));
		run = (jest.requireActual('./model/runModel') as { runModel: typeof runModel }).runModel;
	});
	jest.dontMock(path.join(folder, file));
	return await run?.({ seed: 7, numRuns, endOnFailure: true });
}

test.each(['taskDetector', 'sessionDetector', 'listPages', 'kernel', 'poll'])(
	'%s as it is passes',
	async (file) => {
		expect(await runFaulty(file, 'export', 'export', 60)).toMatchObject({ failure: undefined });
	},
);

test.each(faults)('a trigger that %s is found out', async (_what, file, from, to) => {
	const { failure } = (await runFaulty(file, from, to)) ?? {};
	expect(failure).toBeDefined();
});
