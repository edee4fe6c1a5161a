import { credentialFor } from '../support/cloud';
import {
	eventIds,
	passInCloud,
	printStarter,
	requested,
	tasksPath,
	triggerWith,
	useStoppedCloud,
} from './support/publishing';

const cloud = useStoppedCloud();

const start = printStarter(cloud);

describe('requests', () => {
	test('a poll in the steady state makes one, whatever the history', async () => {
		const trigger = triggerWith(cloud());
		start();
		await trigger.publish();
		const before = cloud().requests().length;
		for (let poll = 0; poll < 3; poll++) {
			passInCloud(60);
			await trigger.tick();
		}
		expect(requested(cloud(), before)).toEqual(
			[tasksPath, tasksPath, tasksPath].map((path) => `${path} 0`),
		);
	});

	test('a poll reads on while there is news below', async () => {
		const trigger = triggerWith(cloud());
		await trigger.publish();
		const before = cloud().requests().length;
		const many = Array.from({ length: 110 }, () => start({ seconds: 10 }).id);
		passInCloud(60);
		const items = (await trigger.tick()) ?? [];
		expect(new Set(items.map(({ json }) => json.eventId)).size).toBe(220);
		expect(items).toHaveLength(220);
		expect(many.every((id) => JSON.stringify(items).includes(`taskFinished:${id}`))).toBe(true);
		expect(requested(cloud(), before)).toEqual([0, 50].map((offset) => `${tasksPath} ${offset}`));
	});
});

describe('a long print below very many', () => {
	function queries(since: number): string[] {
		return cloud()
			.requests()
			.slice(since)
			.map(({ query }) => query.deviceId ?? query.offset ?? '');
	}

	/** So many prints that run far below the newest page, each on a printer of its own. */
	async function givenBelow(count: number) {
		const [other, ...free] = cloud().world.printers.map(({ serial }) => serial);
		const serials = free.slice(0, count);
		const credential = credentialFor(cloud());
		const trigger = triggerWith(cloud(), {}, credential);
		const long = serials.map((deviceId) => start({ deviceId, seconds: 20 * 3600 }));
		await trigger.publish();
		for (let index = 0; index < 160; index++) {
			start({ deviceId: other, seconds: 10 });
			passInCloud(20);
		}
		await trigger.tick();
		return { trigger, credential, long, serials, since: cloud().requests().length };
	}

	test('is asked for by its printer, and its end is told at once', async () => {
		const { trigger, long, serials, since } = await givenBelow(2);
		expect(await trigger.tick()).toBeNull();
		expect(queries(since)).toEqual(['0', ...serials]);
		passInCloud(20 * 3600);
		const ended = long.map(({ id }) => `taskFinished:${id}`);
		expect(eventIds(await trigger.tick())?.sort()).toEqual(ended.sort());
		const last = cloud().requests().length;
		expect(await trigger.tick()).toBeNull();
		expect(queries(last)).toEqual(['0']);
	});

	test('is asked for by its printer right after a restart too', async () => {
		const { trigger, credential, serials, since } = await givenBelow(1);
		const second = triggerWith(cloud(), {}, credential, trigger.stored);
		await second.restart();
		expect(await second.tick()).toBeNull();
		expect(queries(since)).toEqual(['0', ...serials]);
	});

	test('that was deleted is searched for a few times an hour', async () => {
		const { trigger, long, serials, since } = await givenBelow(1);
		for (const print of long) cloud().world.removePrint(print);
		for (let minute = 0; minute < 30; minute++) {
			expect(await trigger.tick()).toBeNull();
			passInCloud(60);
		}
		expect(queries(since).filter((query) => serials.includes(query))).toHaveLength(2);
	});
});
