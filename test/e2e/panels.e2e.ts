import { usualView } from './support/editor';
import { useLab } from './support/lab';
import { everything, everyOption, openTrigger, wholePanel } from './support/triggerPanel';
import { firstFiring, polls } from './support/triggers';
import { useEditor } from './support/useEditor';
import { operationWorkflow, triggerWorkflow } from './support/workflows';

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

/** The names of our parameters that show. */
async function shownParameters(): Promise<string[]> {
	const inputs = editor().part('ndv').locator('[data-test-id^="parameter-input-"]:visible');
	const ids = await inputs.evaluateAll((all) => all.map((input) => input.dataset.testId ?? ''));
	return ids.map((id) => id.replace('parameter-input-', ''));
}

test('the panel of the trigger shows every event and every option', async () => {
	await openTrigger(lab(), editor(), everything);
	expect(await shownParameters()).toEqual(
		expect.arrayContaining([
			'events',
			'output',
			'splitByFilament',
			...Object.keys(everything.filters),
			...Object.keys(everyOption).filter((name) => name !== 'prices'),
		]),
	);
	await editor().page.setViewportSize(wholePanel);
	await editor().screenshot('trigger-all-options');
	await editor().page.setViewportSize(usualView);
});

test('the panel of the trigger shows only the options that the chosen events have', async () => {
	await openTrigger(lab(), editor(), { events: ['deviceOffline'], options: {} });
	await editor().screenshot('trigger-offline');
	await editor().part('ndv').getByPlaceholder('Add Option').click();
	const offered = editor().page.getByRole('option').filter({ visible: true });
	await offered.first().waitFor();
	expect(await offered.allInnerTexts()).toEqual([
		'When Published',
		'Offline After (Minutes)',
		'Report Outage After (Minutes)',
	]);
	await editor().screenshot('trigger-offline-options');
});

test('an execution shows the picture of the print', async () => {
	const { rest, cloud, credential } = lab();
	const workflow = triggerWorkflow(credential, {
		events: ['taskFinished'],
		options: { includePicture: true },
	});
	const { id } = await rest.createWorkflow(workflow);
	await rest.publish(id);
	await polls(lab(), 1);
	cloud.world.startPrint({ title: 'Benchy', seconds: 1, fillSeconds: 1 });
	const execution = await firstFiring(lab(), id);
	await rest.unpublish(id);
	await editor().open(`/workflow/${id}/executions/${execution.id}/${workflow.nodes[0]?.id}`);
	await editor().part('ndv').waitFor();
	await editor().part('output-panel').getByText('Binary').click();
	await editor().part('output-panel').getByText('image/png').waitFor();
	await editor().part('output-panel').getByRole('button', { name: 'View' }).click();
	await editor()
		.page.locator('.n8n-binary-data, img[src*="binary-data"], video, embed')
		.first()
		.waitFor();
	await editor().screenshot('execution-with-picture');
});
