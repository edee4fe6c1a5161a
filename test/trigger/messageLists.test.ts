import { broken, forbidden } from './support/stubCloud';
import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const minute = 60;
let ids = 0;

function trigger(messageTypes: string[] = [], events = ['messageReceived']): StubTrigger {
	const filters = messageTypes.length > 0 ? { messageTypes } : {};
	return new StubTrigger({ events, filters });
}

/** Puts a message into the lists of the categories; the empty one has no category. */
function send({ cloud }: StubTrigger, type: number, categories: string[], secondsAgo = 0): string {
	const message = { id: 2_100_000_000 + ++ids, type, createTime: iso(secondsAgo) };
	for (const category of categories) {
		const list = category === '' ? cloud.messages : (cloud.categories[category] ??= []);
		list.unshift(message);
	}
	return `messageReceived:${message.id}`;
}

/** What one live client saw, and what a docstring and two lists say. */
const readings: Array<[string, { [type: number]: string[] }]> = [
	['a live client saw', { 6: [''], 201: ['1'], 503: ['2', '3'], 412: ['3'], 603: ['5'] }],
	['others say', { 6: [''], 201: ['', '2'], 503: [''], 412: ['', '1'], 603: ['', '3'] }],
];

describe.each(readings)('Where the categories are as %s', (_reading, places) => {
	const placesOf = (type: number) => places[type] ?? [];

	test('each kind is told once, in the poll after it came', async () => {
		const all = trigger();
		await all.publish();
		for (const type of [201, 6, 503, 412, 603, 201]) {
			pass(minute);
			const sent = send(all, type, placesOf(type));
			expect((await all.tick()).ids).toEqual([sent]);
		}
		expect(idsOf(await all.ticks(60))).toEqual([]);
	});

	test('a quiet poll makes one request, also with all kinds', async () => {
		const all = trigger();
		for (const type of [6, 201, 503]) send(all, type, placesOf(type), 3600);
		await all.publish();
		const told = await all.ticks(15);
		expect(told.map(({ requests }) => requests)).toEqual(told.map(() => ['count']));
		expect((await all.tick()).requests).toHaveLength(7);
	});

	test('only wanted kinds are told, and the past is none of them', async () => {
		const some = trigger(['comment', 'like']);
		for (const type of [201, 603, 6]) send(some, type, placesOf(type), 3600);
		await some.publish();
		const sent = [201, 603, 6, 412].map((type) => send(some, type, placesOf(type)));
		expect(idsOf(await some.ticks(3)).sort()).toEqual(sent.slice(0, 2));
	});

	test('a restart repeats nothing and loses nothing', async () => {
		const all = trigger();
		await all.publish();
		send(all, 503, placesOf(503));
		await all.tick();
		const sent = [send(all, 503, placesOf(503)), send(all, 201, placesOf(201))];
		await all.restart();
		expect(idsOf(await all.ticks(3)).sort()).toEqual(sent.sort());
	});

	test('New Comment or Rating tells those alone', async () => {
		const comments = trigger([], ['commentReceived']);
		await comments.publish();
		send(comments, 6, placesOf(6));
		const sent = send(comments, 201, placesOf(201)).replace('messageReceived', 'commentReceived');
		expect(idsOf(await comments.ticks(2))).toEqual([sent]);
	});
});

test('a message below more than a page of newer ones is told by the next poll, also hours later', async () => {
	const prints = trigger(['print']);
	send(prints, 6, [''], 3600);
	await prints.publish();
	pass(minute);
	const { messages } = prints.cloud;
	for (let count = 0; count < 60; count++) send(prints, 6, ['']);
	expect((await prints.tick()).ids).toHaveLength(60);
	const slow = { id: 2_100_000_000 + ++ids, type: 6, createTime: iso(8) };
	messages.splice(60, 0, slow);
	pass(180 * minute);
	expect((await prints.tick()).ids).toEqual([`messageReceived:${slow.id}`]);
	pass(180 * minute);
	expect((await prints.tick()).requests).toEqual(['messages 0', 'messages 50']);
	pass(180 * minute);
	expect((await prints.tick()).requests).toEqual(['messages 0']);
});

test('a message that was read in the app before any poll is told with the next whole look', async () => {
	const all = trigger();
	await all.publish();
	const sent = send(all, 201, ['1']);
	all.cloud.counters = { commentCount: 0 };
	const told = await all.ticks(17);
	expect(idsOf(told)).toEqual([sent]);
});

test('a message that shows a little later than its counter moves is told', async () => {
	const all = trigger();
	await all.publish();
	all.cloud.counters = { commentCount: 1 };
	await all.tick();
	const sent = send(all, 201, ['1']);
	expect((await all.tick()).ids).toEqual([sent]);
});

test('a category that is refused keeps nothing from being told, and no execution fails', async () => {
	const all = trigger();
	all.cloud.faults.messages = (target) =>
		target.searchParams.get('type') === '2' ? forbidden : undefined;
	expect((await all.publish()).error).toBeUndefined();
	const sent = send(all, 503, ['2', '3']);
	const told = await all.ticks(40);
	expect(idsOf(told)).toEqual([sent]);
	expect(told.map(({ error }) => error)).toEqual(told.map(() => undefined));
	all.cloud.faults.messages = undefined;
	expect(idsOf(await all.ticks(40))).toEqual([]);
	const later = send(all, 103, ['2']);
	expect((await all.tick()).ids).toEqual([later]);
});

