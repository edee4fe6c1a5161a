import { deepCopy, type IDataObject, type INodeExecutionData } from 'n8n-workflow';

import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import type { SimulatedCloud } from '../cloud';
import { credentialFor } from '../support/cloud';
import { poll } from '../support/engine';
import { atOnce, eventIds, passInCloud, useStoppedCloud } from './support/publishing';

const cloud = useStoppedCloud();
let triggers = 0;

/**
 * A trigger in n8n's durable scheduler: each poll gets a copy of what was stored, which is stored
 * with the events it tells; not so after a poll on publishing that tells nothing.
 */
class DurableTrigger {
	stored: IDataObject = {};
	private readonly setup;

	constructor(simulated: SimulatedCloud) {
		this.setup = {
			node: BambuLabTrigger,
			parameters: atOnce({ events: ['taskCreated', 'taskFinished'] }),
			credential: credentialFor(simulated),
			settings: { id: `durable ${++triggers}` },
		};
	}

	async publish(): Promise<INodeExecutionData[] | null> {
		const staticData = deepCopy(this.stored);
		const items = await poll({ ...this.setup, staticData, activation: 'activate' });
		if (items !== null) this.stored = staticData;
		return items;
	}

	/** @param isStored whether n8n can store what the poll tells. */
	async tick(isStored = true): Promise<INodeExecutionData[] | null> {
		const staticData = deepCopy(this.stored);
		const before = JSON.stringify(staticData);
		const items = await poll({
			...this.setup,
			staticData,
			activation: 'update',
			budgetMs: 36_000,
		});
		// n8n leaves a state alone that a poll has not changed.
		const isChanged = JSON.stringify(staticData) !== before;
		if (isStored && isChanged) this.stored = staticData;
		return items;
	}
}

function endPrint(): string[] {
	const print = cloud().world.startPrint({ seconds: 60 });
	passInCloud(60);
	return [`taskCreated:${print.id}`, `taskFinished:${print.id}`];
}

test('what happens between publishing and the first scheduled poll is told', async () => {
	const trigger = new DurableTrigger(cloud());
	expect(await trigger.publish()).toBeNull();
	const ids = endPrint();
	expect(eventIds(await trigger.tick())).toEqual(ids);
	passInCloud(60);
	expect(await trigger.tick()).toBeNull();
});

test('publishing again begins anew, however the last life ended', async () => {
	const trigger = new DurableTrigger(cloud());
	await trigger.publish();
	endPrint();
	await trigger.tick();
	passInCloud(3600);
	endPrint();
	expect(await trigger.publish()).toBeNull();
	const ids = endPrint();
	expect(eventIds(await trigger.tick())).toEqual(ids);
	const later = endPrint();
	expect(eventIds(await trigger.tick())).toEqual(later);
});

test('of polls at once one tells, and the others leave the stored state alone', async () => {
	const trigger = new DurableTrigger(cloud());
	await trigger.publish();
	await trigger.tick();
	const ids = endPrint();
	const told = await Promise.all([1, 2, 3].map(async () => await trigger.tick()));
	expect(told.map(eventIds).filter((each) => each !== null)).toEqual([ids]);
});

test('what n8n could not store is told again by a later poll', async () => {
	const trigger = new DurableTrigger(cloud());
	await trigger.publish();
	await trigger.tick();
	const ids = endPrint();
	expect(eventIds(await trigger.tick(false))).toEqual(ids);
	passInCloud(60);
	expect(eventIds(await trigger.tick())).toEqual(ids);
});
