import { waitFor } from '../../../sandbox/wait';
import { polls } from '../support/triggers';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import {
	allExecutions,
	chatMessage,
	expectSuccess,
	formUrl,
	pressButton,
	submitForm,
} from './steps';

/** What people ask of an agent, and of each other. */
export function describeTalks({ lab, standIns, importExample }: ExampleBench): void {
	test('an AI agent answers with its tools', async () => {
		const { model } = standIns();
		const id = await importExample('ask-an-ai-agent');
		const midnight = new Date(new Date().setHours(0, 0, 0, 0)).toISOString();
		model.script(
			{
				calls: [
					{ tool: 'List_Prints', arguments: { limit: 5, status: 'running', startedAfter: '' } },
					{ tool: 'List_Printers', arguments: {} },
					{ tool: 'List_Filament_Spools', arguments: {} },
				],
			},
			{
				calls: [
					{
						tool: 'List_Prints',
						arguments: { limit: 5, status: 'failed', startedAfter: midnight },
					},
				],
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
		for (const { description, parameters } of Object.values(model.offeredTools())) {
			expect(description).toMatch(/^Lists .+\.$/);
			for (const parameter of Object.values(parameters.properties)) {
				expect(parameter.description).toMatch(/\S/);
			}
		}
		const answers = model.toolAnswers();
		expect(answers.map(({ tool }) => tool)).toEqual([
			'List_Prints',
			'List_Printers',
			'List_Filament_Spools',
			'List_Prints',
		]);
		const [printing, , spools] = answers.map(
			({ text }) => JSON.parse(text) as Array<{ id: number }>,
		);
		expect(printing?.[0]?.id).toBe(print.id);
		expect(spools).toContainEqual(expect.objectContaining({ remainingPercent: 9 }));
		lab().resetCloud();
	});

	test('a print request is announced, approved, and followed until its print ends', async () => {
		const { telegram } = standIns();
		// Other examples are published too.
		const own = () => telegram.messages.filter(({ chat }) => chat === '-1004242');
		const id = await importExample('print-requests-with-approval', {
			'Announce the File': { chatId: '-1004242' },
			'Ask for Approval': { chatId: '-1004242' },
			'Report How It Ended': { chatId: '-1004242' },
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
			await waitFor(async () => own().length >= count, {
				what: `${count} messages in Telegram`,
				timeoutMs: 60_000,
			});
		await arrived(2);
		expect(own()[0]?.document?.bytes).toEqual(file);
		expect(own()[0]?.text).toContain('by Ada');
		await pressButton(own()[1]?.buttons['Print it']);

		const status = async () => {
			const table = await rest.findDataTable('Bambu Lab print requests');
			return (await rest.dataTableRows(table?.id ?? '')).map((row) => row.status);
		};
		await waitFor(async () => (await status())[0] === 'approved', {
			what: 'the decision to be logged',
			timeoutMs: 30_000,
		});
		const print = cloud.world.startPrint({
			title: 'Desk_lamp',
			seconds: 3600,
			fillSeconds: 0,
		});
		await waitFor(async () => (await status())[0] === 'running', {
			what: 'the start to be logged',
			timeoutMs: 30_000,
		});
		cloud.world.endPrint(print, 'finished');
		await arrived(3);
		expect(own()[2]?.text).toBe(`Ready: <b>Desk_lamp.3mf</b> for Ada, on ${print.deviceName}`);
		expect(await status()).toEqual(['finished']);
		await rest.unpublish(id);
		for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
		lab().resetCloud();
	});
}