test('a category that breaks for long costs nothing of the others, and is told of, and loses nothing', async () => {
	const all = new StubTrigger({
		events: ['messageReceived'],
		options: { reportOutageAfter: 10 },
	});
	await all.publish();
	all.cloud.faults.messages = (target) =>
		target.searchParams.get('type') === '2' ? broken : undefined;
	const hidden = send(all, 103, ['2']);
	const shared = send(all, 503, ['2', '3']);
	const seen = await all.ticks(40);
	expect(idsOf(seen)).toEqual([shared]);
	expect(seen.flatMap(({ error }) => error ?? [])).toEqual([
		expect.stringContaining('Could not read the messages: '),
	]);
	const other = send(all, 412, ['3']);
	expect((await all.tick()).ids).toEqual([other]);
	await all.restart();
	expect(idsOf(await all.ticks(3))).toEqual([]);
	all.cloud.faults.messages = undefined;
	expect(idsOf(await all.ticks(20))).toEqual([hidden]);
});

test('a message that came while its list was refused is told, however many others of the list are known', async () => {
	const all = trigger();
	for (let count = 0; count < 60; count++) send(all, 103, ['2'], 90 * 3600);
	await all.publish();
	all.cloud.faults.messages = (target) =>
		target.searchParams.get('type') === '2' ? forbidden : undefined;
	const hidden = send(all, 103, ['2']);
	for (let count = 0; count < 60; count++) send(all, 503, ['2', '3']);
	expect(idsOf(await all.ticks(30))).toHaveLength(60);
	all.cloud.faults.messages = undefined;
	expect(idsOf(await all.ticks(20))).toEqual([hidden]);
});

test('a message below more than a page of others is told, also where another list has shown those', async () => {
	const all = trigger();
	for (const type of [503, 412]) send(all, type, ['2', '3'], 90 * 3600);
	await all.publish();
	await all.ticks(60);
	const system = send(all, 412, ['3']);
	for (let count = 0; count < 60; count++) send(all, 503, ['2', '3']);
	const told = idsOf(await all.ticks(20));
	expect(told).toHaveLength(61);
	expect(told).toContain(system);
});

test('a message that shows days late is told once, however many lists it stands in', async () => {
	const all = trigger();
	send(all, 6, ['', '4'], 70 * 3600);
	send(all, 503, ['2', '3']);
	await all.publish();
	const sent = send(all, 6, ['', '4'], 69 * 3600);
	all.cloud.counters = { deviceCount: 2 };
	expect(idsOf(await all.ticks(40))).toEqual([sent]);
});

test('a message that shows days late is told once, also where a page ends with it at publishing', async () => {
	const all = trigger();
	for (let count = 0; count < 5; count++) send(all, 6, [''], 10 * 3600);
	await all.publish();
	send(all, 6, [''], 49 * 3600);
	for (let count = 0; count < 49; count++) send(all, 6, ['']);
	expect(idsOf(await all.ticks(2))).toHaveLength(50);
	await all.publish();
	const sent = send(all, 6, ['']);
	expect(idsOf(await all.ticks(40))).toEqual([sent]);
});

test('a kind that is wanted again begins with the change, not some polls later', async () => {
	const all = trigger();
	await all.publish();
	await all.update({ events: ['commentReceived'] });
	expect((await all.update({ events: ['messageReceived'] })).ids).toEqual([]);
	const sent = send(all, 603, ['5']);
	await all.restart();
	expect(idsOf(await all.ticks(20))).toEqual([sent]);
});

test('the one list whose counter moved may be refused, and no execution fails', async () => {
	const all = trigger();
	all.cloud.faults.messages = (target) =>
		target.pathname.endsWith('/messages') && !target.searchParams.has('type')
			? forbidden
			: undefined;
	await all.publish();
	send(all, 6, ['', '4']);
	const told = await all.ticks(2);
	expect(told.map(({ error }) => error)).toEqual([undefined, undefined]);
	expect(all.log.join()).not.toContain('failed');
	const sent = send(all, 412, ['3']);
	expect((await all.tick()).ids).toEqual([sent]);
});

test('counters that are texts cost no more requests', async () => {
	const all = trigger();
	send(all, 201, ['1'], 3600);
	let commentCount = '1';
	all.cloud.faults.count = () => ({
		status: 200,
		body: { commentCount, deviceCount: '640', systemCount: '0' },
	});
	await all.publish();
	expect((await all.tick()).requests).toEqual(['count']);
	const sent = send(all, 201, ['1']);
	commentCount = '2';
	expect(await all.tick()).toMatchObject({
		ids: [sent],
		requests: ['count', 'messages 0', 'messages 0 in 1', 'messages 0 in 2'],
	});
});

test.each([[{ hits: null }], [{}], [{ total: null, hits: null }]])(
	'a category that is empty may be answered with %j',
	async (body) => {
		const all = trigger();
		let isEmpty = true;
		all.cloud.faults.messages = (target) =>
			isEmpty && target.searchParams.get('type') === '5' ? { status: 200, body } : undefined;
		expect((await all.publish()).error).toBeUndefined();
		const sent = send(all, 503, ['2', '3']);
		expect(idsOf(await all.ticks(20))).toEqual([sent]);
		const like = send(all, 603, ['5']);
		isEmpty = false;
		expect((await all.tick()).ids).toEqual([like]);
		expect(all.log).toEqual([]);
	},
);

test.each([[{ total: 3, hits: null }], [{ error: 'Busy' }], [[]]])(
	'%j is no empty category: nothing is told until it can be read',
	async (body) => {
		const all = trigger();
		all.cloud.faults.messages = (target) =>
			target.searchParams.get('type') === '5' ? { status: 200, body } : undefined;
		expect((await all.publish()).error).toContain('Could not read the messages');
	},
);

test('all of them refused is told', async () => {
	const all = trigger();
	await all.publish();
	all.cloud.faults.messages = () => forbidden;
	expect((await all.tick()).error).toContain('Could not read the messages');
});
