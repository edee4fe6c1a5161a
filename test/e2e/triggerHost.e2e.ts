import { waitFor } from '../../sandbox/wait';
import { useLab } from './support/lab';
import { endFaults, fail } from './support/outage';
import { busyPolls, endPrint, errors, fired, polls, told, toldCount } from './support/triggers';
import { triggerWorkflow } from './support/workflows';

const lab = useLab();

afterEach(() => lab().resetCloud());

async function publishTrigger(
	parameters: Record<string, unknown> = {},
	credential = lab().credential,
): Promise<string> {
	const { id } = await lab().rest.createWorkflow(triggerWorkflow(credential, parameters));
	await lab().rest.publish(id);
	await polls(lab(), 2);
	return id;
}

/** Changes the trigger of a published workflow, and publishes the new version over the old one. */
async function changeTrigger(id: string, parameters: Record<string, unknown>): Promise<void> {
	const { nodes } = await lab().rest.getWorkflow(id);
	const changed = nodes.map((node) =>
		node.name === 'Bambu Lab Trigger'
			? { ...node, parameters: { ...node.parameters, ...parameters } }
			: node,
	);
	await lab().rest.updateWorkflow(id, { nodes: changed });
}

/** Waits until the end of a print was told. */
async function toldOf(id: string, print: number): Promise<void> {
	await waitFor(async () => (await told(lab(), id)).includes(`taskFinished:${print}`), {
		what: `the end of print ${print}`,
		timeoutMs: 60_000,
	});
}

/** n8n gives a trigger up that fails five times in 15 seconds when n8n starts. */
test('the API is down while n8n starts: the trigger lives, and tells once what it missed', async () => {
	const id = await publishTrigger();
	const { world } = lab().cloud;
	const print = world.startPrint({ title: 'Vase', seconds: 3600, fillSeconds: 0 });
	await polls(lab(), 2);
	await lab().stopN8n('SIGKILL');
	world.endPrint(print, 'finished');
	await fail(lab(), { mode: 'cut' });
	await lab().startN8n();
	// A minute in all, at one poll in two seconds.
	await polls(lab(), 20);
	await endFaults(lab());
	await fail(lab(), { status: 503 });
	await polls(lab(), 10);
	expect(await fired(lab(), id)).toEqual([]);

	await endFaults(lab());
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print.id}`]);
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toHaveLength(1);
	expect(lab().log()).toContain('can be read again after');
	await lab().rest.unpublish(id);
});

test('polls that take longer than the schedule tell each event once', async () => {
	const id = await publishTrigger({ events: ['taskCreated', 'taskFinished'] });
	await fail(lab(), { match: { path: '*/my/tasks' }, delayMs: 5000 });
	const ids = ['One', 'Two', 'Three'].map((title) => endPrint(lab(), title));
	await polls(lab(), 5);
	ids.push(endPrint(lab(), 'Four'));
	await polls(lab(), 3);
	await endFaults(lab());
	const expected = ids.flatMap((each) => [`taskCreated:${each}`, `taskFinished:${each}`]);
	await toldCount(lab(), id, expected.length);
	await polls(lab(), 3);
	expect((await told(lab(), id)).sort()).toEqual(expected.sort());
	await lab().rest.unpublish(id);
});

test('an outage is shown once where the user asks for it, else only in the log', async () => {
	const patient = await publishTrigger();
	const strict = await publishTrigger({ options: { reportOutageAfter: 0 } });
	await fail(lab(), { status: 502 });
	// Each poll tries four times.
	await polls(lab(), 24);
	const notes = lab().log().split('can be read again after').length;
	await endFaults(lab());
	await polls(lab(), 3);
	const print = endPrint(lab(), 'After the outage');
	for (const id of [patient, strict]) await toldOf(id, print);
	expect(await errors(lab(), patient)).toEqual([]);
	expect(await errors(lab(), strict)).toEqual([
		'Could not read the prints: The Bambu Lab cloud is having trouble (status 502)',
	]);
	expect(lab().log().split('can be read again after')).toHaveLength(notes + 2);
	await lab().rest.unpublish(patient);
	await lab().rest.unpublish(strict);
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

test('after a 429 the cloud is left alone as long as it asks', async () => {
	const id = await publishTrigger();
	await fail(lab(), { status: 429, headers: { 'retry-after': '8' }, times: 1 });
	await polls(lab(), 1);
	const refusedAt = Date.now();
	const print = endPrint(lab(), 'Meanwhile');
	await polls(lab(), 1);
	expect(Date.now() - refusedAt).toBeGreaterThan(7000);
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print}`]);
	expect(await fired(lab(), id)).toHaveLength(1);
	await lab().rest.unpublish(id);
});

