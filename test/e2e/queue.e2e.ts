import type { Execution } from '../../sandbox/restTypes';
import { waitFor } from '../../sandbox/wait';
import { flawOf } from '../soak/tally';
import type { QueueFigures } from '../support/reliability';
import { saveArtifact } from './support/artifacts';
import { endFaults } from './support/outage';
import {
	endsOf,
	errorWorkflow,
	listingPage,
	pagesAsked,
	printerListWorkflow,
	startListings,
} from './support/queueJobs';
import { describeQueue, useQueueLab } from './support/queueLab';
import { fired, polls } from './support/triggers';
import { operationWorkflow, outputOf, triggerWorkflow } from './support/workflows';

const login = 'POST /v1/user-service/user/login';
const printers = 'GET /v1/iot-service/api/user/bind';
const listPrinters = { resource: 'device', operation: 'getAll' };

/**
 * How n8n ends what a killed worker left: a living worker misses it, or the killed one, if it is back
 * before that, finds it in its own event log (n8n 2.41, `scaling` and `execution-recovery.service`).
 */
const interruptedEnd = /failed to be processed too many times|did not finish/;

// Four processes of n8n and two services take their time on a busy machine.
jest.setTimeout(480_000);

describeQueue('n8n in queue mode, with three workers', () => {
	const lab = useQueueLab({
		workers: 3,
		cloud: { history: 3000 },
		// A killed worker is missed after seconds; by n8n's defaults it takes a minute or two.
		env: {
			QUEUE_WORKER_LOCK_DURATION: '10000',
			QUEUE_WORKER_LOCK_RENEW_TIME: '2000',
			QUEUE_WORKER_STALLED_INTERVAL: '2000',
		},
	});
	let started: string[][];

	beforeEach(() => {
		started = lab().workers.map((worker) => lab().startedBy(worker));
	});
	afterEach(async () => {
		await lab().unpublishAll();
		lab().resetCloud();
	});

	/** The executions that each worker has started in this test. */
	function startedNow(): string[][] {
		return lab().workers.map((worker, index) =>
			lab().startedBy(worker).slice(started[index]?.length),
		);
	}

	const allWorked = () => startedNow().every((ids) => ids.length > 0);

	/** Each by one worker, and by no second one. */
	function expectStartedOnce(executions: Execution[]): void {
		const ids = executions.map(({ id }) => id).sort();
		const startedIds = startedNow().flat().sort();
		expect(startedIds.filter((id) => ids.includes(id))).toEqual(ids);
	}

	/**
	 * The prints whose events a workflow got, each as often as it got it. In an execution that n8n
	 * recovered from its event log, an item of n8n's own stands in their place.
	 */
	function printsIn(executions: Execution[]): unknown[] {
		const items = executions.flatMap((each) => outputOf(each, 'Bambu Lab Trigger'));
		const events = items.filter((item) => item.isArtificialRecoveredEventItem !== true);
		return events.map(({ task }) => (task as { id: number }).id).sort();
	}

	async function firedTimes(workflowId: string, times: number): Promise<Execution[]> {
		return await waitFor(
			async () => {
				const executions = await fired(lab(), workflowId);
				return executions.length >= times && executions;
			},
			{ what: `${times} executions`, timeoutMs: 180_000, intervalMs: 500 },
		);
	}

	/** Prints that end at the same moment. */
	function endPrints(count: number): number[] {
		const { world } = lab().cloud;
		return Array.from({ length: count }, () => world.startPrint({ seconds: 1 }).id);
	}

	/** Runs a workflow by hand, and tells how that ended. */
	async function runOnce(workflowId: string): Promise<string> {
		const start = { triggerToStartFrom: { name: 'Start' } };
		const { data } = await lab().rest.runManually(workflowId, start);
		return data.resultData.error?.message ?? 'success';
	}

	test('main polls, beside bulk jobs, and a worker is killed in the middle of them', async () => {
		const { rest, credential, cloud } = lab();
		const { id } = await rest.createWorkflow(triggerWorkflow(credential, {}));
		await rest.publish(id);
		await polls(lab(), 1);
		const past = cloud.world.prints.filter(({ ended }) => ended).map((print) => print.id);
		const ended: number[] = [];
		const burst = async () => {
			ended.push(...endPrints(5));
			await waitFor(async () => printsIn(await fired(lab(), id)).length === ended.length, {
				what: 'all prints to be told',
				timeoutMs: 180_000,
				intervalMs: 500,
			});
		};

		// Slow enough for the jobs to be half-way when the worker dies.
		await lab().control('/faults', { match: listingPage, delayMs: 1000 });
		const jobs = await startListings(lab(), 9);
		await waitFor(async () => allWorked() && pagesAsked(lab()).length >= jobs.length * 10, {
			what: 'the jobs to be half-way on all workers',
			timeoutMs: 180_000,
		});
		const [victim] = lab().workers;
		await victim?.stop('SIGKILL');
		const interrupted = startedNow()[0] ?? [];
		await burst();
		await endFaults(lab());
		await victim?.start();
		do await burst();
		while (startedNow()[0]?.length === interrupted.length);
		const executions = await endsOf(lab(), jobs);
		await polls(lab(), 2);

		const whole = executions.filter(({ status }) => status === 'success');
		const failed = executions.filter(({ status }) => status !== 'success');
		expect(failed.length).toBeGreaterThan(0);
		for (const { id: job, data } of failed) {
			expect(interrupted).toContain(job);
			expect(data.resultData.error?.message).toMatch(interruptedEnd);
		}
		for (const execution of whole) {
			const ids = outputOf(execution, 'Bambu Lab').map((task) => Number(task.id));
			expect(flawOf(ids, past)).toBeUndefined();
		}
		const firings = await fired(lab(), id);
		const told = printsIn(firings);
		expect(told).toEqual(ended.sort());
		expect(new Set(firings.map(({ status }) => status))).toEqual(new Set(['success']));
		expectStartedOnce(firings);
		const logins = lab().requests(login).length;
		expect(logins).toBe(1);
		const figures: QueueFigures = {
			run: 'queue',
			date: new Date().toISOString().slice(0, 10),
			workers: lab().workers.length,
			jobs: jobs.length,
			rowsPerJob: past.length,
			completeJobs: whole.length,
			interruptedJobs: failed.length,
			events: ended.length,
			lost: ended.filter((print) => !told.includes(print)).length,
			repeated: told.length - new Set(told).size,
			logins,
		};
		saveArtifact('queue', 'figures.json', JSON.stringify(figures));
	});

	test("workers that know nothing of each other keep to the account's limit, and lose nothing", async () => {
		const { rest, credential } = lab();
		// A login that meets with the limit is not repeated, so there is a session before there is a limit.
		const { id } = await rest.createWorkflow(operationWorkflow(credential, listPrinters));
		expect(await runOnce(id)).toBe('success');
		const past = lab().cloud.world.prints.map((print) => print.id);
		const requestsPerSecond = 4;
		const limit = { scope: 'all', requests: requestsPerSecond, seconds: 1, burst: 1 };
		await lab().control('/ratelimit', { ...limit, answer: 'tooManyRequests' });
		const executions = await endsOf(lab(), await startListings(lab(), 6));

		expect(allWorked()).toBe(true);
		for (const execution of executions) {
			const ids = outputOf(execution, 'Bambu Lab').map((task) => Number(task.id));
			expect([execution.status, flawOf(ids, past)]).toEqual(['success', undefined]);
		}
		const refused = pagesAsked(lab()).filter((status) => status === 429).length;
		expect(refused).toBeGreaterThan(0);
		const needed = pagesAsked(lab()).length - refused;
		const figures = { limit: requestsPerSecond, pages: needed, refused };
		saveArtifact('queue', 'limit.json', JSON.stringify(figures));
	});

	test('a session that any process obtained serves all of them', async () => {
		const { rest } = lab();
		const credential = await lab().createCredential('Never used before');
		const { id } = await rest.createWorkflow(operationWorkflow(credential, listPrinters));
		const trigger = await rest.createWorkflow(triggerWorkflow(credential, {}));
		const logins = () => lab().requests(login).length;
		const runAtOnce = async (times: number) =>
			new Set(await Promise.all(Array.from({ length: times }, async () => await runOnce(id))));
		const processes = 1 + lab().workers.length;

		// While one process waits for its login, the others begin their own.
		const path = login.split(' ')[1];
		await lab().control('/faults', { match: { path }, delayMs: 1500, times: processes });
		const [outcomes] = await Promise.all([runAtOnce(20), rest.publish(trigger.id)]);
		expect(outcomes).toEqual(new Set(['success']));
		expect(allWorked()).toBe(true);
		const atFirst = logins();
		expect(atFirst).toBeLessThanOrEqual(processes);
		saveArtifact('queue', 'firstUse.json', JSON.stringify({ processes, logins: atFirst }));
		await rest.unpublish(trigger.id);

		expect(await runAtOnce(20)).toEqual(new Set(['success']));
		expect(logins()).toBe(atFirst);

		await lab().control('/tokens/revoke', { account: 'maker@example.com' });
		started = lab().workers.map((worker) => lab().startedBy(worker));
		do expect(await runOnce(id)).toBe('success');
		while (!allWorked());
		expect(logins()).toBe(atFirst + 1);

		await rest.publish(trigger.id);
		await polls(lab(), 2);
		await rest.unpublish(trigger.id);
		expect(await rest.testCredential(credential.id)).toMatchObject({ status: 'OK' });
		expect(logins()).toBe(atFirst + 1);
	});

	test('a refused password is tried once by each worker', async () => {
		const { rest } = lab();
		const credential = await lab().createCredential('Wrong password', {
			password: 'wrong-password-canary',
		});
		const { id } = await rest.createWorkflow(operationWorkflow(credential, listPrinters));
		for (let runs = 0; runs < 6 || !allWorked(); runs += 1) {
			expect(await runOnce(id)).toContain('Bambu Lab refused the account or the password');
		}
		expect(lab().requests(login)).toHaveLength(lab().workers.length);
	});

	test('a worker killed in the middle: its execution ends in an error, all others go on', async () => {
		const { rest, credential } = lab();
		const onError = await rest.createWorkflow(errorWorkflow());
		await rest.publish(onError.id);
		const { id } = await rest.createWorkflow(printerListWorkflow(credential, onError.id));
		await rest.publish(id);
		await polls(lab(), 1);

		const path = printers.split(' ')[1];
		await lab().control('/faults', { match: { path }, delayMs: 20_000, times: 1 });
		endPrints(1);
		await waitFor(async () => lab().requests(printers).length > 0, {
			what: 'the workflow to ask for the printers',
			timeoutMs: 60_000,
		});
		const victim = lab().workers.find((_, index) => startedNow()[index]?.length === 1);
		const interrupted = startedNow().flat()[0] ?? '';
		await victim?.stop('SIGKILL');
		const ended = endPrints(1);
		expect(printsIn(await firedTimes(id, 1))).toEqual(ended);
		await victim?.start();
		ended.push(...endPrints(1));
		await firedTimes(id, 3);
		// n8n gives it 30 s, or until the worker is back, to turn up after all.
		await waitFor(async () => (await rest.getExecution(interrupted)).stoppedAt, {
			what: 'n8n to give the interrupted execution up',
			timeoutMs: 180_000,
		});
		await polls(lab(), 2);

		const executions = await fired(lab(), id);
		expect(printsIn(executions)).toEqual(ended.sort());
		expectStartedOnce(executions);
		const failed = executions.filter(({ status }) => status !== 'success');
		expect(failed.map((each) => [each.id, each.data.resultData.error?.message])).toEqual([
			[interrupted, expect.stringMatching(interruptedEnd)],
		]);
		expect(await rest.listExecutions({ workflowId: onError.id })).not.toEqual([]);
	});

	test('without workers main goes on polling, and the events wait for them', async () => {
		const { rest, credential } = lab();
		const { id } = await rest.createWorkflow(triggerWorkflow(credential, {}));
		await rest.publish(id);
		await polls(lab(), 1);
		await Promise.all(lab().workers.map(async (worker) => await worker.stop()));
		const ended = endPrints(3);
		await waitFor(async () => (await rest.listExecutions({ workflowId: id })).length > 0, {
			what: 'an execution to wait',
			timeoutMs: 60_000,
		});
		await polls(lab(), 2);
		expect(await fired(lab(), id)).toEqual([]);
		await Promise.all(lab().workers.map(async (worker) => await worker.start()));
		expect(printsIn(await firedTimes(id, 1))).toEqual(ended);
		await polls(lab(), 2);
		expect(printsIn(await fired(lab(), id))).toEqual(ended);
	});
});
