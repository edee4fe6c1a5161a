import { waitFor } from '../../../sandbox/wait';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import { allExecutions, coverOf, expectSuccess } from './steps';

const hourMs = 3_600_000;
const weekMs = 7 * 24 * hourMs;

/** The last midnight, in UTC, at which a Monday began. */
function startOfWeek(time: number): number {
	const firstMonday = 4 * 24 * hourMs;
	return time - ((((time - firstMonday) % weekMs) + weekMs) % weekMs);
}

function isoTime(time: number): string {
	return new Date(time).toISOString();
}

/** What is told by Slack, mail and Discord. */
export function describeNews({
	lab,
	standIns,
	importExample,
	endAPrint,
	passMinutes,
}: ExampleBench): void {
	test('the weekly report comes by mail with its chart', async () => {
		const { mail, quickChart } = standIns();
		const id = await importExample('weekly-report');
		const until = startOfWeek(Date.now());
		const from = until - weekMs;
		for (const [title, midnight] of [
			['Over the first midnight', from],
			['Over the last midnight', until],
		] as const) {
			const [startTime, endTime] = [midnight - hourMs, midnight + hourMs].map(isoTime);
			lab().cloud.world.startPrint({ title, fields: { startTime, endTime, status: 2 } });
		}
		const execution = await lab().rest.runManually(id, {
			triggerToStartFrom: { name: 'Every Monday Morning' },
		});
		expectSuccess(execution);
		const [report] = outputOf(execution, 'Add Up the Week');
		const ended = lab().cloud.world.prints.filter(({ endsAt }) => endsAt >= from && endsAt < until);
		expect(ended.map(({ title }) => title)).toContain('Over the first midnight');
		expect(ended.map(({ title }) => title)).not.toContain('Over the last midnight');
		const finished = ended.filter((print) => print.outcome === 'finished');
		const grams = Math.round(finished.reduce((sum, print) => sum + print.weight, 0));
		expect(report).toMatchObject({ prints: ended.length, grams });
		for (const column of ['filaments', 'printers']) {
			const parts = report?.[column] as Array<{ grams: number }>;
			const total = parts.reduce((sum, part) => sum + part.grams, 0);
			// Each is rounded for itself.
			expect(Math.abs(total - grams)).toBeLessThanOrEqual(parts.length / 2);
		}
		const sent = mail.mails.at(-1);
		expect(sent?.subject).toMatch(/^Prints of the week to \d{4}-\d\d-\d\d$/);
		expect(sent?.html).toContain(`${ended.length} prints`);
		lab().resetCloud();
		expect(sent?.attachments.map(({ content }) => content.equals(quickChart.picture))).toEqual([
			true,
		]);
	});

	test('the weekly report says so when nothing was printed', async () => {
		const id = await importExample('weekly-report', {
			'Get Prints of the Week': {
				filters: { endedAfter: '2100-01-01T00:00:00Z', endedBefore: '2100-01-08T00:00:00Z' },
			},
		});
		const start = { triggerToStartFrom: { name: 'Every Monday Morning' } };
		expectSuccess(await lab().rest.runManually(id, start));
		expect(standIns().mail.mails.at(-1)?.html).toContain('0 prints, 0 hours, – % finished');
	});

	test('Slack gets the picture of a print, and words that fit its end', async () => {
		const { slack } = standIns();
		const id = await importExample('slack-alert-with-picture', {
			'Print Ended': { pollTimes: everySeconds(2) },
			'Send Picture and Message': {
				options: { channelId: 'C0PRINTS', initialComment: '={{ $json.text }}' },
			},
			'Send Message Alone': { channelId: { __rl: true, mode: 'id', value: 'C0PRINTS' } },
		});
		const before = slack.messages.length;
		const finished = await endAPrint(id, { title: 'Gear & <Rack>', outcome: 'finished' });
		const failed = await endAPrint(id, { title: 'Bracket', outcome: 'failed' });
		const [good, bad] = slack.messages.slice(before);
		expect(good?.channel).toBe('C0PRINTS');
		expect(good?.text).toContain('*Gear &amp; &lt;Rack&gt;* is finished on ' + finished.deviceName);
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

	test('Discord gets new firmware with its notes in short', async () => {
		const { discord, model } = standIns();
		model.script({ text: '- Mends a nozzle that clogged' });
		const id = await importExample('firmware-news-to-discord', {
			'New Firmware': { pollTimes: everySeconds(2) },
		});
		await lab().rest.publish(id);
		const [printer] = lab().cloud.world.printers;
		await lab().control('/firmware', {
			deviceId: printer?.serial,
			version: '01.99.00.00',
			description: 'Fixed an issue where the nozzle clogs.',
		});
		// It is asked for once an hour.
		passMinutes(61);
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
