import { broken, forbidden } from './support/stubCloud';
import {
	errorsOf,
	idsOf,
	iso,
	pass,
	setClock,
	StubTrigger,
	useStoppedTime,
} from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const both = ['triggerTrouble', 'triggerRecovered'];

async function published(events = [...both, 'taskFinished', 'deviceAdded'], options = {}) {
	const trigger = new StubTrigger({ events, options: { waitForFilament: false, ...options } });
	trigger.cloud.tasks.push({ id: 1, status: 2, startTime: iso(9000), endTime: iso(8000) });
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

/** Without what makes an id the only one. */
const plain = (ids: string[]) => ids.map((id) => id.replace(/:\w+$/, ''));

test('What the user has to mend is told at once, with its words, and each day; then its end', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	const since = iso();
	const first = await trigger.tick();
	expect(first.error).toBeUndefined();
	expect(trigger.items).toEqual([
		{
			event: 'triggerTrouble',
			eventId: expect.stringMatching(/^triggerTrouble:the-prints:\w+$/) as string,
			occurredAt: expect.any(String) as string,
			trouble: {
				source: 'the prints',
				message: 'Bambu Lab does not allow this request',
				nextStep: expect.stringMatching(/\w/) as string,
				isPassing: false,
				startedAt: expect.any(String) as string,
				endedAt: null,
				durationMinutes: 0,
			},
		},
	]);
	expect(Date.parse(String(trigger.items[0]?.occurredAt))).toBe(Date.parse(since));
	pass(60);
	const day = await trigger.ticks(24 * 60 - 1);
	expect(idsOf(day)).toEqual([]);
	const [second] = await trigger.ticks(1);
	expect(plain(second?.ids ?? [])).toEqual(['triggerTrouble:the-prints']);
	expect(second?.ids).not.toEqual(first.ids);
	trigger.cloud.faults.tasks = undefined;
	await trigger.tick();
	expect(trigger.items).toMatchObject([
		{
			event: 'triggerRecovered',
			trouble: { source: 'the prints', message: null, endedAt: expect.any(String) as string },
		},
	]);
	expect(idsOf(await trigger.ticks(30))).toEqual([]);
});

test('The reminder comes also where the poll in which it is due is a slow one, or n8n was restarted', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf([await trigger.tick()])).toHaveLength(1);
	pass(24 * 3600 - 0.5);
	trigger.cloud.meanwhile = async (name) => {
		if (name === 'tasks') pass(1);
	};
	expect(idsOf([await trigger.tick()])).toHaveLength(1);
	pass(60);
	expect(idsOf([await trigger.tick()])).toEqual([]);
	pass(12 * 3600);
	await trigger.restart();
	expect(idsOf(await trigger.ticks(60))).toEqual([]);
	pass(11 * 3600);
	expect(idsOf(await trigger.ticks(2))).toHaveLength(1);
});

test('The reminder does not wait for a clock that was set back', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf([await trigger.tick()])).toHaveLength(1);
	setClock(-3600);
	pass(24 * 3600 + 60);
	expect(idsOf([await trigger.tick()])).toHaveLength(1);
	expect(idsOf(await trigger.ticks(120))).toEqual([]);
});

test('What passes is told once, when it has lasted, and its end; a short one is not', async () => {
	const trigger = await published(undefined, { reportOutageAfter: 5 });
	trigger.cloud.faults.tasks = () => broken;
	expect(idsOf(await trigger.ticks(4))).toEqual([]);
	trigger.cloud.faults.tasks = undefined;
	expect(idsOf(await trigger.ticks(2))).toEqual([]);
	trigger.cloud.faults.tasks = () => broken;
	const all = await trigger.ticks(30);
	expect(plain(idsOf(all))).toEqual(['triggerTrouble:the-prints']);
	expect(all.findIndex(({ ids }) => ids.length > 0)).toBe(5);
	expect(errorsOf(all)).toEqual([]);
	trigger.cloud.faults.tasks = undefined;
	await trigger.tick();
	expect(trigger.items).toMatchObject([
		{ event: 'triggerRecovered', trouble: { durationMinutes: 30 } },
	]);
});

