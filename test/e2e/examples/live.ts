import { waitFor } from '../../../sandbox/wait';
import { brokerOf, localSignIn, mqttCredential } from '../support/live';
import { credentialsOf } from '../support/workflows';
import type { ExampleBench } from './bench';

/** What printers tell by MQTT. */
export function describeLive({ lab, standIns, importExample }: ExampleBench): void {
	const ways = [
		{
			name: 'telegram-alert-with-reason',
			messages: () => standIns().telegram.messages,
			words: (word: string, _icon: string, title: string) => `${word}: <b>${title}</b>`,
		},
		{
			name: 'slack-alert-with-reason',
			messages: () => standIns().slack.messages,
			words: (word: string, icon: string, title: string) => `:${icon}: ${word}: *${title}*`,
		},
	];

	test.each(ways)('$name tells why, with the text, and nothing else', async (way) => {
		const { name, messages, words } = way;
		const signIn = localSignIn(lab(), 'Workshop');
		const mqtt = await mqttCredential(lab(), brokerOf(lab()).url, signIn);
		const id = await importExample(name);
		const { nodes } = await lab().rest.getWorkflow(id);
		await lab().rest.updateWorkflow(id, {
			// To see how many there were: the example keeps none.
			settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
			nodes: nodes.map((node) =>
				node.name === 'Printer Reports' ? { ...node, credentials: credentialsOf(mqtt) } : node,
			),
		});
		await lab().rest.publish(id);
		const before = messages().length;
		let reports = 0;
		const happen = async (happening: string, more: object = {}, count = 1) => {
			await lab().control('/live/Workshop', { happening, ...more });
			reports += count;
			await waitFor(
				async () => {
					const executions = await lab().rest.listExecutions({ workflowId: id });
					return executions.filter(({ stoppedAt }) => stoppedAt).length >= reports;
				},
				{ what: `${reports} executions`, timeoutMs: 60_000 },
			);
		};
		await happen('restart', {}, 2);
		await happen('start', { title: 'Fish & <Chips>' });
		await happen('layer', { layer: 143 });
		await happen('tick', { times: 5 }, 5);
		await happen('raise', { code: '0300_A700_0003_0001' });
		await happen('clear');
		await happen('runOut');
		await happen('resume');
		await happen('layer', { layer: 160 });
		// Some printers pause first, and say why a moment later.
		await happen('pause', { code: false });
		await happen('raise', { code: '0700_2100_0002_0001' });
		await happen('cancel', {}, 3);
		await happen('start');
		await happen('fail');
		await happen('start', { taskId: '812000456' });
		await happen('restart', {}, 2);
		const told = messages()
			.slice(before)
			.map(({ text }) => text);
		const title = 'Fish &amp; &lt;Chips&gt;';
		const [error, paused, ranOut, failed, ended] = [
			words('Error', 'warning', title),
			words('Paused', 'double_vertical_bar', title),
			words('Filament ran out', 'thread', title),
			words('Failed', 'x', 'Planter'),
			words('Ended, result unknown', 'grey_question', 'Planter'),
		];
		expect(told).toEqual([
			`${error} on Workshop, at 50 %\nNo text is known. (0300_A700_0003_0001)`,
			`${paused} on Workshop, filament run-out, at 50 %\nA spool in AMS 1 is empty. (0700_8011)`,
			`${paused} on Workshop, at 55 %`,
			`${ranOut} on Workshop, filament run-out, at 55 %\nNo text is known. (0700_2100_0002_0001)`,
			`${failed} on Workshop\nNo text is known. (0300_4006)`,
			`${ended} on Workshop`,
		]);
		await lab().rest.unpublish(id);
	});
}
