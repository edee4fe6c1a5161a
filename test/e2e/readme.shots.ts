import { exampleNames, readExample } from '../../sandbox/example';
import { inProject } from '../support/project';
import { CredentialForm, usualView } from './support/editor';
import { useLab } from './support/lab';
import { everything, openTrigger, wholePanel } from './support/triggerPanel';
import { firstFiring } from './support/triggers';
import { useEditor } from './support/useEditor';
import { chain, credentialsOf, nodeTypes, operationWorkflow } from './support/workflows';

const lab = useLab();
const editor = useEditor(lab);

async function picture(...path: string[]): Promise<void> {
	await editor().screenshotTo(inProject('docs', 'images', ...path));
}

test('node creator', async () => {
	await editor().open('/workflow/new');
	await editor().part('canvas-plus-button').click();
	await editor().findNode('bambu', 'Bambu Lab');
	await editor().chooseNode('Bambu Lab');
	await editor().cards();
	await editor().part('node-creator-category-item').filter({ hasText: 'Actions' }).click();
	await editor().cards();
	await picture('node-creator.png');
});

test('a code was sent', async () => {
	await editor().open('/workflow/new');
	await editor().part('canvas-plus-button').click();
	await editor().findNode('bambu', 'Bambu Lab');
	await editor().chooseNode('Bambu Lab');
	await editor().chooseNode('On print finished');
	const form = new CredentialForm(editor());
	await form.openNew();
	await form.choose('authentication', 'Verification Code');
	await form.choose('region', 'Custom');
	await form.fill('apiUrl', lab().cloud.apiUrl);
	await form.fill('webUrl', lab().cloud.webUrl);
	await form.fill('account', 'code@example.com');
	await form.save();
	await form.failure();
	await picture('credential-code-sent.png');
});

test('the trigger, the workflow that fired, and the picture of the print', async () => {
	const { rest, credential, cloud } = lab();
	const credentials = credentialsOf(credential);
	const workflow = chain('When a print is done, look up its printer', [
		{
			name: 'Bambu Lab Trigger',
			type: nodeTypes.trigger,
			parameters: {
				pollTimes: { item: [{ mode: 'everyMinute' }] },
				events: ['taskFinished', 'taskFailed', 'deviceOffline'],
				options: { includePicture: true, offlineAfter: 10, onActivation: 'fromNow' },
			},
			credentials,
		},
		{
			name: 'Look Up Printer',
			type: nodeTypes.action,
			parameters: {
				resource: 'device',
				operation: 'get',
				deviceId: { __rl: true, mode: 'id', value: '={{ $json.task.printerSerial }}' },
			},
			credentials,
		},
	]);
	const { id } = await rest.createWorkflow(workflow);
	const [trigger] = workflow.nodes;
	await rest.publish(id);
	cloud.world.startPrint({ title: 'Benchy', seconds: 1, fillSeconds: 1 });
	const execution = await firstFiring(lab(), id, 150_000);
	await rest.unpublish(id);

	await editor().open(`/workflow/${id}/${trigger?.id}`);
	await editor().part('parameter-input-events').waitFor();
	await editor().executeNode();
	await picture('trigger-options.png');

	await editor().open(`/workflow/${id}/executions/${execution.id}`);
	await editor().part('canvas-node-status-success').nth(1).waitFor();
	await picture('workflow.png');

	await editor().open(`/workflow/${id}/executions/${execution.id}/${trigger?.id}`);
	await editor().part('output-panel').getByText('Binary').click();
	await editor().part('output-panel').getByRole('button', { name: 'View' }).click();
	await editor().page.locator('img[src*="binary-data"], embed').first().waitFor();
	await picture('execution-with-picture.png');
});

test('all that the trigger can be asked for', async () => {
	await editor().page.setViewportSize(wholePanel);
	await openTrigger(lab(), editor(), everything);
	await picture('trigger-all-options.png');
	await editor().page.setViewportSize(usualView);
});

test('prints split by filament, as a table', async () => {
	const workflow = operationWorkflow(lab().credential, {
		resource: 'task',
		operation: 'getAll',
		splitByFilament: true,
		limit: 10,
		options: { pricePerKg: 20 },
	});
	const { id } = await lab().rest.createWorkflow(workflow);
	await editor().open(`/workflow/${id}/${workflow.nodes[1]?.id}`);
	await editor().part('ndv').waitFor();
	await editor().executeNode();
	await editor().part('output-panel').locator('[data-test-id="radio-button-table"]').click();
	await editor().outputCells();
	// What there is a row for stands at the end of it.
	await editor().part('output-panel').locator('th').last().scrollIntoViewIfNeeded();
	await picture('prints-table.png');
	await editor().closeNode();
});

test.each(exampleNames())('the example %s', async (name) => {
	const { id } = await lab().rest.createWorkflow(readExample(name));
	await editor().open(`/workflow/${id}`);
	await editor().part('canvas-node').first().waitFor();
	await editor().part('zoom-to-fit').click();
	await picture('examples', `${name}.png`);
});
