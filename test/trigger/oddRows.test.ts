import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const minute = 60;
const hour = 3600;
const day = 24 * hour;

interface Print {
	id: number;
	startTime: unknown;
	endTime: unknown;
	status: unknown;
	[key: string]: unknown;
}

let ids = 0;

function add({ cloud }: StubTrigger, more: Partial<Print> = {}, place = 0): Print {
	const id = ++ids;
	const print = { id, deviceId: 'P1', status: 4, startTime: iso(), endTime: iso(-19), ...more };
	cloud.tasks.splice(place, 0, print);
	return print;
}

function ended(secondsAgo: number, lasted = hour): Partial<Print> {
	return { status: 2, startTime: iso(secondsAgo + lasted), endTime: iso(secondsAgo) };
}

async function published() {
	const trigger = new StubTrigger({
		events: ['taskCreated', 'taskFinished', 'taskFailed'],
		options: { waitForFilament: false },
	});
	for (let print = 0; print < 120; print++) {
		add(trigger, ended((120 - print) * hour), 0);
	}
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	await trigger.ticks(2);
	return trigger;
}

test('A print without a start that is read alone, as the last of the list, is told once', async () => {
	const trigger = new StubTrigger({
		events: ['taskFinished'],
		options: { waitForFilament: false },
	});
	const { cloud } = trigger;
	for (let print = 0; print < 20; print++) add(trigger, ended(48.5 * hour));
	const odd = add(trigger, { startTime: '' }, cloud.tasks.length);
	await trigger.publish();
	Object.assign(odd, { status: 2, endTime: iso() });
	for (let print = 0; print < 60; print++) add(trigger, ended(60));
	expect(idsOf(await trigger.ticks(2))).toContain(`taskFinished:${odd.id}`);
	// Where the cloud gives no total, the search ends with a page of one row.
	cloud.faults.tasks = ({ searchParams }) => {
		const [offset = 0, limit = 0] = ['offset', 'limit'].map((key) => Number(searchParams.get(key)));
		return { status: 200, body: { hits: cloud.tasks.slice(offset, offset + limit) } };
	};
	expect(idsOf(await trigger.ticks(130))).toEqual([]);
});

test('A print without a start is not told again where it ends a page, long after', async () => {
	const trigger = new StubTrigger({ events: ['taskCreated'] });
	for (let print = 0; print < 60; print++) add(trigger, ended((60 - print) * hour));
	const onP = { deviceId: 'P' };
	add(trigger, { ...onP, status: 4, startTime: iso(60) });
	await trigger.publish();
	const ids = [{}, { startTime: '' }].map(
		(fields) => add(trigger, { ...onP, ...ended(0, 0), ...fields }).id,
	);
	expect(idsOf(await trigger.ticks(1)).sort()).toEqual(ids.map((id) => `taskCreated:${id}`).sort());
	pass(50 * hour);
	// In the list of its printer it is the last of the first twenty, above one that is old by now.
	for (let print = 0; print < 60; print++)
		add(trigger, { deviceId: print < 19 ? 'P' : 'Q', ...ended(0, 0) });
	expect(idsOf(await trigger.ticks(1))).toHaveLength(60);
	expect(idsOf(await trigger.ticks(90))).toEqual([]);
});

test('Prints without a start are told also where no row of the list has one', async () => {
	const trigger = await published();
	trigger.cloud.tasks.length = 0;
	const print = add(trigger, { startTime: '' });
	expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${print.id}`]);
	const other = add(trigger);
	expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${other.id}`]);
});

describe('A print that shows up hours late', () => {
	test.each([2, 5, 30])('%i hours, behind newer ones, is told within the hour', async (hours) => {
		const trigger = await published();
		for (let print = 0; print < 60; print++) {
			const made = add(trigger);
			pass(2 * minute);
			Object.assign(made, { status: 2, endTime: iso() });
		}
		await trigger.ticks(1);
		const started = iso(hours * hour);
		const place = trigger.cloud.tasks.findIndex(({ startTime }) => String(startTime) < started);
		const late = add(trigger, ended((hours - 1) * hour), place);
		const told = idsOf(await trigger.ticks(70));
		expect(told).toEqual([`taskCreated:${late.id}`, `taskFinished:${late.id}`]);
	});

	test('is told also where three hundred others ended since', async () => {
		const trigger = await published();
		for (let print = 0; print < 400; print++) {
			const made = add(trigger);
			pass(minute);
			Object.assign(made, { status: 2, endTime: iso() });
		}
		await trigger.ticks(70);
		const place = trigger.cloud.tasks.findIndex(
			({ startTime }) => String(startTime) < iso(5 * hour),
		);
		const late = add(trigger, ended(4.5 * hour, hour / 2), place);
		const told = idsOf(await trigger.ticks(130));
		expect(told).toEqual([`taskCreated:${late.id}`, `taskFinished:${late.id}`]);
	});
});

