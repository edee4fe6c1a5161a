/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { compileFunction } from 'node:vm';

import { transformSync } from '@swc/core';

import { inProject } from '../support/project';
import type { Focus } from './model/happenings';
import { faults, type Fault } from './model/faults';
import type { runModel } from './model/runModel';

const folder = inProject('nodes', 'BambuLab', 'trigger');

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
