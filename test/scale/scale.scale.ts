import { say } from '../../sandbox/say';
import { endsOf, pagesAsked, startListings } from '../e2e/support/queueJobs';
import { describeQueue, useQueueLab } from '../e2e/support/queueLab';
import { polls, told, toldCount } from '../e2e/support/triggers';
import {
	durableScheduler,
	everySeconds,
	outputOf,
	triggerWorkflow,
} from '../e2e/support/workflows';
import { flawOf } from '../soak/tally';

/*
 * n8n's own multi-main needs a licence, so here are two main processes that know nothing of each other, on one
 * database. Its durable scheduler keeps what is due there, so each poll is made by one of them.
 */
describeQueue('two main processes, with the durable scheduler', () => {
	const lab = useQueueLab({ workers: 1, otherMains: 1, env: durableScheduler });
	const events = ['taskCreated', 'taskFinished'];

	test('tell each event once, also where one of them is killed', async () => {
		const workflow = triggerWorkflow(lab().credential, { events, pollTimes: everySeconds(4) });
		const { id } = await lab().rest.createWorkflow(workflow);
		await lab().rest.publish(id);
		await polls(lab(), 2);
		const expected: string[] = [];
		const endPrints = (count: number) => {
			const { world } = lab().cloud;
			for (let left = count; left > 0; left--) {
				const print = world.startPrint({ title: 'Vase', seconds: 3600, fillSeconds: 0 });
				world.endPrint(print, 'finished');
				expected.push(`taskCreated:${print.id}`, `taskFinished:${print.id}`);
			}
		};
		for (let round = 0; round < 10; round++) {
			endPrints(2);
			await polls(lab(), 1);
		}
		await toldCount(lab(), id, expected.length);
		const [, other] = lab().mains;
		await other?.stop('SIGKILL');
		endPrints(3);
		await toldCount(lab(), id, expected.length);
		await other?.start();
		for (let round = 0; round < 5; round++) {
			endPrints(1);
			await polls(lab(), 1);
		}
		await toldCount(lab(), id, expected.length);
		await polls(lab(), 3);
		expect((await told(lab(), id)).sort()).toEqual(expected.sort());
		const made = lab().mains.map((main) => (main.log().match(/poll/gi) ?? []).length);
		say(
			`Two main processes: ${expected.length} events, each once (lines about polls: ${made.join(', ')})`,
		);
		await lab().rest.unpublish(id);
	});
});

describeQueue('eight workers on one account', () => {
	const lab = useQueueLab({ workers: 8, cloud: { history: 2000 } });

	test('share its limit, and each job reads all prints', async () => {
		const past = lab().cloud.world.prints.map((print) => print.id);
		// One job signs in, so that the login does not meet with the limit.
		await endsOf(lab(), await startListings(lab(), 1));
		const limit = { scope: 'all', requests: 10, seconds: 1, burst: 1 };
		await lab().control('/ratelimit', { ...limit, answer: 'tooManyRequests' });
		const executions = await endsOf(lab(), await startListings(lab(), 16));
		for (const execution of executions) {
			const ids = outputOf(execution, 'Bambu Lab').map((task) => Number(task.id));
			expect([execution.status, flawOf(ids, past)]).toEqual(['success', undefined]);
		}
		const worked = lab().workers.filter((worker) => lab().startedBy(worker).length > 0);
		expect(worked.length).toBeGreaterThan(4);
		const refused = pagesAsked(lab()).filter((status) => status === 429).length;
		say(
			`Eight workers, ${worked.length} at work: ${executions.length} jobs of ${past.length} prints, ` +
				`${pagesAsked(lab()).length} requests, ${refused} of them refused`,
		);
	});
});
