import { deepCopy, type IDataObject, type INodeExecutionData } from 'n8n-workflow';

import { poll } from '../../nodes/BambuLab/trigger/poll';
import { eventIds, pass, useStoppedCloud } from './support/publishing';
import { stubContext } from './support/stubContext';

useStoppedCloud();
let triggers = 0;

type Told = string[] | null;

/**
 * A trigger in n8n's durable scheduler, whose polls may overlap in any way: each gets a copy of what
 * is stored when it begins, which is stored when it has told something.
 */
class DurableTrigger {
	private readonly nodeId = `overlapping ${++triggers}`;
	private readonly rows: object[] = [];
	private stored: IDataObject = {};
	/** The account that the credential signs in to. */
	uid = 7;

	/** A print that has ended; gives its event. */
	endPrint(): string {
		const id = this.rows.length + 1;
		const time = new Date(Date.now()).toISOString();
		this.rows.unshift({ id, status: 2, startTime: time, endTime: time });
		return `taskFinished:${id}`;
	}

	/** @param meanwhile what happens between the list's leaving the cloud and its arriving */
	async publish(meanwhile?: () => Promise<void>): Promise<Told> {
		return await this.poll('activate', meanwhile);
	}

	async tick(meanwhile?: () => Promise<void>): Promise<Told> {
		return await this.poll('update', meanwhile);
	}

	private async poll(activation: 'activate' | 'update', meanwhile = async () => {}): Promise<Told> {
		const staticData = deepCopy(this.stored);
		const context = stubContext({
			nodeId: this.nodeId,
			activation,
			parameters: { events: ['taskFinished'], options: { waitForFilament: false } },
			staticData,
			accessToken: () => `token of ${this.uid}`,
			answer: async ({ pathname }) => {
				if (pathname.endsWith('/preference')) return { status: 200, body: { uid: this.uid } };
				const hits = [...this.rows];
				await meanwhile();
				return { status: 200, body: { total: hits.length, hits } };
			},
		});
		const items: INodeExecutionData[][] | null = await poll(context);
		if (items !== null || activation === 'update') this.stored = staticData;
		return eventIds(items?.[0] ?? null);
	}
}

async function publishedTrigger(): Promise<DurableTrigger> {
	const trigger = new DurableTrigger();
	trigger.endPrint();
	expect(await trigger.publish()).toBeNull();
	expect(await trigger.tick()).toBeNull();
	pass(3600);
	return trigger;
}

test.each([0, 35, 200])(
	'a poll that lasts %i s longer than another repeats nothing',
	async (seconds) => {
		const trigger = await publishedTrigger();
		const id = trigger.endPrint();
		let told: Told = null;
		const slow = trigger.tick(async () => {
			pass(seconds);
			told = await trigger.tick();
		});
		expect(await slow).toBeNull();
		expect(told).toEqual([id]);
	},
);

test.each([0, 35, 200])(
	'a poll that begins %i s after one that still reads repeats nothing',
	async (seconds) => {
		const trigger = await publishedTrigger();
		const id = trigger.endPrint();
		let second: Promise<Told> | undefined;
		const first: Promise<Told> = trigger.tick(async () => {
			pass(seconds);
			second = trigger.tick(async () => void (await first));
		});
		expect(await first).toEqual([id]);
		expect(await second).toBeNull();
	},
);

/** The scheduler has the workflow's schedule before the poll on publishing is done. */
test('a poll beside the one on publishing leaves the time before to that one', async () => {
	const trigger = await publishedTrigger();
	trigger.endPrint();
	let told: Told = ['none'];
	const publishing = trigger.publish(async () => {
		told = await trigger.tick();
	});
	expect(await publishing).toBeNull();
	expect(told).toBeNull();
	const id = trigger.endPrint();
	expect(await trigger.tick()).toEqual([id]);
});

test('a poll on publishing that fails does not keep later ones from polling', async () => {
	const trigger = await publishedTrigger();
	const failure = trigger.publish(async () => await Promise.reject(new Error('Cut')));
	await expect(failure).rejects.toThrow();
	const id = trigger.endPrint();
	expect(await trigger.tick()).toEqual([id]);
});

test('what one account was told keeps no poll of another waiting, though the clock was set back', async () => {
	const trigger = await publishedTrigger();
	const first = trigger.endPrint();
	expect(await trigger.tick()).toEqual([first]);
	pass(-60);
	trigger.uid = 8;
	expect(await trigger.tick()).toBeNull();
	const second = trigger.endPrint();
	expect(await trigger.tick()).toEqual([second]);
});
