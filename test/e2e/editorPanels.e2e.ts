import { useLab } from './support/lab';
import { useEditor } from './support/useEditor';
import { operationWorkflow } from './support/workflows';

const lab = useLab();
const editor = useEditor(lab);

/** Opens the panel of our node in a stored workflow. */
async function openPanel(parameters: Record<string, unknown>): Promise<void> {
	const workflow = operationWorkflow(lab().credential, parameters);
	const { id } = await lab().rest.createWorkflow(workflow);
	await editor().open(`/workflow/${id}/${workflow.nodes[1]?.id}`);
	await editor().part('ndv').waitFor();
}

test('the panel of Get Many prints shows its filters and what they found', async () => {
	const [printer] = lab().cloud.world.printers;
	await openPanel({
		resource: 'task',
		operation: 'getAll',
		filters: {
			deviceId: {
				__rl: true,
				mode: 'list',
				value: printer?.serial,
				cachedResultName: printer?.name,
			},
			status: 'failed',
		},
	});
	await editor().executeNode();
	const cells = await editor().outputCells();
	expect(cells).toEqual(expect.arrayContaining(['failed', printer?.name]));
	expect(cells).not.toContain('finished');
	await editor().screenshot('task-get-many');
});

test('the list of printers is searched by what is typed', async () => {
	const nothingChosen = { __rl: true, mode: 'list', value: '' };
	await openPanel({ resource: 'device', operation: 'get', deviceId: nothingChosen });
	const offered = editor().part('rlc-item');
	await editor().part('rlc-input').click();
	await offered.nth(1).waitFor();
	await editor().part('rlc-search').fill('x1');
	await offered.nth(1).waitFor({ state: 'detached' });
	await offered.first().waitFor();
	expect(await offered.allInnerTexts()).toEqual(['Desk · X1 Carbon']);
	await editor().screenshot('printer-search');
});
