import { waitFor } from '../../../sandbox/wait';
import { credentialsOf } from '../support/workflows';
import type { ExampleBench } from './bench';

/** What printers tell by MQTT. */
export function describeLive({ lab, standIns, importExample }: ExampleBench): void {
	test('Telegram gets why a print has paused, with the text, and nothing else', async () => {
		const { telegram } = standIns();
		const { broker, world } = lab().cloud;
		const [printer] = world.printers;
		const data = {
			...{ protocol: 'mqtt', host: '127.0.0.1', port: Number(new URL(broker?.url ?? '').port) },
			...{ username: 'bblp', password: printer?.accessCode.trim(), clean: true, clientId: '' },
		};
		const mqtt = await lab().rest.createCredential({ name: 'Printer', type: 'mqtt', data });
		const id = await importExample('telegram-alert-with-reason');
		const { nodes } = await lab().rest.getWorkflow(id);
		await lab().rest.updateWorkflow(id, {
			// To see how many there were: the example keeps none.
			settings: { executionOrder: 'v1', saveDataSuccessExecution: 'all' },
			nodes: nodes.map((node) =>
				node.name === 'Printer Reports' ? { ...node, credentials: credentialsOf(mqtt) } : node,
			),
		});
		await lab().rest.publish(id);
		const before = telegram.messages.length;
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
		await happen('reconnect', {}, 2);
		await happen('start', { title: 'Fish & <Chips>' });
		await happen('layer', { layer: 143 });
		await happen('tick', { times: 5 }, 5);
		await happen('raise', { code: '0300_A700_0003_0001' });
		await happen('clear');
		await happen('runOut');
		await happen('cancel', {}, 3);
		await happen('start');
		await happen('fail');
		const told = telegram.messages.slice(before).map(({ text }) => text);
		expect(told).toEqual([
			'Error: <b>Fish &amp; &lt;Chips&gt;</b> on Workshop, at 50 %\nNo text is known. (0300_A700_0003_0001)',
			'Paused: <b>Fish &amp; &lt;Chips&gt;</b> on Workshop, filament run-out, at 50 %\nA spool in AMS 1 is empty. (0700_8011)',
			'Failed: <b>Planter</b> on Workshop\nNo text is known. (0300_4006)',
			'Error: <b>Planter</b> on Workshop\nNo text is known. (0300_4006)',
		]);
		await lab().rest.unpublish(id);
	});
}
