import { waitFor } from '../../sandbox/wait';
import type { Fault } from '../cloud/faults';
import { useLab } from './support/lab';
import { endFaults, fail } from './support/outage';
import { busyPolls, endPrint, errors, fired, polls, told, toldCount } from './support/triggers';
import { durableScheduler, everySeconds, triggerWorkflow } from './support/workflows';

/** n8n's second engine for polling triggers, off by default in 2.41; its log tells what it made of a failure. */
const lab = useLab({ env: { ...durableScheduler, N8N_LOG_FORMAT: 'json' } });

afterEach(() => lab().resetCloud());

const both = ['taskCreated', 'taskFinished'];

async function createTrigger(parameters: Record<string, unknown> = {}): Promise<string> {
	const pollTimes = everySeconds(4);
	const workflow = triggerWorkflow(lab().credential, { pollTimes, ...parameters });
	return (await lab().rest.createWorkflow(workflow)).id;
}

async function publishTrigger(parameters: Record<string, unknown> = {}): Promise<string> {
	const id = await createTrigger(parameters);
	await lab().rest.publish(id);
	await polls(lab(), 2);
	return id;
}

interface Backoff {
	cause?: string;
	type?: string;
	delayMs?: number;
}

/** What n8n noted of the first failed poll of a workflow. */
async function backoffOf(workflowId: string): Promise<Backoff> {
	const notes = () =>
		lab()
			.log()
			.split('\n')
			.filter((line) => line.includes('Poll failed; backing off'))
			.map((line) => (JSON.parse(line) as { metadata: Backoff & { workflowId: string } }).metadata);
	return await waitFor(async () => notes().find((note) => note.workflowId === workflowId), {
		what: 'n8n to back off',
		timeoutMs: 60_000,
	});
}

/** A schedule of one poll a minute, so many seconds from now. */
function onceInAMinute(secondsFromNow: number): object {
	const second = (new Date().getSeconds() + secondsFromNow) % 60;
	return { mode: 'custom', cronExpression: `${second} * * * * *` };
}

test('the past is not told, and each event once', async () => {
	const id = await publishTrigger({ events: both });
	const ids = ['One', 'Two'].map((title) => endPrint(lab(), title));
	const expected = ids.flatMap((each) => [`taskCreated:${each}`, `taskFinished:${each}`]);
	await toldCount(lab(), id, expected.length);
	await polls(lab(), 3);
	expect((await told(lab(), id)).sort()).toEqual(expected.sort());
	await lab().rest.unpublish(id);
});

