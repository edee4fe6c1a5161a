/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSheet } from 'read-excel-file/node';

import { filesFolder } from '../../sandbox/n8n';
import { say } from '../../sandbox/say';
import { waitFor } from '../../sandbox/wait';
import type { PrintInput } from '../cloud/world/world';
import {
	allExecutions,
	chatMessage,
	coverOf,
	expectSuccess,
	formUrl,
	nextRequest,
	signInForDays,
	useCredential,
	useExampleBench,
} from './support/exampleBench';
import { pressButton, submitForm } from './support/people';
import { polls } from './support/triggers';
import { everySeconds, outputOf } from './support/workflows';

const { lab, standIns, importExample } = useExampleBench();

beforeAll(() => {
	for (const secret of standIns().secrets()) lab().secret(secret);
});

afterAll(() => {
	say(['What the stand-ins received:', ...standIns().received()].join('\n  '));
});

/** Publishes a workflow that waits for prints, lets one end, and waits until it has dealt with it. */
async function endAPrint(
	workflowId: string,
	input: PrintInput & { outcome: 'finished' | 'failed' },
) {
	const { rest, cloud } = lab();
	const before = (await rest.listExecutions({ workflowId })).length;
	await rest.publish(workflowId);
	await polls(lab(), 1);
	const print = cloud.world.startPrint({ seconds: 3600, fillSeconds: 0, ...input });
	cloud.world.endPrint(print, input.outcome);
	const execution = await waitFor(
		async () => {
			const [newest, ...earlier] = await allExecutions(lab(), workflowId);
			return earlier.length === before && newest?.stoppedAt ? newest : undefined;
		},
		{ what: 'the workflow to run', timeoutMs: 60_000 },
	);
	expectSuccess(execution);
	await rest.unpublish(workflowId);
	return print;
}

function sumOf(rows: Array<Record<string, unknown>>, column: string): number {
	return rows.reduce((sum, row) => sum + Number(row[column]), 0);
}

const sheetOfTheTests = () => ({
	__rl: true,
	mode: 'url',
	value: `https://docs.google.com/spreadsheets/d/${standIns().google.spreadsheetId}/edit`,
});

test('the backfill brings all prints into a sheet, and a second run adds none', async () => {
	const { google } = standIns();
	const id = await importExample('backfill-google-sheet', {
		'Add or Renew Row in Sheet': { documentId: sheetOfTheTests() },
	});
	const start = { triggerToStartFrom: { name: 'Start by Hand' } };
	expectSuccess(await lab().rest.runManually(id, start));
	const rows = google.sheet.records();
	const prints = lab().cloud.world.prints.filter(({ ended }) => ended);
	expect([...new Set(rows.map(({ row }) => String(row).split('-')[0]))].sort()).toEqual(
		prints.map((print) => String(print.id)).sort(),
	);
	expect(new Set(rows.map(({ row }) => row)).size).toBe(rows.length);
	expect(rows.length).toBeGreaterThan(prints.length);

	expectSuccess(await lab().rest.runManually(id, start));
	expect(google.sheet.records()).toEqual(rows);
});

test('the weekly report comes by mail with its chart', async () => {
	const { mail, quickChart } = standIns();
	const id = await importExample('weekly-report');
	const execution = await lab().rest.runManually(id, {
		triggerToStartFrom: { name: 'Every Monday Morning' },
	});
	expectSuccess(execution);
	const [report] = outputOf(execution, 'Add Up the Week');
	const weekAgo = Date.now() - 7 * 86_400_000;
	const ended = lab().cloud.world.prints.filter(
		(print) => print.ended && print.startsAt >= weekAgo,
	);
	expect(ended.length).toBeGreaterThan(2);
	expect(report).toMatchObject({ prints: ended.length });
	const sent = mail.mails.at(-1);
	expect(sent?.subject).toMatch(/^Prints of the week to \d{4}-\d\d-\d\d$/);
	expect(sent?.html).toContain(`${ended.length} prints`);
	expect(sent?.attachments.map(({ content }) => content.equals(quickChart.picture))).toEqual([
		true,
	]);
});

