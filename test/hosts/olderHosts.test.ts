import type { IExecuteFunctions, INodeExecutionData, IPollFunctions } from 'n8n-workflow';
import nock from 'nock';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { bambuCredential, globalApi } from '../support/bambuLab';
import { credentialFor } from '../support/cloud';
import { PublishedTrigger, runNode } from '../support/engine';
import {
	atOnce,
	control,
	eventIds,
	passInCloud,
	useStoppedCloud,
} from '../trigger/support/publishing';

/** What versions of n8n from before lack, taken away from the one that the tests run in. */
class ActionInOlderN8n extends BambuLab {
	override async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		Object.assign(this, { addExecutionHints: undefined });
		Reflect.deleteProperty(this.helpers, 'getSecureEgressFilter');
		const call = this.helpers.httpRequestWithAuthentication;
		this.helpers.httpRequestWithAuthentication = async function (type, options, more) {
			const ignoreHttpStatusErrors = Boolean(options.ignoreHttpStatusErrors);
			return (await call.call(this, type, { ...options, ignoreHttpStatusErrors }, more)) as unknown;
		};
		return await BambuLab.prototype.execute.call(this);
	}
}

class TriggerInOlderN8n extends BambuLabTrigger {
	override async poll(this: IPollFunctions): Promise<INodeExecutionData[][] | null> {
		Object.assign(this, { getPollBudgetMs: undefined });
		return await BambuLabTrigger.prototype.poll.call(this);
	}
}

const cloud = useStoppedCloud();

test('an action reads on without a place for hints', async () => {
	const hits = Array.from({ length: 100 }, (_, index) => ({ id: 240 - index }));
	nock(globalApi)
		.persist()
		.get('/v1/user-service/my/tasks')
		.query(true)
		.reply(200, { total: 240, hits });
	const { error, items, hints } = await runNode({
		node: ActionInOlderN8n,
		credential: bambuCredential(),
		parameters: { resource: 'task', operation: 'getAll', returnAll: true, output: 'raw' },
	});
	expect(error).toBeUndefined();
	expect(items).toHaveLength(100);
	expect(hints).toEqual([]);
});

test.each([
	['https://files.example/a', undefined],
	['https://192.168.1.6/a', 'Files are not downloaded from private networks'],
])('a file comes without n8n’s own protection: %s', async (url, sentence) => {
	if (sentence === undefined) nock('https://files.example').get('/a').reply(200, 'the file');
	const { error, items } = await runNode({
		node: ActionInOlderN8n,
		credential: bambuCredential(),
		parameters: { resource: 'file', operation: 'download', source: 'url', url },
	});
	expect(error?.message).toBe(sentence);
	expect(items).toHaveLength(sentence === undefined ? 1 : 0);
});

test('a session that has ended is renewed, where n8n knows no exceptions among ignored statuses', async () => {
	const credential = credentialFor(cloud());
	const list = async () =>
		await runNode({
			node: ActionInOlderN8n,
			credential,
			parameters: { resource: 'device', operation: 'getAll' },
		});
	expect((await list()).error).toBeUndefined();
	const old = credential.data.sessionToken;
	await control(cloud(), 'POST /tokens/revoke', { account: 'maker@example.com' });
	const { error, items } = await list();
	expect(error).toBeUndefined();
	expect(items.length).toBeGreaterThan(0);
	expect(credential.data.sessionToken).not.toBe(old);
});

test('a trigger polls without a bound for its time, with pictures too', async () => {
	const trigger = new PublishedTrigger({
		node: TriggerInOlderN8n,
		parameters: atOnce({ events: ['taskFinished'], options: { includePicture: true } }),
		credential: credentialFor(cloud()),
		settings: { id: 'node in older n8n' },
	});
	expect(await trigger.publish()).toBeNull();
	const print = cloud().world.startPrint({ seconds: 60 });
	passInCloud(120);
	const items = await trigger.tick();
	expect(eventIds(items)).toEqual([`taskFinished:${print.id}`]);
	expect(items?.[0]?.binary).toHaveProperty('data');
});
