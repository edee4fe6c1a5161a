import { broken } from './support/stubCloud';
import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	// A retry waits for nothing here.
	sleep: async () => {},
}));

useStoppedTime();

const hour = 3600;
const day = 24 * hour;

interface Print {
	id: number;
	deviceId: string;
	startTime: string;
	endTime: string;
	status: number;
}

let ids = 0;

function start({ cloud }: StubTrigger, deviceId: string): Print {
	const print = {
		id: ++ids,
		deviceId,
		deviceName: deviceId,
		status: 4,
		startTime: iso(),
		endTime: iso(-19),
	};
	cloud.tasks.unshift(print as never);
	return print;
}

function end(print: Print): string {
	print.status = 2;
	print.endTime = iso();
	return `taskFinished:${print.id}`;
}

/** So many printers that print one after the other, all of them for as long. */
function farm(trigger: StubTrigger, printers: number, seconds: number) {
	const running = Array.from({ length: printers }, (_, index) => start(trigger, `P${index}`));
	return {
		/** Lets time pass; gives the events of what ended meanwhile, but for what never ends. */
		work(rounds: number, isGhost: (id: number) => boolean = () => false): string[] {
			const ended: string[] = [];
			for (let round = 0; round < rounds; round++) {
				pass(seconds / printers);
				const index = round % printers;
				const print = running[index];
				if (print !== undefined && !isGhost(print.id)) ended.push(end(print));
				running[index] = start(trigger, `P${index}`);
			}
			return ended;
		},
	};
}