describe('A message that shows up hours late', () => {
	const message = (secondsAgo: number) => ({ id: ++ids, type: 6, createTime: iso(secondsAgo) });

	test('is told, also where it was sent before publishing, and costs no later poll more', async () => {
		const trigger = new StubTrigger({
			events: ['messageReceived'],
			filters: { messageTypes: ['print'] },
		});
		const { messages } = trigger.cloud;
		for (let count = 69; count > 0; count--) messages.unshift(message(count * 10));
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		const late = message(15 * hour);
		messages.unshift(late);
		expect(idsOf(await trigger.ticks(2))).toEqual([`messageReceived:${late.id}`]);
		await trigger.ticks(30);
		const quiet = await trigger.ticks(70);
		expect(idsOf(quiet)).toEqual([]);
		expect(new Set(quiet.map(({ requests }) => requests.join()))).toEqual(new Set(['messages 0']));
	});
});

describe('A status that is no end', () => {
	test.each<[unknown, number]>([
		[5, 2],
		[7, 2],
		[null, 2],
		[1, 25],
		[4, 25],
	])('%p with an end of %i hours ago is told as ended, and once', async (status, hours) => {
		const trigger = await published();
		const print = add(trigger, { status });
		expect(idsOf(await trigger.ticks(1))).toEqual([`taskCreated:${print.id}`]);
		pass(2 * hour);
		print.endTime = iso();
		expect(idsOf(await trigger.ticks(1))).toEqual([]);
		pass(hours * hour);
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskFailed:${print.id}`]);
		print.status = 2;
		expect(idsOf(await trigger.ticks(2))).toEqual([]);
	});

	test('is no end where the end is the one that a running print has', async () => {
		const trigger = await published();
		const print = add(trigger, { status: 6, endTime: iso(-28) });
		pass(3 * day);
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${print.id}`]);
	});
});

describe('A print whose own times are odd', () => {
	test.each<[string, Partial<Print>]>([
		['no start', { startTime: null }],
		['the year 1', { startTime: '0001-01-01T00:00:00Z' }],
		['1970', { startTime: '1970-01-01T00:00:19Z' }],
		['a start years ago', { startTime: '2021-03-01T00:00:00Z' }],
		['a start three days ago', { startTime: '2026-08-11T00:00:00Z' }],
		['a start in a far future', { startTime: '2081-01-01T00:00:00Z' }],
		['an end before the start', { endTime: '2020-01-01T00:00:00Z' }],
		['nothing that is a time', { startTime: 'soon', endTime: 7 }],
	])('is told like any other: %s', async (_what, times) => {
		const trigger = await published();
		const print = add(trigger, times);
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${print.id}`]);
		const next = add(trigger);
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskCreated:${next.id}`]);
		print.status = 2;
		next.status = 3;
		const told = idsOf(await trigger.ticks(2));
		expect(told.sort()).toEqual([`taskFailed:${next.id}`, `taskFinished:${print.id}`]);
		await trigger.restart();
		expect(idsOf(await trigger.ticks(70))).toEqual([]);
	});
});

describe('A row that is corrected later', () => {
	const corrections: Array<[string, () => Partial<Print>]> = [
		['its start, to days ago', () => ({ startTime: iso(5 * day) })],
		['its start, to years ago', () => ({ startTime: '2021-03-01T00:00:00Z' })],
		['its start, to nothing', () => ({ startTime: null })],
		['its start, to now', () => ({ startTime: iso() })],
		['its start, to the future', () => ({ startTime: '2081-01-01T00:00:00Z' })],
		['its end', () => ({ endTime: iso(5 * day) })],
		['its printer', () => ({ deviceId: 'P2', deviceName: 'Two' })],
		['its title', () => ({ title: 'Another' })],
	];

	test.each(corrections)('while it runs is told once, when it ends: %s', async (_what, correct) => {
		const trigger = await published();
		const print = add(trigger);
		expect(idsOf(await trigger.ticks(2))).toHaveLength(1);
		Object.assign(print, correct());
		expect(idsOf(await trigger.ticks(2))).toEqual([]);
		pass(hour);
		for (let more = 0; more < 5; more++) add(trigger, ended(minute, minute));
		await trigger.ticks(2);
		print.status = 2;
		expect(idsOf(await trigger.ticks(2))).toEqual([`taskFinished:${print.id}`]);
	});

	test.each([...corrections, ['its status', () => ({ status: 3 })]] as typeof corrections)(
		'after its end is not told again: %s',
		async (_what, correct) => {
			const trigger = await published();
			const print = add(trigger);
			await trigger.ticks(1);
			print.status = 2;
			expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
			Object.assign(print, correct());
			expect(idsOf(await trigger.ticks(70))).toEqual([]);
			await trigger.restart();
			expect(idsOf(await trigger.ticks(70))).toEqual([]);
		},
	);
});
