/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';

import { inProject } from '../support/project';
import type { Focus } from './model/happenings';
import type { runModel } from './model/runModel';

const folder = inProject('nodes', 'BambuLab', 'trigger');

type Fault = [what: string, file: string, from: string, to: string];

/**
 * Faults on purpose, by what the stories are about: the file, what stands there, what it becomes. The
 * model test must see each.
 */
const faults: { [F in Focus]?: Fault[] } = {
	prints: [
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
		[
			'ends the baseline early',
			'taskBaseline',
			'return span > longestPrint',
			'return true || span',
		],
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
		['waits for no filaments', 'taskDetector', 'isFilling(value, waitMs, now)', 'false'],
		['waits for filaments for ever', 'taskRows', 'now - end < waitMs &&', 'true &&'],
		[
			'waits for filaments that are there',
			'taskRows',
			'|| objectsIn(task.amsDetailMapping).length > 0',
			'',
		],
		['waits although its clock is wrong', 'taskRows', 'now - end > -clockSlackMs', 'true'],
		[
			'forgets a print that vanishes while it waits',
			'poll',
			'memory.heldBack = heldBack',
			'memory.heldBack = []',
		],
		[
			'takes the past for news on publishing',
			'taskBaseline',
			'(endOf(value) ?? 0) >= endedSince',
			'true',
		],
		['tells on publishing what it told before', 'kernel', 'told: told?.tasks', 'told: undefined'],
		['tells nothing of the last hours', 'taskBaseline', '|| (endOf(value) ?? 0) >= endedSince', ''],
		['tells nothing of what is printing', 'kernel', '|| (tellRunning && isRunning(task))', ''],
		[
			'takes each poll for a publishing',
			'memory',
			'const isFirst = !activationsSeen.has(context);',
			'const isFirst = true;',
		],
		[
			'takes a publishing for a restart',
			'memory',
			"isFirst && context.getActivationMode() === 'activate'",
			'false',
		],
		[
			'goes on with the state of another account',
			'poll',
			'stored?.account.uid === account.uid ? stored : undefined',
			'stored',
		],
		['reads no state of the last release', 'state', 'stored.version === 1', 'false'],
		['forgets the printers of the last release', 'state', 'deviceIds.map(markOf)', 'deviceIds'],
		['forgets as it stores', 'packing', 'done: packTimes(tasks.done, tasks.floor)', "done: ''"],
		[
			'shows each failure',
			'trouble',
			'known?.shownAt === undefined && now - since >= reportAfterMs',
			'true',
		],
		['gives the cloud no rest', 'poll', 'isQuiet(memory.trouble, now)', 'false'],
		['never asks again', 'trouble', 'left > 0 && left <= longestQuietMs', 'left !== -now'],
	],
	messages: [
		[
			'tells a message twice',
			'messageDetector',
			'time >= state.floor && state.seen[id] === undefined',
			'time >= state.floor',
		],
		['looks back too little for messages', 'messageDetector', 'newest - lookBack', 'newest + 1'],
		[
			'reads one page of messages',
			'messageDetector',
			'return isSmallInbox || isDeepEnough(rows, isKnown);',
			'return true;',
		],
		[
			'ignores the kinds of messages',
			'scope',
			'events.includes(name) && isPrinterChosen && isTypeChosen',
			'events.includes(name) && isPrinterChosen',
		],
		[
			'ignores the printers of messages',
			'messageDetector',
			'deviceId: textOrEmpty(task.deviceId)',
			"deviceId: 'A'",
		],
		[
			'takes old messages for new',
			'messageDetector',
			'const floor = times.reduce',
			'const floor = 0 * times.reduce',
		],
		[
			'tells old messages on publishing again',
			'kernel',
			'since, told?.messages, now',
			'since, undefined, now',
		],
		[
			'loses a late message of the last hours',
			'messageDetector',
			'Math.min(least, time), below',
			'least, below',
		],
	],
	printers: [
		[
			'tells at once that a printer is offline',
			'deviceDetector',
			'now - since < offlineAfter',
			'false',
		],
		[
			'never tells that a printer is offline',
			'deviceDetector',
			'now - since < offlineAfter',
			'true',
		],
		[
			'tells each gap in the network',
			'deviceDetector',
			'...(before.isOffline ? [event',
			'...(before.offlineSince || before.isOffline ? [event',
		],
		[
			'tells again that a printer is offline',
			'deviceDetector',
			'if (entry.isOffline) return entry;',
			'',
		],
		[
			'looks at the status of a printer that is offline',
			'deviceDetector',
			'{ status: entry.status, offlineSince: since }',
			"{ status: 'OFFLINE', offlineSince: since }",
		],
		[
			'takes a new printer for one that changed',
			'deviceDetector',
			'?? firstSeen(device)',
			"?? { status: 'NEW' }",
		],
		['forgets a printer that vanishes', 'deviceDetector', 'next[mark] ??= entry;', ''],
		['gives different events one id', 'kernel', 'Math.max(now, toldAt + 1)', 'toldAt'],
		[
			'lets an old look at the printers count',
			'kernel',
			'if (isOvertaken && before?.devices)',
			'if (false)',
		],
		['tells each time of a firmware', 'firmwareDetector', '!told.has(mark) &&', ''],
		[
			'forgets a firmware whose offer goes',
			'firmwareDetector',
			'new Set((state ?? earlier)?.told)',
			'new Set<string>()',
		],
		['tells of old firmware', 'firmwareDetector', '&& state !== undefined', ''],
		['tells again of firmware on publishing', 'kernel', 'told?.firmware', 'undefined'],
		['asks only for some firmware at the beginning', 'sources', 'known?.firmware && turn', 'turn'],
		['never lets some printers have their turn', 'firmwareSource', '(turn % turns)', '0'],
		[
			'asks for firmware of printers that are gone',
			'firmwareSource',
			'bound.filter((id) => deviceIds.length === 0 || deviceIds.includes(id))',
			'deviceIds.length > 0 ? deviceIds : bound',
		],
		['cannot ask printer by printer', 'firmwareSource', '!wantsName(error)', 'true'],
		['drops what it knows of printers', 'packing', "isOffline ? '!' : since", "''"],
	],
};

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
async function runFaulty([, file, from, to]: Fault, focus: Focus, numRuns: number) {
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
	return await run?.({ seed: 7, numRuns, endOnFailure: true }, focus);
}

const focuses = Object.keys(faults) as Focus[];

describe.each(focuses)('In stories of %s', (focus) => {
	const own = faults[focus] ?? [];

	test.each([...new Set(own.map(([, file]) => file))])('%s as it is passes', async (file) => {
		const { failure } = (await runFaulty(['', file, 'export', 'export'], focus, 8)) ?? {};
		expect(failure).toBeUndefined();
	});

	test.each(own)('a trigger that %s is found out', async (...fault) => {
		const { failure } = (await runFaulty(fault, focus, 500)) ?? {};
		expect(failure).toBeDefined();
	});
});