test('an AI agent answers with its tools', async () => {
	const { model } = standIns();
	const id = await importExample('ask-an-ai-agent');
	const midnight = new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
	model.script(
		{
			calls: [
				{ tool: 'List_Prints', arguments: { limit: 5, status: 0, startedAfter: '' } },
				{ tool: 'List_Printers', arguments: {} },
				{ tool: 'List_Filament_Spools', arguments: {} },
			],
		},
		{
			calls: [{ tool: 'List_Prints', arguments: { limit: 5, status: 3, startedAfter: midnight } }],
		},
		{ text: 'A benchy is printing, nothing failed, and the black PLA is low.' },
	);
	const print = lab().cloud.world.startPrint({ title: 'Benchy', seconds: 600 });
	const execution = await lab().rest.runManually(id, {
		triggerToStartFrom: {
			name: 'When Asked in the Chat',
			data: chatMessage('What is printing, what failed today, and which filament is low?'),
		},
	});
	expectSuccess(execution);
	expect(outputOf(execution, 'Answer With the Tools')).toEqual([
		{ output: 'A benchy is printing, nothing failed, and the black PLA is low.' },
	]);
	expect(Object.keys(model.offeredTools()).sort()).toEqual([
		'List_Filament_Spools',
		'List_Printers',
		'List_Prints',
	]);
	const answers = model.toolAnswers();
	expect(answers.map(({ tool }) => tool)).toEqual([
		'List_Prints',
		'List_Printers',
		'List_Filament_Spools',
		'List_Prints',
	]);
	const [printing, , spools] = answers.map(({ text }) => JSON.parse(text) as Array<{ id: number }>);
	expect(printing?.[0]?.id).toBe(print.id);
	expect(spools).toContainEqual(expect.objectContaining({ remainingPercent: 9 }));
	lab().resetCloud();
});

test('a print that ends gets its row per filament in the sheet, once', async () => {
	const { google } = standIns();
	const id = await importExample('log-prints-to-google-sheets', {
		'Print Ended': { pollTimes: everySeconds(2) },
		'Add Row to Sheet': { documentId: sheetOfTheTests() },
	});
	const before = google.sheet.records().length;
	const print = await endAPrint(id, { title: '=Benchy', outcome: 'finished' });
	const rows = google.sheet.records().slice(before);
	expect(rows.map(({ row }) => row)).toEqual(
		print.slots.map((_, index) => `${print.id}-${index + 1}`),
	);
	expect(rows[0]).toMatchObject({
		result: 'finished',
		title: "'=Benchy",
		printer: print.deviceName,
	});
	expect(sumOf(rows, 'grams')).toBeCloseTo(print.weight, 2);
	expect(sumOf(rows, 'cost')).toBeGreaterThan(0);
});

test('the same goes into an .xlsx file, below what is there', async () => {
	const id = await importExample('log-prints-to-excel', {
		'Print Ended': { pollTimes: everySeconds(2) },
	});
	const file = join(filesFolder(lab().userFolder), 'prints.xlsx');
	const first = await endAPrint(id, { title: 'Vase', outcome: 'finished' });
	const second = await endAPrint(id, { title: 'Hook', outcome: 'failed' });
	const [headings = [], ...rows] = await readSheet(file);
	expect(headings.slice(0, 4)).toEqual(['row', 'ended', 'result', 'title']);
	expect(rows.map((row) => row[0])).toEqual(
		[first, second].flatMap((print) => print.slots.map((_, index) => `${print.id}-${index + 1}`)),
	);
	expect(rows.at(-1)?.slice(2, 4)).toEqual(['failed', 'Hook']);
});

test('the same goes into a Data Table and a .csv file', async () => {
	const id = await importExample('log-finished-prints', {
		'Print Ended': { pollTimes: everySeconds(2) },
	});
	const print = await endAPrint(id, { title: 'Cup', outcome: 'finished' });
	const table = await lab().rest.findDataTable('Bambu Lab finished prints');
	const rows = (await lab().rest.dataTableRows(table?.id ?? '')).reverse();
	expect(rows.map(({ row }) => row)).toEqual(
		print.slots.map((_, index) => `${print.id}-${index + 1}`),
	);
	expect(rows[0]).toMatchObject({ title: 'Cup', result: 'finished', printer: print.deviceName });
	const csv = readFileSync(join(filesFolder(lab().userFolder), 'finished-prints.csv'), 'utf8');
	expect(csv.trim().split('\r\n')).toHaveLength(1 + rows.length);
});

test('Slack gets the picture of a print, and words that fit its end', async () => {
	const { slack } = standIns();
	const id = await importExample('slack-alert-with-picture', {
		'Print Ended': { pollTimes: everySeconds(2) },
		'Send Picture and Words': {
			options: { channelId: 'C0PRINTS', initialComment: '={{ $json.text }}' },
		},
		'Send Words Alone': { channelId: { __rl: true, mode: 'id', value: 'C0PRINTS' } },
	});
	const finished = await endAPrint(id, { title: 'Gear & <Rack>', outcome: 'finished' });
	const failed = await endAPrint(id, { title: 'Bracket', outcome: 'failed' });
	const [good, bad] = slack.messages;
	expect(good?.channel).toBe('C0PRINTS');
	expect(good?.text).toContain('*Gear &amp; &lt;Rack>* is finished on ' + finished.deviceName);
	expect(bad?.text).toContain('*Bracket* on ' + failed.deviceName + ' failed or was cancelled');
	for (const [print, message] of [
		[finished, good],
		[failed, bad],
	] as const) {
		const picture = await coverOf(lab(), print.id);
		expect(message?.picture?.bytes.equals(picture)).toBe(true);
	}

	const plain = await endAPrint(id, {
		title: 'No picture',
		outcome: 'finished',
		fields: { cover: '' },
	});
	expect(plain.id).toBeGreaterThan(failed.id);
	expect(slack.messages.at(-1)).toEqual({
		channel: 'C0PRINTS',
		text: expect.stringContaining('*No picture* is finished') as string,
	});
});

