/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import path from 'node:path';

import { inProject } from '../../support/project';
import { faults } from './faults';
import type { Focus } from './happenings';
import type { runModel } from './runModel';
import type { Fault } from './spoil';

const folder = inProject('nodes', 'BambuLab', 'trigger');

/** The model test with a fault in what one file of the trigger exports. */
async function runFaulty(fault: Fault | undefined, focus: Focus, numRuns: number) {
	const workflow: unknown = jest.requireActual('n8n-workflow');
	const fastCheck: unknown = jest.requireActual('fast-check');
	let run: typeof runModel | undefined;
	jest.isolateModules(() => {
		// Of n8n's own classes there must be one of each.
		jest.doMock('n8n-workflow', () => workflow);
		jest.doMock('fast-check', () => fastCheck);
		if (fault !== undefined) {
			const file = path.join(folder, fault.file);
			jest.doMock(file, () => {
				const original = jest.requireActual<object>(file);
				return { ...original, ...fault.spoil(original as never) };
			});
		}
		run = jest.requireActual<{ runModel: typeof runModel }>('./runModel').runModel;
	});
	if (fault !== undefined) jest.dontMock(path.join(folder, fault.file));
	return await run?.({ seed: 7, numRuns, endOnFailure: true }, focus);
}

// A fault that shows seldom takes many worlds to be found.
jest.setTimeout(300_000);

const focuses = Object.keys(faults) as Focus[];

describe.each(focuses)('In stories of %s', (focus) => {
	test('the trigger as it is passes', async () => {
		const { failure } = (await runFaulty(undefined, focus, 20)) ?? {};
		expect(failure).toBeUndefined();
	});

	const own = (faults[focus] ?? []).map((fault): [string, Fault] => [fault.what, fault]);

	test.each(own)('a trigger that %s is found out', async (_what, fault) => {
		const { failure } = (await runFaulty(fault, focus, 500)) ?? {};
		expect(failure).toBeDefined();
	});
});