test('Where nothing can be read it is one trouble; no event is lost for it', async () => {
	const trigger = await published(undefined, { reportOutageAfter: 0 });
	trigger.accessToken = 'another';
	trigger.cloud.faults.preference = () => forbidden;
	expect(plain(idsOf(await trigger.ticks(3)))).toEqual(['triggerTrouble:all']);
	trigger.cloud.tasks.unshift({ id: 2, status: 2, startTime: iso(60), endTime: iso() });
	trigger.cloud.faults.preference = undefined;
	expect(plain(idsOf(await trigger.ticks(2))).sort()).toEqual([
		'taskFinished',
		'triggerRecovered:all',
	]);
});

test('Events of what can be read come beside it', async () => {
	const trigger = await published();
	trigger.cloud.faults.bind = () => forbidden;
	trigger.cloud.tasks.unshift({ id: 2, status: 2, startTime: iso(60), endTime: iso() });
	expect(plain((await trigger.tick()).ids).sort()).toEqual([
		'taskFinished',
		'triggerTrouble:the-printers',
	]);
});

test('A restart in the midst repeats nothing, and the end is told with its true beginning', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
	for (let restart = 0; restart < 2; restart++) {
		await trigger.restart();
		const all = await trigger.ticks(10);
		expect([...idsOf(all), ...errorsOf(all)]).toEqual([]);
	}
	trigger.cloud.faults.tasks = undefined;
	await trigger.restart();
	await trigger.tick();
	expect(trigger.items).toMatchObject([
		{ event: 'triggerRecovered', trouble: { durationMinutes: 21 } },
	]);
	await trigger.restart();
	expect(idsOf(await trigger.ticks(3))).toEqual([]);
});

test('A restart repeats neither of two troubles that take turns, nor one that has lasted for days', async () => {
	const trigger = await published(undefined, { reportOutageAfter: 0 });
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
	trigger.cloud.faults.tasks = () => broken;
	expect(idsOf(await trigger.ticks(2))).toHaveLength(1);
	trigger.cloud.faults.tasks = () => forbidden;
	await trigger.restart();
	expect(idsOf(await trigger.ticks(5))).toEqual([]);
	trigger.cloud.faults.tasks = () => broken;
	pass(50 * 3600);
	await trigger.restart();
	expect(idsOf(await trigger.ticks(5))).toEqual([]);
});

test('From the same state it has the same id', async () => {
	const trigger = await published();
	const before = structuredClone(trigger.stored);
	trigger.cloud.faults.tasks = () => forbidden;
	const [once] = await trigger.ticks(1);
	trigger.stored = before;
	await trigger.restart();
	const [again] = await trigger.ticks(1);
	expect(once?.ids).toHaveLength(1);
	expect(again?.ids).toEqual(once?.ids);
});

test('Without Trigger Trouble among the events the execution fails as before', async () => {
	const trigger = await published(['taskFinished', 'triggerRecovered']);
	trigger.cloud.faults.tasks = () => forbidden;
	const all = await trigger.ticks(3);
	expect(errorsOf(all)).toHaveLength(1);
	expect(idsOf(all)).toEqual([]);
	trigger.cloud.faults.tasks = undefined;
	expect(idsOf(await trigger.ticks(2))).toEqual([]);
});

test('A publication that fails says so itself, and one that succeeds begins without troubles', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
	const failed = await trigger.publish();
	expect(failed.error).toContain('does not allow');
	trigger.cloud.faults.tasks = undefined;
	expect((await trigger.publish()).ids).toEqual([]);
	expect(idsOf(await trigger.ticks(3))).toEqual([]);
});

test('One whose source is no longer listened for ends in silence', async () => {
	const trigger = await published();
	trigger.cloud.faults.tasks = () => forbidden;
	expect(idsOf(await trigger.ticks(1))).toHaveLength(1);
	await trigger.update({ events: [...both, 'deviceAdded'] });
	expect(idsOf(await trigger.ticks(3))).toEqual([]);
});

test('They need another event to be about', async () => {
	const trigger = new StubTrigger({ events: both });
	expect((await trigger.publish()).error).toContain(
		'"Trigger Trouble" and "Trigger Recovered" cannot stand alone',
	);
});

test('They add no request', async () => {
	const trigger = await published();
	for (const { requests } of await trigger.ticks(3)) {
		expect(requests.map((request) => request.split(' ')[0]).sort()).toEqual(['bind', 'tasks']);
	}
});