test('a mail warns of a printer that is offline and of a sign-in that ends', async () => {
	const { mail } = standIns();
	const before = mail.mails.length;
	const credential = await signInForDays(lab(), 3);
	const id = await importExample('warn-by-email', {
		'Offline or Sign-In Ends Soon': {
			pollTimes: everySeconds(2),
			options: { offlineAfter: 0, daysBefore: 7 },
		},
	});
	await useCredential(lab(), id, credential);
	await lab().rest.publish(id);
	await nextRequest(lab(), 'GET /v1/iot-service/api/user/bind');
	const printer = lab().cloud.world.printers.find(({ online }) => online);
	await lab().control(`/printers/${printer?.serial}`, { online: false });
	await waitFor(async () => mail.mails.length >= before + 2, {
		what: 'two mails',
		timeoutMs: 60_000,
	});
	const sent = mail.mails.slice(before);
	const subjects = sent.map(({ subject }) => subject).sort();
	expect(subjects).toEqual(
		['Bambu Lab sign-in ends in 2 days', `${printer?.name} is offline`].sort(),
	);
	expect(sent.map(({ text }) => text).join()).toContain('The sign-in of code@example.com');
	await lab().rest.unpublish(id);
	for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
	lab().resetCloud();
});

test('Discord gets new firmware with its notes in short', async () => {
	const { discord, model } = standIns();
	model.script({ text: '- Mends a nozzle that clogged' });
	const id = await importExample('firmware-news-to-discord', {
		'New Firmware': { pollTimes: everySeconds(2) },
	});
	await lab().rest.publish(id);
	await nextRequest(lab(), 'GET /v1/iot-service/api/user/device/version');
	const [printer] = lab().cloud.world.printers;
	await lab().control('/firmware', {
		deviceId: printer?.serial,
		version: '01.99.00.00',
		description: 'Fixed an issue where the nozzle clogs.',
	});
	await waitFor(async () => discord.messages.length > 0, {
		what: 'a message in Discord',
		timeoutMs: 60_000,
	});
	expect(discord.messages[0]).toContain(`**${printer?.name}: firmware 01.99.00.00**`);
	expect(discord.messages[0]).toContain('- Mends a nozzle that clogged');
	expect(JSON.stringify(model.requests())).toContain('Fixed an issue where the nozzle clogs.');
	await lab().rest.unpublish(id);
	for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
	lab().resetCloud();
});

test('a print request is announced, approved, and followed until its print ends', async () => {
	const { telegram } = standIns();
	const id = await importExample('print-requests-with-approval', {
		'Announce the File': { chatId: '-1004242' },
		'Ask for Approval': { chatId: '-1004242' },
		'Tell How It Ended': { chatId: '-1004242' },
		'Print Starts or Ends': { pollTimes: everySeconds(2) },
	});
	const { rest, cloud } = lab();
	await rest.publish(id);
	await polls(lab(), 1);
	const file = Buffer.from('a model of a lamp');
	await submitForm(await formUrl(lab(), id), {
		'field-0': 'Ada',
		'field-1': new File([file], 'Desk_lamp.3mf', { type: 'model/3mf' }),
		'field-2': 'Black, please',
	});
	const arrived = async (count: number) =>
		await waitFor(async () => telegram.messages.length >= count, {
			what: `${count} messages in Telegram`,
			timeoutMs: 60_000,
		});
	await arrived(2);
	expect(telegram.messages[0]?.document?.bytes).toEqual(file);
	expect(telegram.messages[0]?.text).toContain('by Ada');
	await pressButton(telegram.messages[1]?.buttons['Print it']);

	const status = async () => {
		const table = await rest.findDataTable('Bambu Lab print requests');
		return (await rest.dataTableRows(table?.id ?? '')).map((row) => row.status);
	};
	await waitFor(async () => (await status())[0] === 'approved', {
		what: 'the decision to be logged',
		timeoutMs: 30_000,
	});
	const print = cloud.world.startPrint({ title: 'Desk_lamp', seconds: 3600 });
	await waitFor(async () => (await status())[0] === 'running', {
		what: 'the start to be logged',
		timeoutMs: 30_000,
	});
	cloud.world.endPrint(print, 'finished');
	await arrived(3);
	expect(telegram.messages[2]?.text).toBe(
		`Ready: <b>Desk_lamp.3mf</b> for Ada, on ${print.deviceName}`,
	);
	expect(await status()).toEqual(['finished']);
	await rest.unpublish(id);
	for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
	lab().resetCloud();
});
