import { runOperation } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';
import { Listener, p1s, status } from './lab';

const cloud = useCloud();

test('a print that both the reports and the cloud tell of is joined by its task id', async () => {
	const { world } = cloud();
	const { id, title } = world.startPrint({ title: 'Wall hook', seconds: 600 });
	const job = { subtask_name: title, print_type: 'cloud', task_id: String(id) };
	const row = new Listener().row(status(p1s, { msg: 0, gcode_state: 'RUNNING', ...job }));
	const { items } = await runOperation(
		'task:get',
		{ taskId: String(row.taskId) },
		{ credential: credentialFor(cloud()) },
	);
	// The same type too, so that n8n's Merge finds them equal.
	expect(items[0]?.json).toMatchObject({ id: row.taskId, title: 'Wall hook' });
	expect(typeof row.taskId).toBe(typeof items[0]?.json.id);
});

test('a local print, of which the cloud knows nothing, has none', () => {
	const local = { gcode_state: 'RUNNING', print_type: 'local', task_id: '812000455' };
	expect(new Listener().row(status(p1s, { msg: 0, ...local })).taskId).toBeNull();
});
