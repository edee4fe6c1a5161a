import { waitFor } from '../../../sandbox/wait';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import {
	allExecutions,
	coverOf,
	expectSuccess,
	nextRequest,
	signInForDays,
	useCredential,
} from './steps';

/** What is told by Slack, mail and Discord. */
export function describeNews({ lab, standIns, importExample, endAPrint }: ExampleBench): void {
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

	test('the weekly report says so when nothing was printed', async () => {
		const id = await importExample('weekly-report', {
			'Get Prints of the Week': { filters: { startedAfter: '2100-01-01T00:00:00Z' } },
		});
		const start = { triggerToStartFrom: { name: 'Every Monday Morning' } };
		expectSuccess(await lab().rest.runManually(id, start));
		expect(standIns().mail.mails.at(-1)?.html).toContain('0 prints, 0 hours, – % finished');
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
}
