/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setImmediate } from 'node:timers/promises';

import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

let prints = 0;

function end({ cloud }: StubTrigger): string {
	const id = ++prints;
	const times = { startTime: iso(600), endTime: iso() };
	cloud.tasks.unshift({ id, deviceId: 'P1', deviceName: 'P1', status: 2, ...times });
	return `taskFinished:${id}`;
}

async function published(): Promise<StubTrigger> {
	const trigger = new StubTrigger({
		events: ['taskFinished'],
		options: { waitForFilament: false },
	});
	end(trigger);
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

/** Lets the list of prints be answered when it is let go. */
function hold({ cloud }: StubTrigger) {
	const letGo: Array<() => void> = [];
	cloud.meanwhile = async (name) => {
		if (name === 'tasks') await new Promise<void>((resolve) => letGo.push(resolve));
	};
	return {
		waiting: async () => {
			while (letGo.length === 0) await setImmediate();
		},
		letGo: () => {
			cloud.meanwhile = async () => {};
			for (const go of letGo.splice(0)) go();
		},
	};
}

test('polls that are slower than the schedule ask for nothing while one is under way', async () => {
	const trigger = await published();
	const id = end(trigger);
	const { waiting, letGo } = hold(trigger);
	const slow = trigger.tick();
	await waiting();
	let polls = 0;
	trigger.cloud.requests = [];
	while (polls++ < 4) {
		pass(60);
		expect(await trigger.tick()).toEqual({ ids: [], error: undefined, requests: [] });
	}
	letGo();
	expect((await slow).ids).toEqual([id]);
	expect(idsOf(await trigger.ticks(2))).toEqual([]);
});

test('a poll that hangs is given up after five minutes, and what it finds later is not told', async () => {
	const trigger = await published();
	const id = end(trigger);
	const { waiting, letGo } = hold(trigger);
	const hanging = trigger.tick();
	await waiting();
	trigger.cloud.meanwhile = async () => {};
	pass(301);
	expect(idsOf(await trigger.ticks(1))).toEqual([id]);
	letGo();
	expect((await hanging).ids).toEqual([]);
	expect(idsOf(await trigger.ticks(2))).toEqual([]);
});

test('one that hangs and then fails is no trouble of the poll that took its place', async () => {
	const trigger = await published();
	const { waiting, letGo } = hold(trigger);
	const hanging = trigger.tick();
	await waiting();
	trigger.cloud.meanwhile = async () => {};
	pass(301);
	await trigger.ticks(1);
	trigger.cloud.faults.tasks = () => ({ status: 403, body: { code: 8 } });
	letGo();
	expect(await hanging).toMatchObject({ ids: [], error: undefined });
	expect(trigger.log).toEqual([]);
});

test('publishing takes the place of a poll under way, and begins anew', async () => {
	const trigger = await published();
	end(trigger);
	const { waiting, letGo } = hold(trigger);
	const slow = trigger.tick();
	await waiting();
	trigger.cloud.meanwhile = async () => {};
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	letGo();
	expect((await slow).ids).toEqual([]);
	const id = end(trigger);
	expect(idsOf(await trigger.ticks(2))).toEqual([id]);
});

test('a poll beside the one on publishing leaves the time before to that one', async () => {
	const trigger = await published();
	end(trigger);
	const { waiting, letGo } = hold(trigger);
	const publishing = trigger.publish();
	await waiting();
	expect((await trigger.tick()).ids).toEqual([]);
	letGo();
	expect((await publishing).ids).toEqual([]);
	const id = end(trigger);
	expect(idsOf(await trigger.ticks(2))).toEqual([id]);
});

test('publishing that fails keeps no later poll from polling', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => ({ status: 403, body: { code: 8 } });
	expect((await trigger.publish()).error).toBeDefined();
	trigger.cloud.faults.tasks = undefined;
	const id = end(trigger);
	expect(idsOf(await trigger.ticks(1))).toEqual([id]);
});

test('the credential of another account, saved while a poll reads, tells nothing of either', async () => {
	const trigger = await published();
	end(trigger);
	trigger.cloud.meanwhile = async (name) => {
		if (name === 'tasks') Object.assign(trigger, { accessToken: 'other' });
		trigger.cloud.uid = name === 'tasks' ? 8 : trigger.cloud.uid;
		await Promise.resolve();
	};
	const told = await trigger.tick();
	expect(told.ids).toEqual([]);
	trigger.cloud.meanwhile = async () => {};
	expect(idsOf(await trigger.ticks(1))).toEqual([]);
	const id = end(trigger);
	expect(idsOf(await trigger.ticks(1))).toEqual([id]);
});
