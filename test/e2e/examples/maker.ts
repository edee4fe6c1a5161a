import { waitFor } from '../../../sandbox/wait';
import { polls } from '../support/triggers';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import { allExecutions, expectSuccess } from './steps';

/** What those get who publish models. */
export function describeMaker({ lab, standIns, importExample }: ExampleBench): void {
	test('the digest of MakerWorld comes by mail, with each model', async () => {
		const { mail } = standIns();
		const id = await importExample('makerworld-digest');
		await lab().control('/models', { title: 'Gear & <Rack>', downloads: 7 });
		const execution = await lab().rest.runManually(id, {
			triggerToStartFrom: { name: 'Every Monday Morning' },
		});
		expectSuccess(execution);
		const [digest] = outputOf(execution, 'Compare with Last Week');
		expect(digest?.models).toHaveLength(lab().cloud.world.maker.models.length);
		const sent = mail.mails.at(-1);
		expect(sent?.subject).toMatch(/^MakerWorld, week to \d{4}-\d\d-\d\d$/);
		expect(sent?.html).toContain('Gear &amp; &lt;Rack></a></td><td>7</td>');
		lab().resetCloud();
	});

	test('Telegram gets a new comment, with a button that opens the model', async () => {
		const { telegram } = standIns();
		const id = await importExample('comment-to-telegram', {
			'New Comment or Rating': { pollTimes: everySeconds(2) },
		});
		await lab().rest.publish(id);
		await polls(lab(), 1, 'GET /v1/user-service/my/message/count');
		const before = telegram.messages.length;
		await lab().control('/models/1204567/comments', {
			content: 'Fits <b>well</b> & tight',
			from: 'Eve',
		});
		await lab().control('/models/1204567/comments', { content: 'Clean', from: 'Cleo', score: 5 });
		await waitFor(async () => telegram.messages.length >= before + 2, {
			what: 'two messages in Telegram',
			timeoutMs: 60_000,
		});
		const [comment, rating] = telegram.messages.slice(before);
		expect(comment?.text).toContain('<b>Eve</b> on Cable comb: Fits well &amp; tight');
		expect(rating?.text).toContain('<b>Cleo</b> on Cable comb (5 of 5): Clean');
		expect(comment?.buttons).toEqual({
			'Open on MakerWorld': 'https://makerworld.com/models/1204567',
		});
		await lab().rest.unpublish(id);
		for (const execution of await allExecutions(lab(), id)) expectSuccess(execution);
		lab().resetCloud();
	});
}