/** This engine does not keep what a poll on publishing stored, unless that poll told something. */
test('what happens between publishing and the first scheduled poll is told', async () => {
	const id = await createTrigger({ pollTimes: { item: [onceInAMinute(20)] } });
	await lab().rest.publish(id);
	const print = endPrint(lab(), 'At once');
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print}`]);
	await lab().rest.unpublish(id);
});

test('polls that take longer than the schedule tell each event once', async () => {
	const id = await publishTrigger({ events: both });
	await fail(lab(), { match: { path: '*/my/tasks' }, delayMs: 6000 });
	const ids = ['One', 'Two'].map((title) => endPrint(lab(), title));
	await polls(lab(), 4);
	ids.push(endPrint(lab(), 'Three'));
	await polls(lab(), 3);
	await endFaults(lab());
	const expected = ids.flatMap((each) => [`taskCreated:${each}`, `taskFinished:${each}`]);
	await toldCount(lab(), id, expected.length);
	await polls(lab(), 3);
	expect((await told(lab(), id)).sort()).toEqual(expected.sort());
	await lab().rest.unpublish(id);
});

test('publishing again begins anew', async () => {
	const id = await publishTrigger();
	const before = endPrint(lab(), 'Before');
	await toldCount(lab(), id, 1);
	await lab().rest.unpublish(id);
	endPrint(lab(), 'Between');
	await lab().rest.publish(id);
	await polls(lab(), 3);
	const after = endPrint(lab(), 'After');
	await toldCount(lab(), id, 2);
	await polls(lab(), 2);
	expect(await told(lab(), id)).toEqual([`taskFinished:${before}`, `taskFinished:${after}`]);
	await lab().rest.unpublish(id);
});

test('a crash of n8n neither loses nor repeats an event', async () => {
	const id = await publishTrigger({ events: both });
	const { world } = lab().cloud;
	const print = world.startPrint({ title: 'Vase', seconds: 3600, fillSeconds: 0 });
	await toldCount(lab(), id, 1);
	await lab().stopN8n('SIGKILL');
	world.endPrint(print, 'finished');
	const short = endPrint(lab(), 'Short');
	await lab().startN8n();
	const expected = [print.id, short].flatMap((each) => [
		`taskCreated:${each}`,
		`taskFinished:${each}`,
	]);
	await toldCount(lab(), id, expected.length);
	await polls(lab(), 3);
	expect((await told(lab(), id)).sort()).toEqual(expected.sort());
	await lab().rest.unpublish(id);
});

test('what the user must mend is shown once, though each poll has events of the rest', async () => {
	const id = await publishTrigger({ events: ['taskFinished', 'messageReceived'] });
	await fail(lab(), { match: { path: '*/my/message*' }, status: 403, body: '{}' });
	const { prints, shown } = await busyPolls(lab(), id, 8);
	await toldCount(lab(), id, prints.length);
	expect(shown).toEqual([expect.stringMatching(/^Could not read the messages: /)]);
	expect(await errors(lab(), id)).toEqual(shown);
	expect((await told(lab(), id)).sort()).toEqual(
		prints.map((each) => `taskFinished:${each}`).sort(),
	);
	await endFaults(lab());
	await lab().rest.unpublish(id);
});

test('an outage and a 429 make no error, and the cloud is left alone as long as it asks', async () => {
	const id = await publishTrigger();
	await fail(lab(), { status: 503 });
	await polls(lab(), 3);
	await endFaults(lab());
	await polls(lab(), 1);
	await fail(lab(), { status: 429, headers: { 'retry-after': '12' }, times: 1 });
	await polls(lab(), 1);
	const refusedAt = Date.now();
	const print = endPrint(lab(), 'Meanwhile');
	await polls(lab(), 1);
	expect(Date.now() - refusedAt).toBeGreaterThan(11_000);
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print}`]);
	expect(await errors(lab(), id)).toEqual([]);
	await lab().rest.unpublish(id);
});

test('a wrong sign-in is refused on publishing, and shown once when it goes wrong later', async () => {
	const token = await lab().issueToken('maker@example.com');
	const fields = { authentication: 'accessToken', account: '', password: '', accessToken: token };
	const credential = await lab().createCredential('Pasted token', fields);
	const pollTimes = everySeconds(4);
	const workflow = triggerWorkflow(credential, { pollTimes });
	const { id } = await lab().rest.createWorkflow(workflow);
	await lab().rest.publish(id);
	await polls(lab(), 2);
	await lab().control('/tokens/revoke', {});
	await polls(lab(), 1);
	const { id: second } = await lab().rest.createWorkflow(workflow);
	const sentence = 'The Bambu Lab access token has expired or is not valid';
	await expect(lab().rest.publish(second)).rejects.toThrow(sentence);
	expect(await errors(lab(), id)).toEqual([`Could not read the prints: ${sentence}`]);
	expect(await fired(lab(), id)).toHaveLength(1);
	expect(await backoffOf(id)).toMatchObject({ cause: 'credential-invalid', type: 'permanent' });
	await lab().rest.unpublish(id);
	await lab().rest.unpublish(second);
});

test.each<[string, Omit<Fault, 'match'>, number]>([
	['temporarily-unavailable', { status: 503 }, 5000],
	['rate-limited', { status: 429, headers: { 'retry-after': '17' } }, 17_000],
])('a failure that is shown tells the scheduler that it is %s', async (cause, fault, delayMs) => {
	const id = await publishTrigger({ options: { reportOutageAfter: 0 } });
	await fail(lab(), fault);
	expect(await backoffOf(id)).toMatchObject({ cause, type: 'transient', delayMs });
	await endFaults(lab());
	await lab().rest.unpublish(id);
});
