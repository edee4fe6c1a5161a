import { resources } from '../../nodes/BambuLab/actions/registry';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { waitFor } from '../../sandbox/wait';
import { CredentialForm } from './support/editor';
import { useLab } from './support/lab';
import { fired, firstFiring, polls } from './support/triggers';
import { useEditor } from './support/useEditor';
import { chain, credentialsOf, everySeconds, nodeTypes } from './support/workflows';

const lab = useLab();
const editor = useEditor(lab);

let isBroken = false;

/** A part of one pass through the editor, as a new user takes it: each goes on where the last ended. */
function step(name: string, run: () => Promise<void>): void {
	test(name, async () => {
		if (isBroken) throw new Error('An earlier step failed.');
		isBroken = true;
		try {
			await run();
			isBroken = false;
		} finally {
			if (isBroken) await editor().screenshot('failed-step');
		}
	});
}

step(
	'the node creator finds the package and shows a card for each event and operation',
	async () => {
		await editor().open('/workflow/new');
		await editor().part('canvas-plus-button').click();
		for (const words of ['3d printer', 'filament', 'print finished', 'bambu']) {
			await editor().findNode(words, 'Bambu Lab');
		}
		await editor().screenshot('node-creator-search');
		await editor().chooseNode('Bambu Lab');
		const events = eventOptions.map(({ action }) => action);
		expect(await editor().cards()).toEqual(events);
		await editor().part('node-creator-category-item').filter({ hasText: 'Actions' }).click();
		const operations = resources.flatMap((resource) =>
			resource.operations.map(({ action }) => action),
		);
		await editor().screenshot('node-creator-events-and-actions');
		expect((await editor().allCards()).sort()).toEqual([...events, ...operations].sort());
		await editor().chooseNode('On print finished');
		await editor().part('parameter-input-events').waitFor();
		expect(await editor().part('parameter-input-events').innerText()).toContain('Print Finished');
		await editor().screenshot('trigger-new');
	},
);

step('the credential form shows the fields of each way to sign in', async () => {
	const form = new CredentialForm(editor());
	await form.openNew();
	expect(await form.fields()).toEqual([
		'region',
		'authentication',
		'account',
		'password',
		'totpSecret',
	]);
	await editor().screenshot('credential-password');
	await form.choose('authentication', 'Access Token');
	expect(await form.fields()).toEqual(['region', 'authentication', 'accessToken']);
	await editor().screenshot('credential-access-token');
	await form.choose('authentication', 'Verification Code');
	expect(await form.fields()).toEqual(['region', 'authentication', 'account', 'verificationCode']);
	await editor().screenshot('credential-verification-code');
	await form.choose('region', 'Mainland China');
	await form.choose('region', 'Custom');
	expect((await form.fields()).slice(0, 3)).toEqual(['region', 'apiUrl', 'webUrl']);
});

step('saving the credential tests it, and says what is wrong', async () => {
	const form = new CredentialForm(editor());
	await form.choose('authentication', 'Password');
	await form.fill('apiUrl', lab().cloud.apiUrl);
	await form.fill('webUrl', lab().cloud.webUrl);
	await form.fill('account', 'maker@example.com');
	await form.fill('password', lab().secret('wrong-password-canary'));
	await form.save();
	expect(await form.failure()).toContain('Bambu Lab refused the account or the password');
	await editor().screenshot('credential-wrong-password');
	await form.fill('password', lab().secret('print-more-benchies'));
	await form.save();
	await editor().part('editCredential-modal').waitFor({ state: 'detached' });
	await editor().part('credential-edit-button').click();
	await form.waitForGreen();
	await editor().screenshot('credential-green');
	await form.close();
});

step('Fetch Test Event shows a real print in the output panel', async () => {
	await editor().executeNode();
	expect(await editor().outputCells()).toContain('taskFinished');
	await editor().part('radio-button-schema').click();
	await editor().screenshot('trigger-output');
	// n8n keeps the chosen view for all nodes.
	await editor().part('radio-button-table').click();
	await editor().closeNode();
});

step('a printer is picked from the list, looked up, and shown', async () => {
	await editor().part('canvas-handle-plus').first().click();
	await editor().findNode('bambu', 'Bambu Lab');
	await editor().chooseNode('Bambu Lab');
	await editor().chooseNode('Get printer');
	await editor().part('rlc-input').click();
	await editor().part('rlc-item').first().waitFor();
	const printers = lab().cloud.world.printers.map(({ name }) => name);
	const offered = await editor().part('rlc-item').allInnerTexts();
	expect(offered.map((text) => text.split(' · ')[0]).sort()).toEqual(printers.sort());
	await editor().screenshot('printer-list');
	await editor().part('rlc-item').filter({ hasText: 'Workshop' }).click();
	await editor().executeNode();
	expect(await editor().outputCells()).toEqual(expect.arrayContaining(['Workshop', 'P1S']));
	await editor().screenshot('action-output');
	await editor().closeNode();
	await editor().screenshot('canvas');
});

step('the workflow that was just made is published by its button, and fires', async () => {
	const { rest, cloud } = lab();
	await editor().part('workflow-open-publish-modal-button').click();
	await editor().part('workflow-publish-button').click();
	await editor().part('workflow-publish-button').waitFor({ state: 'detached' });
	const id = new URL(editor().page.url()).pathname.split('/')[2] ?? '';
	await waitFor(async () => (await rest.publicationStatus(id)).status === 'published', {
		what: 'the workflow to be published',
		timeoutMs: 30_000,
	});
	cloud.world.startPrint({ title: 'Own workflow', seconds: 1, fillSeconds: 1 });
	// It polls each minute, as a new trigger does.
	const execution = await waitFor(async () => (await fired(lab(), id)).at(-1), {
		what: 'the trigger to fire',
		timeoutMs: 130_000,
		intervalMs: 1000,
	});
	expect(execution.status).toBe('success');
	await rest.unpublish(id);
});

step('a published workflow that fired shows its execution', async () => {
	const { rest, credential, cloud } = lab();
	const credentials = credentialsOf(credential);
	const { id } = await rest.createWorkflow(
		chain('When a print is done, look up its printer', [
			{
				name: 'Bambu Lab Trigger',
				type: nodeTypes.trigger,
				parameters: { pollTimes: everySeconds(2) },
				credentials,
			},
			{
				name: 'Look Up Printer',
				type: nodeTypes.action,
				parameters: {
					resource: 'device',
					operation: 'get',
					deviceId: { __rl: true, mode: 'id', value: '={{ $json.task.printerName }}' },
				},
				credentials,
			},
		]),
	);
	await rest.publish(id);
	await polls(lab(), 1);
	cloud.world.startPrint({ title: 'Benchy', seconds: 1 });
	const execution = await firstFiring(lab(), id);
	await rest.unpublish(id);
	await editor().open(`/workflow/${id}/executions/${execution.id}`);
	await editor().part('canvas-node-status-success').nth(1).waitFor();
	await editor().screenshot('workflow-after-it-fired');
});
