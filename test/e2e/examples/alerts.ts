import { everySeconds } from '../support/workflows';
import type { ExampleBench } from './bench';
import { coverOf, errorOf, expectSuccess, firedBy, retyped } from './steps';

const soon = { pollTimes: everySeconds(2) };

/** What people are told at once. */
export function describeAlerts(bench: ExampleBench): void {
	const { lab, standIns, importExample, endAPrint, passMinutes } = bench;

	/** The words, and hours that are quiet always or never, whatever the clock says. */
	const words = (example: string, hours: string, ...more: Array<[string, string]>) => ({
		'Compose Message': retyped(example, 'Compose Message', ['22, 7', hours], ...more),
	});
	const [always, never] = ['0, 24', '0, 0'];

	test('two nodes tell Slack of the end of a print', async () => {
		const { slack } = standIns();
		const id = await importExample('slack-alert', { 'Print Ended': soon });
		const before = slack.messages.length;
		const finished = await endAPrint(id, { title: 'Gear & <Rack>', outcome: 'finished' });
		const failed = await endAPrint(id, { title: 'Bracket', outcome: 'failed' });
		expect(slack.messages.slice(before)).toEqual([
			{
				channel: '#3d-prints',
				text: `:white_check_mark: *Gear &amp; &lt;Rack&gt;* is finished on ${finished.deviceName}`,
			},
			{
				channel: '#3d-prints',
				text: `:x: *Bracket* failed or was cancelled on ${failed.deviceName}`,
			},
		]);
	});

	test('Telegram gets the picture of a print, without a sound in quiet hours', async () => {
		const { telegram } = standIns();
		const example = 'telegram-alert-with-picture';
		const loud = await importExample(example, { 'Print Ended': soon, ...words(example, never) });
		const before = telegram.messages.length;
		const finished = await endAPrint(loud, { title: 'Gear & <Rack>', outcome: 'finished' });
		await endAPrint(loud, { title: 'No picture', outcome: 'failed', fields: { cover: '' } });
		const quiet = await importExample(example, { 'Print Ended': soon, ...words(example, always) });
		await endAPrint(quiet, { title: 'At night', outcome: 'finished' });

		const [good, plain, night] = telegram.messages.slice(before);
		expect(good?.photo?.bytes.equals(await coverOf(lab(), finished.id))).toBe(true);
		expect(good?.text).toContain(
			`✅ <b>Gear &amp; &lt;Rack&gt;</b> is finished on ${finished.deviceName}, after 0 h 0`,
		);
		expect(plain?.photo).toBeUndefined();
		expect(plain?.text).toContain('❌ <b>No picture</b> failed or was cancelled on ');
		expect([good, plain, night].map((message) => message?.isSilent)).toEqual([false, false, true]);
	});

	test('ntfy gets the picture of a print, with less priority in quiet hours', async () => {
		const { ntfy } = standIns();
		const example = 'ntfy-alert-with-picture';
		const topic: [string, string] = ["topic = ''", "topic = 'prints-of-the-tests'"];
		const loud = await importExample(example, {
			'Print Ended': soon,
			...words(example, never, topic),
		});
		const finished = await endAPrint(loud, { title: 'Zahnräder & <Rack>', outcome: 'finished' });
		await endAPrint(loud, { title: 'No picture', outcome: 'failed', fields: { cover: '' } });
		const quiet = await importExample(example, {
			'Print Ended': soon,
			...words(example, always, topic),
		});
		await endAPrint(quiet, { title: 'At night', outcome: 'finished' });

		const [good, plain, night] = ntfy.messages;
		expect(good).toMatchObject({
			topic: 'prints-of-the-tests',
			title: 'Zahnräder & <Rack> is finished',
			text: expect.stringContaining(`On ${finished.deviceName}, after 0 h 0`) as string,
		});
		expect(good?.picture?.bytes.equals(await coverOf(lab(), finished.id))).toBe(true);
		expect(plain).toMatchObject({ title: 'No picture failed or was cancelled', priority: 3 });
		expect(plain?.picture).toBeUndefined();
		expect([good, plain, night].map((message) => message?.priority)).toEqual([3, 3, 2]);
	});

	test('ntfy without a topic says so', async () => {
		const id = await importExample('ntfy-alert-with-picture', { 'Print Ended': soon });
		const execution = await firedBy(lab(), id, () => {
			const print = lab().cloud.world.startPrint({ title: 'Lost', seconds: 600, fillSeconds: 0 });
			lab().cloud.world.endPrint(print, 'finished');
		});
		expect(errorOf(execution)).toContain('Enter your ntfy topic in the first lines of the node');
		expect(standIns().takeComplaints()).toEqual([]);
	});

	test('a mail brings the release notes of new firmware', async () => {
		const { mail } = standIns();
		const id = await importExample('firmware-news-by-email', { 'New Firmware': soon });
		const [printer] = lab().cloud.world.printers;
		const execution = await firedBy(
			lab(),
			id,
			async () => {
				await lab().control('/firmware', {
					deviceId: printer?.serial,
					version: '01.98.00.00',
					description: 'Fixed an issue where the nozzle clogs.',
				});
				// It is asked for once an hour.
				passMinutes(61);
			},
			{ asksSeldom: true },
		);
		expectSuccess(execution);
		const sent = mail.mails.at(-1);
		expect(sent?.subject).toBe(`${printer?.name}: firmware 01.98.00.00`);
		expect(sent?.text).toContain('Fixed an issue where the nozzle clogs.');
		lab().resetCloud();
	});
}
