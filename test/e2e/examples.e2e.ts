import { exampleNames, readExample } from '../../sandbox/example';
import { say } from '../../sandbox/say';
import { type Changes, useExampleBench } from './examples/bench';
import { describeAlerts } from './examples/alerts';
import { describeLive } from './examples/live';
import { describeLogs } from './examples/logs';
import { describeMaker } from './examples/maker';
import { describeNews } from './examples/news';
import { errorOf, expectSuccess } from './examples/steps';
import { describeOrders } from './examples/orders';
import { describePrinters } from './examples/printers';
import { describeStock } from './examples/stock';
import { describeTalks } from './examples/talks';
import { describeWarnings } from './examples/warnings';
import { describeWrongEntries } from './examples/wrongEntries';
import type { StandIns } from './standIns';
import { chain, outputOf } from './support/workflows';

const bench = useExampleBench();

/** What these examples need to have filled in besides credentials. */
const fillings = ({ google }: StandIns): Record<string, Changes> => ({
	'log-prints-to-google-sheets': { 'Add Row to Sheet': { documentId: google.sheetLocator() } },
	'mark-printed-orders': {
		'Get Orders': { documentId: google.sheetLocator() },
		'Mark Order as Printed': { documentId: google.sheetLocator() },
	},
});

/** What those say that need more filled in than that. */
const sentences: Record<string, RegExp> = {
	'deduct-grams-in-bambu-inventory': /^The inventory has .+ deduct them by hand\.$/s,
	'deduct-grams-in-spoolman': /^No spool in Spoolman has the location .+ deduct them by hand\.$/s,
	'ntfy-alert-with-picture': /^Enter your ntfy topic in the first lines of the node/,
	'power-off-after-print': /^No plugs are known for the printer ".+"\. Enter them in the node/,
};

afterAll(() => {
	say(['What the stand-ins received:', ...bench.standIns().received()].join('\n  '));
});

describeAlerts(bench);
describeLive(bench);
describeLogs(bench);
describeMaker(bench);
describeNews(bench);
describeOrders(bench);
describePrinters(bench);
describeStock(bench);
describeTalks(bench);
describeWarnings(bench);
describeWrongEntries(bench);

describe('Execute workflow shows something at once, before anything happens', () => {
	const { importExample, lab, standIns } = bench;
	const triggerType = 'n8n-nodes-bambulab-cloud.bambuLabTrigger';
	const waiting = exampleNames().flatMap((name) => {
		const trigger = readExample(name).nodes.find(({ type }) => type === triggerType);
		return trigger ? [{ name, start: trigger.name }] : [];
	});

	test.each(waiting)('$name', async ({ name, start }) => {
		standIns().model.script({ text: 'In short: nothing new.' });
		const id = await importExample(name, fillings(standIns())[name]);
		const execution = await lab().rest.runManually(id, { triggerToStartFrom: { name: start } });
		const sentence = sentences[name];
		if (sentence) expect(errorOf(execution)).toMatch(sentence);
		else expectSuccess(execution);
		expect(outputOf(execution, start).length).toBeGreaterThan(0);
	});
});

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
