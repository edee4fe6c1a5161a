/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { Locator } from 'playwright-core';
import { writeFileSync } from 'node:fs';

import { exampleNames } from '../../sandbox/example';
import { waitFor } from '../../sandbox/wait';
import { notesAfter, notesFile } from '../support/pictureSources';
import { inProject } from '../support/project';
import { useExampleBench } from './examples/bench';
import { chatPage, fromSlack, type ChatMessage } from './support/chat';
import { CredentialForm, usualView } from './support/editor';
import { brokerOf, localSignIn, mqttCredential } from './support/live';
import { everything, openTrigger, wholePanel } from './support/triggerPanel';
import { useEditor } from './support/useEditor';
import { credentialsOf, everySeconds, operationWorkflow } from './support/workflows';

// The editor itself asks n8n's makers for news; that is no part of what is shown.
afterEach(() => void standIns().takeComplaints());

const { lab, standIns, importExample, endAPrint } = useExampleBench();
const editor = useEditor(lab);

/** A print that is pleasant to look at. */
const bracket = {
	title: 'Spiral vase',
	fields: {
		weight: 48.2,
		amsDetailMapping: [
			{
				...{ ams: 0, filamentId: 'GFA00', filamentType: 'PLA', weight: 48.2 },
				...{ sourceColor: 'F2A04CFF', targetColor: 'F2A04CFF' },
			},
		],
	},
};

const taken: string[] = [];

afterAll(() => writeFileSync(inProject(notesFile), notesAfter(taken)));

function pathOf(name: string): string {
	taken.push(name);
	return inProject('docs', 'images', name);
}

/** Saves a part of what the browser shows. */
async function picture(name: string, part: Locator): Promise<void> {
	await editor().screenshotTo(pathOf(name), part);
}

async function chatPicture(name: string, message: ChatMessage): Promise<void> {
	const page = await editor().newPage();
	await page.setContent(chatPage(message));
	await page.locator('.card').screenshot({ path: pathOf(name) });
	await page.close();
}

test('node creator', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 1100 });
	await editor().open('/workflow/new');
	await editor().part('canvas-plus-button').click();
	await editor().findNode('bambu', 'Bambu Lab');
	await editor().chooseNode('Bambu Lab');
	await editor().cards();
	await editor().part('node-creator-category-item').filter({ hasText: 'Actions' }).click();
	await editor().cards();
	await picture('node-creator.png', editor().part('node-creator'));
	await editor().page.setViewportSize(usualView);
});

test('a code was sent', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 1200 });
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
	// What users choose; the simulated cloud has no region of its own.
	await form.choose('region', 'Global');
	await picture('credential-code-sent.png', editor().part('editCredential-modal'));
	await editor().page.setViewportSize(usualView);
});

test('the trigger’s panel', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 960 });
	await openTrigger(lab(), editor(), {
		events: ['taskEnded', 'deviceOffline', 'deviceOnline'],
		filters: {},
		options: { includePicture: true, waitForFilament: true, offlineAfter: 10 },
	});
	await picture('trigger-options.png', editor().part('node-parameters'));
	await editor().page.setViewportSize({ ...wholePanel, height: 3600 });
	await openTrigger(lab(), editor(), everything);
	// Only as high as what stands in it.
	const last = await editor().part('ndv').getByPlaceholder('Add Option').boundingBox();
	const height = Math.ceil((last?.y ?? 3400) + 120);
	await editor().page.setViewportSize({ ...wholePanel, height });
	await picture('trigger-all-options.png', editor().part('node-parameters'));
	await editor().page.setViewportSize(usualView);
});

test('prints split by filament, as a table', async () => {
	await editor().page.setViewportSize({ width: 2200, height: 800 });
	const workflow = operationWorkflow(lab().credential, {
		resource: 'task',
		operation: 'getAll',
		output: 'fields',
		splitByFilament: true,
		fields: [
			...['title', 'printerName', 'endedAt', 'filamentName'],
			...['colorName', 'estimatedGrams', 'estimatedCost'],
		],
		limit: 8,
		filters: { status: 'ended' },
		options: { pricePerKg: 20 },
	});
	const { id } = await lab().rest.createWorkflow(workflow);
	await editor().open(`/workflow/${id}/${workflow.nodes[1]?.id}`);
	await editor().part('ndv').waitFor();
	await editor().executeNode();
	await editor().part('output-panel').locator('[data-test-id="radio-button-table"]').click();
	await editor().outputCells();
	await picture('prints-table.png', editor().part('output-panel'));
	await editor().closeNode();
	await editor().page.setViewportSize(usualView);
});

