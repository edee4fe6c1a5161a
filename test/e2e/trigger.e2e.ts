import { useLab } from './support/lab';
import { fired, firstFiring, polls } from './support/triggers';
import { outputOf, triggerWorkflow } from './support/workflows';

const login = 'POST /v1/user-service/user/login';

const lab = useLab();

afterEach(() => lab().resetCloud());

async function createTrigger(parameters: Record<string, unknown> = {}): Promise<string> {
	const { rest, credential } = lab();
	return (await rest.createWorkflow(triggerWorkflow(credential, parameters))).id;
}

test('Fetch Test Event shows a recent real event', async () => {
	const id = await createTrigger();
	const execution = await lab().rest.runManually(id, { destinationNode: 'Bambu Lab Trigger' });
	const newest = lab().cloud.world.prints.find(({ outcome }) => outcome === 'finished');
	expect(outputOf(execution, 'Bambu Lab Trigger')[0]).toMatchObject({
		event: 'taskFinished',
		task: { id: newest?.id, status: 'finished' },
	});
});

test('a published workflow fires once for a print that ends, and not for the past', async () => {
	const id = await createTrigger();
	await lab().rest.publish(id);
	await polls(lab(), 1);
	const print = lab().cloud.world.startPrint({ title: 'Benchy', seconds: 1 });
	const execution = await firstFiring(lab(), id);
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Bambu Lab Trigger')).toEqual([
		expect.objectContaining({
			event: 'taskFinished',
			eventId: expect.any(String) as string,
			occurredAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
			task: expect.objectContaining({ id: print.id, title: 'Benchy' }) as object,
		}),
	]);
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toHaveLength(1);
	await lab().rest.unpublish(id);
});

test('each chosen event of a printer fires, others do not', async () => {
	const { rest, cloud } = lab();
	const [mine, other] = cloud.world.printers.filter(({ online }) => online);
	if (mine === undefined || other === undefined) throw new Error('Two printers are needed');
	const id = await createTrigger({
		events: ['taskCreated', 'taskFailed'],
		filters: { deviceIds: [mine.serial] },
	});
	await rest.publish(id);
	await polls(lab(), 1);
	cloud.world.startPrint({ deviceId: other.serial, seconds: 1, outcome: 'failed' });
	const print = cloud.world.startPrint({ deviceId: mine.serial, seconds: 1, outcome: 'failed' });
	await firstFiring(lab(), id);
	await polls(lab(), 2);
	const items = (await fired(lab(), id)).flatMap((each) => outputOf(each, 'Bambu Lab Trigger'));
	expect(items.map(({ event, task }) => [event, (task as { id: number }).id]).sort()).toEqual([
		['taskCreated', print.id],
		['taskFailed', print.id],
	]);
	await rest.unpublish(id);
});

test('a print that ends while n8n is down fires once after the crash', async () => {
	const id = await createTrigger();
	await lab().rest.publish(id);
	await polls(lab(), 1);
	const { world } = lab().cloud;
	const print = world.startPrint({ title: 'Vase', seconds: 3600 });
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toEqual([]);

	await lab().stopN8n('SIGKILL');
	world.endPrint(print, 'finished');
	await lab().startN8n();

	const execution = await firstFiring(lab(), id);
	expect(outputOf(execution, 'Bambu Lab Trigger')).toEqual([
		expect.objectContaining({
			event: 'taskFinished',
			task: expect.objectContaining({ id: print.id, title: 'Vase' }) as object,
		}),
	]);
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toHaveLength(1);

	await lab().stopN8n();
	await lab().startN8n();
	await polls(lab(), 2);
	expect(await fired(lab(), id)).toHaveLength(1);
	await lab().rest.unpublish(id);
});

test('publishing with a wrong password says so and logs in once', async () => {
	const { rest } = lab();
	const credential = await lab().createCredential('Wrong password', {
		password: 'wrong-password-canary',
	});
	const { id } = await rest.createWorkflow(triggerWorkflow(credential, {}));
	await expect(rest.publish(id)).rejects.toThrow('Bambu Lab refused the account or the password');
	expect(lab().requests(login)).toHaveLength(1);
	await rest.unpublish(id);
});