test('a dead token is shown once and at once, and a new one goes on where the old one ended', async () => {
	const token = { authentication: 'accessToken', account: '', password: '' };
	const issue = async () => ({
		...token,
		accessToken: await lab().issueToken('maker@example.com'),
	});
	const credential = await lab().createCredential('Pasted token', await issue());
	const id = await publishTrigger({}, credential);
	await lab().control('/tokens/revoke', {});
	await polls(lab(), 4);
	expect(await errors(lab(), id)).toEqual([
		'Could not read the prints: The Bambu Lab access token has expired or is not valid',
	]);
	const print = endPrint(lab(), 'While signed out');
	const { name, type, data } = await lab().rest.getCredential(credential.id);
	const changed = { name, type, data: { ...data, ...(await issue()) } };
	await lab().rest.updateCredential(credential.id, changed);
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print}`]);
	expect(await errors(lab(), id)).toHaveLength(1);
	await lab().rest.unpublish(id);
});

test('publishing again tells of the time between only what the user asks for, and nothing twice', async () => {
	const { rest, cloud } = lab();
	const ids: string[] = [];
	for (const options of [
		{},
		{ onActivation: 'lastHours', lastHours: 1 },
		{ onActivation: 'running' },
	]) {
		ids.push(await publishTrigger({ events: ['taskCreated', 'taskFinished'], options }));
	}
	const before = endPrint(lab(), 'Before');
	// One of them has told what ended within the hour before, too.
	for (const id of ids) await toldOf(id, before);
	for (const id of ids) await rest.unpublish(id);
	const earlier = await Promise.all(ids.map(async (id) => await told(lab(), id)));

	const between = endPrint(lab(), 'Between');
	const running = cloud.world.startPrint({ title: 'Running', seconds: 3600, fillSeconds: 0 });
	for (const id of ids) await rest.publish(id);
	await polls(lab(), 3);
	cloud.world.endPrint(running, 'finished');
	const expected = [
		[`taskFinished:${running.id}`],
		[
			`taskCreated:${between}`,
			`taskFinished:${between}`,
			`taskCreated:${running.id}`,
			`taskFinished:${running.id}`,
		],
		[`taskCreated:${running.id}`, `taskFinished:${running.id}`],
	];
	for (const [index, id] of ids.entries()) {
		const past = earlier[index] ?? [];
		expect(past).toContain(`taskFinished:${before}`);
		await toldCount(lab(), id, past.length + (expected[index]?.length ?? 0));
	}
	await polls(lab(), 3);
	for (const [index, id] of ids.entries()) {
		const news = (await told(lab(), id)).slice(earlier[index]?.length);
		expect(news.sort()).toEqual(expected[index]?.sort());
		await rest.unpublish(id);
	}
});

test('a new version and a changed filter go on where the trigger was', async () => {
	const { cloud, rest } = lab();
	const id = await publishTrigger();
	const print = cloud.world.startPrint({ title: 'Long', seconds: 3600, fillSeconds: 0 });
	await polls(lab(), 2);
	await fail(lab(), { mode: 'cut' });
	cloud.world.endPrint(print, 'finished');
	await changeTrigger(id, { filters: { deviceIds: [print.deviceId] } });
	await rest.publish(id);
	// The printer of the filter is looked up before anything else.
	await polls(lab(), 2, 'GET /v1/iot-service/api/user/bind');
	await endFaults(lab());
	expect(await toldCount(lab(), id, 1)).toEqual([`taskFinished:${print.id}`]);
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toHaveLength(1);
	await rest.unpublish(id);
});