test('the message in Slack', async () => {
	const { slack } = standIns();
	const id = await importExample('slack-alert-with-picture', {
		'Print Ended': { pollTimes: everySeconds(2) },
		'Send Picture and Message': {
			options: { channelId: 'C0PRINTS', initialComment: '={{ $json.text }}' },
		},
	});
	const began = new Date(Date.now() - 133 * 60_000).toISOString().replace(/\.\d+/, '');
	const fields = { ...bracket.fields, startTime: began };
	await endAPrint(id, { ...bracket, fields, outcome: 'finished' });
	const [message] = slack.messages;
	await chatPicture('slack-message.png', {
		app: 'Bambu Lab',
		place: '# 3d-prints',
		html: fromSlack(message?.text ?? ''),
		...(message?.picture && { picture: message.picture.bytes }),
	});
});

test('what live reports need: the MQTT credential, its trigger, and what reads it', async () => {
	const mqtt = await mqttCredential(
		lab(),
		brokerOf(lab()).tlsUrl,
		localSignIn(lab(), 'Workshop'),
		'Printer Workshop',
	);
	await editor().page.setViewportSize({ ...usualView, height: 1500 });
	await editor().open(`/home/credentials/${mqtt.id}`);
	const modal = editor().part('editCredential-modal');
	await modal.waitFor();
	await new CredentialForm(editor()).waitForGreen();
	const form = new CredentialForm(editor());
	// What users have; the simulated printer has another address.
	await form.fill('host', '192.168.178.40');
	await form.fill('port', '8883');
	// The form ends before its last fields, however high the window is.
	await modal.evaluate((element) => {
		element.style.height = '1320px';
		element.style.maxHeight = 'none';
	});
	await picture('mqtt-credential.png', modal);
	const id = await importExample('telegram-alert-with-reason');
	const { nodes } = await lab().rest.getWorkflow(id);
	await lab().rest.updateWorkflow(id, {
		nodes: nodes.map((node) =>
			node.name === 'Printer Reports' ? { ...node, credentials: credentialsOf(mqtt) } : node,
		),
	});
	for (const { name, file, height } of [
		{ name: 'Printer Reports', file: 'mqtt-trigger.png', height: 480 },
		{ name: 'Read Live Report', file: 'read-live-report.png', height: 1140 },
	]) {
		await editor().page.setViewportSize({ ...usualView, height });
		await editor().open(`/workflow/${id}/${nodes.find((one) => one.name === name)?.id}`);
		await editor().part('ndv').waitFor();
		await editor().settle();
		await picture(file, editor().part('node-parameters'));
	}
	await editor().page.setViewportSize(usualView);
});

test('the live alert in Telegram', async () => {
	const { telegram } = standIns();
	const mqtt = await mqttCredential(lab(), brokerOf(lab()).url, localSignIn(lab(), 'Workshop'));
	const id = await importExample('telegram-alert-with-reason');
	const { nodes } = await lab().rest.getWorkflow(id);
	await lab().rest.updateWorkflow(id, {
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
		nodes: nodes.map((node) =>
			node.name === 'Printer Reports' ? { ...node, credentials: credentialsOf(mqtt) } : node,
		),
	});
	await lab().rest.publish(id);
	let reports = 0;
	const happen = async (happening: object, count = 1) => {
		await lab().control('/live/Workshop', happening);
		reports += count;
		await waitFor(
			async () => {
				const executions = await lab().rest.listExecutions({ workflowId: id });
				return executions.filter(({ stoppedAt }) => stoppedAt).length >= reports;
			},
			{ what: `${reports} executions`, timeoutMs: 60_000 },
		);
	};
	await happen({ happening: 'reconnect' }, 2);
	await happen({ happening: 'start', title: 'Spiral vase' });
	await happen({ happening: 'layer', layer: 143 });
	await happen({ happening: 'runOut' });
	const [message] = telegram.messages;
	await lab().rest.unpublish(id);
	await chatPicture('live-alert.png', {
		app: 'Bambu Lab',
		place: 'My printers',
		html: (message?.text ?? '').replaceAll('\n', '<br>'),
	});
});

test.each(exampleNames())('the example %s', async (name) => {
	await editor().page.setViewportSize({ width: 1900, height: 1000 });
	const id = await importExample(name);
	await editor().open(`/workflow/${id}`);
	await editor().part('canvas-node').first().waitFor();
	await editor().part('zoom-to-fit').click();
	await editor().screenshotOfCanvas(pathOf(`examples/${name}.png`));
});
