/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import { run } from '../../../sandbox/processes';
import { waitFor } from '../../../sandbox/wait';
import { startCloud, type SimulatedCloud } from '../../cloud';
import { chain, credentialsOf, nodeTypes, type Node } from '../../e2e/support/workflows';
import { inProject } from '../../support/project';
import { withLab, type BenchLab } from '../lab';
import { cpuMs } from '../process';
import { EDIT_FIELDS } from '../workflows';
import type { Case } from './case';

const REPORTS = 100;
const AT_ONCE = 10;

interface Memory {
	earlyMiB: number;
	lateMiB: number;
	stored: number;
	wholeMs: number;
	changesMs: number;
}

/** What 100,000 reports of 50 printers leave behind, in a process of their own. */
async function memory(): Promise<Memory> {
	const script = inProject('test/bench/liveMemory.ts');
	const args = ['--expose-gc', '--import', 'tsx', script];
	const { ok, stdout, output } = await run(process.execPath, args, { cwd: inProject('.') });
	if (!ok) throw new Error(output);
	return JSON.parse(stdout) as Memory;
}

const readLive: Node = {
	name: 'Bambu Lab',
	type: nodeTypes.action,
	parameters: {
		resource: 'device',
		operation: 'readLiveReport',
		report: '={{ $json }}',
		return: 'happenings',
	},
};

/** Evaluates the same expression, and does nothing else. */
const sameExpression: Node = {
	...EDIT_FIELDS,
	parameters: {
		assignments: {
			assignments: [{ id: 'report', name: 'report', value: '={{ $json }}', type: 'object' }],
		},
	},
};

/** CPU time of all of n8n for an ordinary report of a printer in a print, in a workflow that does this with it. */
async function costOf(
	lab: BenchLab,
	cloud: SimulatedCloud,
	name: string,
	next: Node[],
): Promise<number> {
	const { serial = '', accessCode = '' } =
		cloud.world.printers.find((own) => own.name === name) ?? {};
	const { hostname, port } = new URL(cloud.broker?.url ?? '');
	const mqtt = await lab.rest.createCredential({
		name: 'Printer',
		type: 'mqtt',
		data: {
			...{ protocol: 'mqtt', host: hostname, port: Number(port), clean: true, clientId: '' },
			...{ username: 'bblp', password: accessCode.trim() },
		},
	});
	const trigger: Node = {
		name: 'MQTT Trigger',
		type: 'n8n-nodes-base.mqttTrigger',
		parameters: { topics: `device/${serial}/report`, options: {} },
		credentials: credentialsOf(mqtt),
	};
	const settings = { executionOrder: 'v1', saveDataSuccessExecution: 'none' };
	const definition = { ...chain('Live reports', [trigger, ...next]), settings };
	const { id } = await lab.rest.createWorkflow(definition);
	await lab.rest.publish(id);
	const happen = async (happening: string, more: object = {}) => {
		const body = JSON.stringify({ happening, ...more });
		const answer = await fetch(`${cloud.controlUrl}/live/${name}`, { method: 'POST', body });
		if (!answer.ok) throw new Error(await answer.text());
	};
	/** Until all executions have ended: n8n does little then. */
	const atRest = async () =>
		await waitFor(
			async () => {
				const before = cpuMs(lab.pid);
				await sleep(1000);
				return cpuMs(lab.pid) - before < 300;
			},
			{ what: 'n8n to come to rest', timeoutMs: 120_000, intervalMs: 0 },
		);
	await happen('start');
	await happen('tick', { times: AT_ONCE });
	await atRest();
	const before = cpuMs(lab.pid);
	for (let sent = 0; sent < REPORTS; sent += AT_ONCE) {
		await happen('tick', { times: AT_ONCE });
		await sleep(500);
	}
	await atRest();
	const spent = cpuMs(lab.pid) - before;
	await lab.rest.unpublish(id);
	return spent / REPORTS;
}

/** B11: live reports, whole ones and those of what has changed. */
export const liveReports: Case = async (runs, say) => {
	const cloud = await startCloud({ mqttPort: 0, lean: true });
	const end: Node = { name: 'End', type: 'n8n-nodes-base.noOp' };
	const costs: Record<'theirs' | 'ours', number[]> = { theirs: [], ours: [] };
	const evaluating: number[] = [];
	const memories: Memory[] = [];
	try {
		await withLab(async (lab) => {
			for (let count = 0; count < runs; count++) {
				costs.theirs.push(await costOf(lab, cloud, 'Desk', [EDIT_FIELDS, end]));
				costs.ours.push(await costOf(lab, cloud, 'Desk', [readLive, end]));
				evaluating.push(await costOf(lab, cloud, 'Desk', [sameExpression, end]));
			}
		});
	} finally {
		await cloud.stop();
	}
	for (let count = 0; count < runs; count++) memories.push(await memory());
	for (const { earlyMiB, lateMiB } of memories) say(`  heap ${earlyMiB} → ${lateMiB} MiB`);
	return {
		findings: [
			{
				what: 'A whole report of an X1, as text: CPU time of our code alone',
				unit: 'ms',
				ours: memories.map(({ wholeMs }) => wholeMs),
				goal: { most: 2 },
			},
			{
				what: 'a report of a P1, of what has changed: the same',
				unit: 'ms',
				ours: memories.map(({ changesMs }) => changesMs),
				goal: { most: 2 },
			},
			{
				what: 'a whole report: CPU time of all of n8n',
				unit: 'ms',
				against: 'Edit Fields',
				...costs,
			},
			{
				what: 'the same, beside a node that only evaluates that expression',
				unit: 'ms',
				against: 'Edit Fields',
				theirs: evaluating,
				ours: costs.ours,
			},
			{
				what: '100,000 reports of 50 printers: growth of the heap from the 20,000th on',
				unit: 'MiB',
				ours: memories.map(({ earlyMiB, lateMiB }) => lateMiB - earlyMiB),
				goal: { most: 1 },
			},
			{
				what: 'what n8n then stores of them',
				unit: 'kB',
				ours: memories.map(({ stored }) => stored / 1000),
			},
		],
		notes: [
			'In n8n the reports come through the MQTT Trigger, 20 a second, each in an execution of its own, of which n8n keeps none; Edit Fields only evaluates an expression. CPU time of n8n is of all its threads, with what it does for each execution.',
		],
	};
};
