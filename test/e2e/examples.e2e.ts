import { say } from '../../sandbox/say';
import { useExampleBench } from './examples/bench';
import { describeLogs } from './examples/logs';
import { describeNews } from './examples/news';
import { describeTalks } from './examples/talks';
import { chain } from './support/workflows';

const bench = useExampleBench();

afterAll(() => {
	say(['What the stand-ins received:', ...bench.standIns().received()].join('\n  '));
});

describeLogs(bench);
describeNews(bench);
describeTalks(bench);

test('any other host is out of reach, and noted', async () => {
	const { rest } = bench.lab();
	const { id } = await rest.createWorkflow(
		chain('Somewhere else', [
			{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
			{
				name: 'HTTP Request',
				type: 'n8n-nodes-base.httpRequest',
				typeVersion: 4.3,
				parameters: { url: 'https://example.com/', options: {} },
			},
		]),
	);
	const { status } = await rest.runManually(id, { triggerToStartFrom: { name: 'Start' } });
	expect(status).toBe('error');
	expect(bench.standIns().takeComplaints()).toEqual(['Unknown host: example.com:443']);
});
