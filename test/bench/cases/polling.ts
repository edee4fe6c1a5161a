import { credentialsOf, everySeconds, nodeTypes, type Node } from '../../e2e/support/workflows';
import { withLab, type Target } from '../lab';
import { poll, type Quiet } from '../polls';
import { profiling } from '../profile';
import { httpRequest, SPLIT_OUT, TASKS } from '../workflows';
import type { Case } from './case';

const EVERY_SECONDS = 1;

function ourTrigger({ credential }: Target, events: string[]): Node[] {
	return [
		{
			name: 'Bambu Lab Trigger',
			type: nodeTypes.trigger,
			parameters: { events, pollTimes: everySeconds(EVERY_SECONDS) },
			credentials: credentialsOf(credential),
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	];
}

const TASK_EVENTS = ['taskCreated', 'taskFailed', 'taskFinished'];
const DEVICE_EVENTS = ['deviceOffline', 'deviceOnline', 'deviceStatusChanged'];
const ALL_EVENTS = [...TASK_EVENTS, ...DEVICE_EVENTS, 'messageReceived', 'firmwareAvailable'];

/** B7: polls of a large farm with nothing new. */
export const quietPolls: Case = async (runs) => {
	const { env, file } = profiling();
	return await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000, printers: 500 });
		const quiet: Quiet[] = [];
		for (let count = 0; count < runs; count++) {
			const trigger = ourTrigger(target, TASK_EVENTS);
			quiet.push(await poll(lab, target, trigger, 20, file));
		}
		const all = await poll(lab, target, ourTrigger(target, ALL_EVENTS), 20, file);
		return {
			findings: [
				{
					what: 'A poll with nothing new, 10,000 prints of history, 500 printers, events of prints: CPU time of our code',
					unit: 'ms',
					ours: quiet.map(({ ownPerPollMs }) => ownPerPollMs),
					goal: { most: 10 },
				},
				{
					what: 'CPU time of all of n8n',
					unit: 'ms',
					ours: quiet.map(({ cpuPerPollMs }) => cpuPerPollMs),
				},
				{
					what: 'requests per poll, of 1 source',
					unit: 'count',
					ours: quiet.map(({ requestsPerPoll }) => requestsPerPoll),
					goal: { most: 1 },
				},
				{
					what: 'stored state',
					unit: 'kB',
					ours: quiet.map(({ database }) => database.stateBytes / 1000),
					goal: { most: 32 },
				},
				{
					what: 'all events: CPU time of our code',
					unit: 'ms',
					ours: [all.ownPerPollMs],
					goal: { most: 10 },
				},
				{ what: 'all events: CPU time of all of n8n', unit: 'ms', ours: [all.cpuPerPollMs] },
				{
					what: 'all events: requests per poll, of 4 sources',
					unit: 'count',
					ours: [all.requestsPerPoll],
					goal: { most: 4 },
				},
				{
					what: 'all events: stored state',
					unit: 'kB',
					ours: [all.database.stateBytes / 1000],
					goal: { most: 32 },
				},
			],
			notes: [
				'CPU time of our code is from a profile, with all that our code calls before it waits. That of all of n8n is of all its threads while it polls, less what it takes in as much time without the workflow: most of it is spent on a new V8 isolate, which n8n 2.41 makes to read a credential for each poll.',
			],
		};
	}, env);
};

const POLLS = 60;

/** What a user builds by hand, after n8n's own templates. */
function byHand(target: Target): Node[] {
	const rule = { interval: [{ field: 'seconds', secondsInterval: EVERY_SECONDS }] };
	return [
		{
			name: 'Schedule Trigger',
			type: 'n8n-nodes-base.scheduleTrigger',
			typeVersion: 1.2,
			parameters: { rule },
		},
		httpRequest(target, `${target.cloud.apiUrl}${TASKS}`),
		SPLIT_OUT,
		{
			name: 'Remove Duplicates',
			type: 'n8n-nodes-base.removeDuplicates',
			typeVersion: 2,
			parameters: {
				operation: 'removeItemsSeenInPreviousExecutions',
				dedupeValue: '={{ $json.id }}',
			},
		},
		{ name: 'End', type: 'n8n-nodes-base.noOp' },
	];
}

/** B8: the trigger beside one that is built by hand. */
export const triggerByHand: Case = async () =>
	await withLab(async (lab) => {
		const target = await lab.target({ history: 10_000 });
		const theirs = await poll(lab, target, byHand(target), POLLS);
		const ours = await poll(lab, target, ourTrigger(target, TASK_EVENTS), POLLS);
		const against = 'Schedule, HTTP Request, Split Out, Remove Duplicates';
		return {
			findings: [
				{
					what: '60 polls with nothing new: executions',
					unit: 'count',
					against,
					theirs: [theirs.database.executions],
					ours: [ours.database.executions],
					goal: { exactly: 0 },
				},
				{
					what: 'growth of the database',
					unit: 'kB',
					against,
					theirs: [theirs.grownBytes / 1000],
					ours: [ours.grownBytes / 1000],
				},
				{
					what: 'CPU time per poll',
					unit: 'ms',
					against,
					theirs: [theirs.cpuPerPollMs],
					ours: [ours.cpuPerPollMs],
				},
			],
			notes: [
				'The trigger by hand takes the 20 prints that are there for news when it is switched on, and, keyed by the id, never sees that a print has ended.',
			],
		};
	});
