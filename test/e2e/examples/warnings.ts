import { waitFor } from '../../../sandbox/wait';
import { endFaults, fail } from '../support/outage';
import { polls } from '../support/triggers';
import { everySeconds } from '../support/workflows';
import type { ExampleBench } from './bench';
import {
	allExecutions,
	errorOf,
	expectSuccess,
	firedBy,
	signInForDays,
	useCredential,
} from './steps';

const soon = { pollTimes: everySeconds(2) };
const bind = 'GET /v1/iot-service/api/user/bind';

/** What keeps the workflows from their work. */
export function describeWarnings(bench: ExampleBench): void {
	const { lab, standIns, importExample, passMinutes } = bench;

	/** The example, published with a sign-in that ends in so many days, and what it sends from now on. */
	const publishWarnings = async (days: number) => {
		const { mail } = standIns();
		const before = mail.mails.length;
		const credential = await signInForDays(lab(), days);
		const id = await importExample('warn-by-email', { 'Offline, Sign-In, or Trouble': soon });
		await useCredential(lab(), id, credential);
		await lab().rest.publish(id);
		const mails = () => mail.mails.slice(before);
		const subjects = () => mails().map(({ subject }) => subject);
		const arrived = async (count: number) =>
			await waitFor(async () => subjects().length >= count, {
				what: `${count} mails`,
				timeoutMs: 60_000,
			});
		const finish = async () => {
			await lab().rest.unpublish(id);
			for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
			lab().resetCloud();
		};
		return { mails, subjects, arrived, finish };
	};

	test('a mail warns of a printer that is offline for 10 minutes, and of a sign-in that ends', async () => {
		const { mails, subjects, arrived, finish } = await publishWarnings(3);
		const looked = async () => await polls(lab(), 3, bind);
		await looked();
		const [printer, flapping] = lab().cloud.world.printers.filter(({ online }) => online);
		const switchTo = async (serial: string | undefined, online: boolean) => {
			await lab().control(`/printers/${serial}`, { online });
			await looked();
		};
		await switchTo(flapping?.serial, false);
		await switchTo(printer?.serial, false);
		passMinutes(5);
		await looked();
		await switchTo(flapping?.serial, true);
		expect(subjects()).toEqual(['Bambu Lab sign-in ends in 2 days']);

		passMinutes(5);
		await arrived(2);
		await looked();
		expect(subjects().slice(1)).toEqual([`${printer?.name} is offline`]);
		expect(mails()[0]?.text).toContain('The sign-in of code@example.com');
		await finish();
	});

	test('the reminder of the last day does not speak of 0 days', async () => {
		const { subjects, arrived, finish } = await publishWarnings(1 + 1 / 48);
		await arrived(1);
		passMinutes(40);
		await arrived(2);
		expect(subjects()).toEqual([
			'Bambu Lab sign-in ends in 1 day',
			'Bambu Lab sign-in ends within a day',
		]);
		await finish();
	});

	test('a mail tells what cannot be read, since when, and what to do, and another that it can again', async () => {
		const { mails, subjects, arrived, finish } = await publishWarnings(30);
		await polls(lab(), 3, bind);
		await fail(lab(), { match: { path: bind.replace('GET ', '') }, status: 503 });
		const noted = () => lab().log().includes('Could not read the printers');
		await waitFor(async () => noted(), { what: 'a poll to fail', timeoutMs: 60_000 });
		passMinutes(16);
		await arrived(1);
		await endFaults(lab());
		await arrived(2);
		expect(subjects()).toEqual([
			'Bambu Lab: the printers cannot be read',
			'Bambu Lab: the printers can be read again',
		]);
		const [trouble, recovered] = mails().map(({ text }) => text);
		expect(trouble).toMatch(
			/^Since \d{4}-\d\d-\d\d \d\d:\d\d n8n cannot read the printers from Bambu Lab: .+503.+\.\n\n.+\.\s*$/,
		);
		expect(recovered).toMatch(/^From .+ to .+ n8n could not read the printers from Bambu Lab\. /);
		await finish();
	});

	const reportTo = async (errorWorkflow: string, id: string) =>
		await lab().rest.updateWorkflow(id, { settings: { executionOrder: 'v1', errorWorkflow } });

	test('a mail tells which workflow failed, where, and why', async () => {
		const { mail } = standIns();
		const errors = await importExample('email-about-errors');
		await lab().rest.publish(errors);
		const before = mail.mails.length;
		const id = await importExample('ntfy-alert-with-picture', { 'Print Ended': soon });
		await reportTo(errors, id);
		const execution = await firedBy(lab(), id, () => {
			const print = lab().cloud.world.startPrint({ title: 'Lost', seconds: 600, fillSeconds: 0 });
			lab().cloud.world.endPrint(print, 'finished');
		});
		await waitFor(async () => mail.mails.length > before, { what: 'a mail', timeoutMs: 30_000 });
		const [sent] = mail.mails.slice(before);
		expect(sent?.subject).toBe('ntfy alert with picture failed');
		expect(sent?.text).toContain(errorOf(execution));
		expect(sent?.text).toContain(`/executions/${execution.id}`);
		await lab().rest.unpublish(errors);
	});

	test('a mail tells which workflow to open when its trigger cannot sign in', async () => {
		const { mail } = standIns();
		const errors = await importExample('email-about-errors');
		await lab().rest.publish(errors);
		const before = mail.mails.length;
		const credential = await signInForDays(lab(), 30);
		const id = await importExample('slack-alert', { 'Print Ended': soon });
		await useCredential(lab(), id, credential);
		await reportTo(errors, id);
		await lab().rest.publish(id);
		await polls(lab(), 1);
		await lab().control('/tokens/revoke', { account: 'code@example.com' });
		await waitFor(async () => mail.mails.length > before, { what: 'a mail', timeoutMs: 60_000 });
		const [sent] = mail.mails.slice(before);
		expect(sent?.subject).toBe('Slack alert failed');
		expect(sent?.text).toContain('Node: Print Ended');
		expect(sent?.text).toContain(
			`In n8n, open the workflow "Slack alert". Its address ends in /workflow/${id}.`,
		);
		await lab().rest.unpublish(id);
		await lab().rest.unpublish(errors);
		lab().resetCloud();
	});
}
