import type { Execution } from '../../sandbox/restTypes';
import { useLab } from './support/lab';
import { fired, polls, toldCount } from './support/triggers';
import { operationWorkflow, outputOf, triggerWorkflow } from './support/workflows';

const counters = 'GET /v1/user-service/my/message/count';
const inbox = 'GET /v1/user-service/my/messages';
/** A print, comment, reply, rating, system notice, boost tokens twice, boost, like, and badge. */
const codes = [6, 201, 202, 251, 412, 501, 502, 503, 603, 815];
const kinds = [
	...['print', 'comment', 'reply', 'rating', 'system'],
	...['boost', 'boost', 'boost', 'like', 'badge'],
];

const lab = useLab();

afterEach(async () => {
	await lab().unpublishAll();
	lab().resetCloud();
});

async function runOnce(workflowId: string): Promise<Execution> {
	return await lab().rest.runManually(workflowId, { triggerToStartFrom: { name: 'Start' } });
}

// What a category holds is disputed: a live client and a docstring of another one disagree.
describe.each(['categories', 'all'])('In an inbox whose categories are read as %s', (messages) => {
	beforeEach(async () => await lab().control('/settings', { messages }));

	test('Message: Get Many gives each kind once, newest first', async () => {
		const { rest, credential, cloud } = lab();
		cloud.world.messages.splice(0);
		for (const code of codes) cloud.world.addMessage(code, {});
		const parameters = { resource: 'message', operation: 'getAll', returnAll: true };
		const { id } = await rest.createWorkflow(operationWorkflow(credential, parameters));
		const items = outputOf(await runOnce(id), 'Bambu Lab');
		expect(items.map(({ kind }) => kind)).toEqual([...kinds].reverse());
	});

	test('New Message comes once for each kind; a quiet poll asks for the counters alone', async () => {
		const { rest, credential, cloud } = lab();
		const parameters = { events: ['messageReceived'] };
		const { id } = await rest.createWorkflow(triggerWorkflow(credential, parameters));
		await rest.publish(id);
		await polls(lab(), 3, counters);
		const before = lab().requests(inbox).length;
		await polls(lab(), 3, counters);
		expect(lab().requests(inbox)).toHaveLength(before);

		const added = codes.map((code) => cloud.world.addMessage(code, {}));
		await toldCount(lab(), id, added.length);
		await polls(lab(), 3, counters);
		const executions = await fired(lab(), id);
		const rows = executions
			.flatMap((execution) => outputOf(execution, 'Bambu Lab Trigger'))
			.map(({ message }) => message as { id: number; kind: string });
		const oldestFirst = rows.sort((a, b) => a.id - b.id);
		expect(oldestFirst.map((row) => row.id)).toEqual(added.map((message) => message.id));
		expect(oldestFirst.map((row) => row.kind)).toEqual(kinds);
	});
});