async function published(prepare: (trigger: StubTrigger) => void = () => {}) {
	const trigger = new StubTrigger({
		events: ['taskFinished'],
		options: { waitForFilament: false },
	});
	prepare(trigger);
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

describe('After weeks without an event, a farm of 50 printers', () => {
	/** One request in so many fails. */
	function failEach(trigger: StubTrigger, one: number): void {
		let count = 0;
		trigger.cloud.faults.tasks = () => (++count % one === 0 ? broken : undefined);
	}

	/** The quiet printer's last print ends after weeks, and n8n starts again. */
	async function restarted() {
		const trigger = new StubTrigger({
			events: ['taskFinished'],
			filters: { deviceIds: ['quiet'] },
			options: { waitForFilament: false },
		});
		trigger.cloud.devices = [{ dev_id: 'quiet', name: 'quiet' }];
		const own = start(trigger, 'quiet');
		const { work } = farm(trigger, 50, 3 * hour);
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		work(12_000);
		const id = end(own);
		await trigger.restart();
		return { trigger, id };
	}

	test.each([33, 10])('is told by the second poll where one request in %i fails', async (one) => {
		const { trigger, id } = await restarted();
		failEach(trigger, one);
		expect(idsOf(await trigger.ticks(2))).toEqual([id]);
	});

	test('goes on where a reading was cut off, and reads no page twice', async () => {
		const { trigger } = await restarted();
		let requests = 0;
		trigger.cloud.faults.tasks = () => (++requests > 60 ? broken : undefined);
		const [first] = await trigger.ticks(1);
		trigger.cloud.faults.tasks = undefined;
		const [second] = await trigger.ticks(1);
		const offsets = [...new Set(first?.requests)].map((request) => Number(request.split(' ')[1]));
		expect(offsets).toHaveLength(61);
		// The page that failed, beginning with the last row that is known.
		const next = Number(offsets.at(-1)) - 1;
		expect(second?.requests.slice(0, 2)).toEqual(['tasks 0', `tasks ${next}`]);
	});
});

describe('Prints below the newest page', () => {
	test('that never end cost five requests a poll at most, and hold nothing up', async () => {
		const trigger = await published();
		const { work } = farm(trigger, 50, 3 * hour);
		work(600, (id) => id % 20 === 0);
		await trigger.restart();
		await trigger.ticks(5);
		const most: number[] = [];
		for (let minute = 0; minute < 240; minute++) {
			const ended = work(1, (id) => id % 20 === 0);
			const told = await trigger.tick();
			expect(told.ids.sort()).toEqual(ended.sort());
			most.push(told.requests.length);
		}
		expect(Math.max(...most)).toBeLessThanOrEqual(6);
	});

	test('that began all at once are read through only for a while', async () => {
		const trigger = await published();
		await trigger.ticks(1);
		for (let index = 0; index < 500; index++) start(trigger, `P${index % 4}`);
		await trigger.ticks(30);
		const last = (await trigger.ticks(20)).map(({ requests }) => requests.length);
		expect(Math.max(...last)).toBeLessThanOrEqual(6);
	});

	async function withLongPrint() {
		const trigger = await published();
		const { work } = farm(trigger, 3, hour);
		const long = start(trigger, 'long');
		await trigger.ticks(1);
		work(300);
		await trigger.ticks(8);
		return { trigger, long };
	}

	test('are looked for in the list of their printer only, also right after a restart', async () => {
		const { trigger, long } = await withLongPrint();
		await trigger.restart();
		trigger.cloud.requests = [];
		const [quiet] = await trigger.ticks(1);
		expect(quiet?.requests).toEqual(['tasks 0', 'tasks of long']);
		pass(2 * hour);
		const id = end(long);
		expect(idsOf(await trigger.ticks(8))).toEqual([id]);
	});

	test('and far below newer ones of their printer are told when they end', async () => {
		const trigger = await published();
		const long = start(trigger, 'long');
		await trigger.ticks(1);
		for (let print = 0; print < 250; print++) {
			pass((4 * day) / 250);
			end(start(trigger, 'long'));
		}
		await trigger.ticks(30);
		const id = end(long);
		const told = await trigger.ticks(120);
		expect(idsOf(told)).toEqual([id]);
		expect(Math.max(...told.map(({ requests }) => requests.length))).toBeLessThanOrEqual(6);
	});

	test('whose printer cannot be asked cost no news, and are said to be the trouble', async () => {
		const { trigger, long } = await withLongPrint();
		trigger.cloud.faults.tasks = ({ searchParams }) =>
			searchParams.has('deviceId') ? { status: 403, body: { code: 8 } } : undefined;
		const id = end(start(trigger, 'P1'));
		pass(3 * hour);
		const told = await trigger.ticks(20);
		expect(idsOf(told)).toEqual([id]);
		const errors = told.flatMap(({ error }) => error ?? []);
		expect(errors).toEqual([
			expect.stringContaining('Could not read the prints that run for long'),
		]);
		trigger.cloud.faults.tasks = undefined;
		const ended = end(long);
		expect(idsOf(await trigger.ticks(20))).toEqual([ended]);
	});

	test('are found where the cloud knows no list by printer', async () => {
		const { trigger, long } = await withLongPrint();
		trigger.cloud.faults.tasks = ({ searchParams }) => {
			if (!searchParams.has('deviceId')) return undefined;
			const offset = Number(searchParams.get('offset'));
			const end = offset + Number(searchParams.get('limit'));
			const hits = trigger.cloud.tasks.slice(offset, end);
			return { status: 200, body: { total: trigger.cloud.tasks.length, hits } };
		};
		await trigger.ticks(2);
		const id = end(long);
		pass(day / 2);
		const told = await trigger.ticks(60);
		expect(idsOf(told)).toEqual([id]);
		expect(Math.max(...told.map(({ requests }) => requests.length))).toBeLessThanOrEqual(6);
	});

	test('are all told when they end, also where a thousand run at once', async () => {
		const trigger = await published();
		const running = Array.from({ length: 1000 }, (_, index) => start(trigger, `P${index}`));
		await trigger.ticks(1);
		expect(JSON.stringify(trigger.stored)).not.toBe('{}');
		pass(hour);
		const ended = running.map(end);
		const told = idsOf(await trigger.ticks(30));
		expect([...told].sort()).toEqual([...ended].sort());
	});

	describe('and have ended', () => {
		const filled = { amsDetailMapping: [{ filamentId: 'GFA00', weight: 1 }] };

		/** A print that was seen to have ended, far down, before its filaments were known. */
		async function waiting(event: string) {
			const trigger = new StubTrigger({ events: [event] });
			await trigger.publish();
			const print = start(trigger, 'P');
			for (let other = 0; other < 700; other++) {
				const newer = start(trigger, 'P');
				end(newer);
				Object.assign(newer, filled);
			}
			await trigger.ticks(4);
			end(print);
			expect(idsOf(await trigger.ticks(2))).toEqual([]);
			return { trigger, print, ids: [`${event}:${print.id}`] };
		}

		test('come with the filaments that showed while nothing could be polled', async () => {
			const { trigger, print, ids } = await waiting('taskFilamentData');
			Object.assign(print, filled);
			pass(2 * hour);
			expect(idsOf(await trigger.ticks(4))).toEqual(ids);
		});

		test('come without them where they are deleted meanwhile', async () => {
			const { trigger, print, ids } = await waiting('taskFinished');
			trigger.cloud.tasks.splice(trigger.cloud.tasks.indexOf(print as never), 1);
			expect(idsOf(await trigger.ticks(8))).toEqual(ids);
		});
	});
});

test('Rows that were corrected to an earlier start hide no print that ends below the page', async () => {
	const trigger = await published();
	const long = start(trigger, 'A');
	const others = ['B', 'C', 'D'].map((name) => start(trigger, name));
	pass(1);
	expect(await trigger.tick()).toMatchObject({ ids: [] });
	for (let count = 0; count < 48; count++) start(trigger, 'B');
	for (const print of others.slice(0, 2)) print.startTime = iso(40 * hour);
	pass(60);
	const ended = end(long);
	const told = [await trigger.tick(), await trigger.tick(), await trigger.tick()];
	expect(idsOf(told)).toEqual([ended]);
});
