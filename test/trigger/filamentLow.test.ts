import type { INodeParameters } from 'n8n-workflow';

import { forbidden, type Fault } from './support/stubCloud';
import { errorsOf, idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const quarter = 15 * 60;

function spool(id: number, netWeight: unknown, more: object = {}) {
	return { id, filamentName: 'PLA Basic', netWeight, totalNetWeight: 1000, ...more };
}

function weigh({ cloud }: StubTrigger, id: number, netWeight: unknown): void {
	Object.assign(cloud.spools.find((each) => each.id === id) ?? {}, { netWeight });
}

/** Spools 1 and 2 have enough, 3 is low. */
async function published(
	parameters: INodeParameters = {},
	spools = [spool(1, 640), spool(2, 300), spool(3, 40)],
): Promise<StubTrigger> {
	const trigger = new StubTrigger({ events: ['filamentLow'], ...parameters });
	trigger.cloud.spools = spools;
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

/** What the looks of so many quarters of an hour tell, without what makes an id the only one. */
async function quarters(trigger: StubTrigger, count: number): Promise<string[]> {
	const told: string[] = [];
	for (let passed = 0; passed < count; passed++) {
		pass(quarter);
		told.push(...(await trigger.tick()).ids);
	}
	return told.map((id) => id.replace(/:\w+$/, ''));
}

test('is told once when a spool falls below 100 g, and again after it was filled up', async () => {
	const trigger = await published();
	weigh(trigger, 1, 100);
	expect(await quarters(trigger, 1)).toEqual([]);
	weigh(trigger, 1, 99.5);
	expect(await quarters(trigger, 3)).toEqual(['filamentLow:1']);
	weigh(trigger, 1, 20);
	expect(await quarters(trigger, 2)).toEqual([]);
	weigh(trigger, 1, 1000);
	expect(await quarters(trigger, 1)).toEqual([]);
	weigh(trigger, 1, 0);
	expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
});

test('has another id each time, and the same where it is told again after a crash', async () => {
	const trigger = await published();
	const before = structuredClone(trigger.stored);
	weigh(trigger, 1, 50);
	pass(quarter);
	const first = (await trigger.tick()).ids;
	trigger.stored = before;
	await trigger.restart();
	expect((await trigger.tick()).ids).toEqual(first);
	weigh(trigger, 1, 500);
	await quarters(trigger, 1);
	weigh(trigger, 1, 50);
	pass(quarter);
	const [second] = (await trigger.tick()).ids;
	expect(second).toMatch(/^filamentLow:1:\w+$/);
	expect(first).not.toContain(second);
});

test('is not told of a spool that is low when it is first seen, but when it falls later', async () => {
	const trigger = await published();
	trigger.cloud.spools.unshift(spool(4, 60), spool(5, 900));
	expect(await quarters(trigger, 2)).toEqual([]);
	weigh(trigger, 5, 60);
	weigh(trigger, 3, 800);
	expect(await quarters(trigger, 1)).toEqual(['filamentLow:5']);
	weigh(trigger, 3, 60);
	expect(await quarters(trigger, 1)).toEqual(['filamentLow:3']);
});

describe('The limit', () => {
	test.each<[INodeParameters, [number, number], string[]]>([
		[{ filamentLimitGrams: 250 }, [250, 249], ['filamentLow:2']],
		[{ filamentLimitPercent: 10 }, [94, 90], ['filamentLow:1', 'filamentLow:2']],
		// In place of the grams, of which these have less.
		[{ filamentLimitPercent: 5, filamentLimitGrams: 500 }, [60, 60], []],
	])('is %j', async (options, [one, two], told) => {
		const trigger = await published({ options });
		weigh(trigger, 1, one);
		weigh(trigger, 2, two);
		expect((await quarters(trigger, 2)).sort()).toEqual(told);
	});

	test('in percent is that of the row: 9.6 % are shown as 10, and not low', async () => {
		const trigger = await published({ options: { filamentLimitPercent: 10 } });
		weigh(trigger, 1, 96);
		weigh(trigger, 2, 94);
		expect(await quarters(trigger, 1)).toEqual(['filamentLow:2']);
	});

	test('in percent leaves out a spool of which the full weight is not known', async () => {
		const options = { filamentLimitPercent: 10 };
		const trigger = await published({ options }, [spool(1, 500, { totalNetWeight: null })]);
		weigh(trigger, 1, 1);
		expect(await quarters(trigger, 2)).toEqual([]);
	});

	test('that is changed tells nothing of what is below it already', async () => {
		const trigger = await published();
		const raised = { options: { filamentLimitGrams: 400 } };
		expect((await trigger.update(raised)).ids).toEqual([]);
		expect(await quarters(trigger, 2)).toEqual([]);
		weigh(trigger, 1, 399);
		expect(await quarters(trigger, 1)).toEqual(['filamentLow:1']);
	});

	test.each(['', 0, 'some'])('cannot be %j', async (filamentLimitGrams) => {
		const options = { filamentLimitGrams };
		const trigger = new StubTrigger({ events: ['filamentLow'], options });
		expect((await trigger.publish()).error).toContain('"Filament Limit (Grams)" must be');
	});
});

describe('Nothing is told, then or later, of', () => {
	test.each([undefined, null, '', 'much', {}, Number.NaN])(
		'a spool whose weight is %j for a while',
		async (netWeight) => {
			const trigger = await published();
			weigh(trigger, 1, netWeight);
			expect(await quarters(trigger, 2)).toEqual([]);
			weigh(trigger, 1, 640);
			expect(await quarters(trigger, 2)).toEqual([]);
			weigh(trigger, 1, netWeight);
			await quarters(trigger, 1);
			weigh(trigger, 1, 10);
			expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
		},
	);

	test('a spool that weighs 0 of 0, as nobody knows more of it', async () => {
		const trigger = await published({}, [spool(1, 640)]);
		Object.assign(trigger.cloud.spools[0] ?? {}, { netWeight: 0, totalNetWeight: 0 });
		expect(await quarters(trigger, 2)).toEqual([]);
	});

	test.each<[string, Array<number | undefined>]>([
		['one row that vanishes', [3]],
		['all rows that vanish', [1, 2, 3]],
	])('%s and comes back', async (_name, gone) => {
		const trigger = await published();
		weigh(trigger, 2, 50);
		expect(await quarters(trigger, 1)).toEqual(['filamentLow:2']);
		const all = trigger.cloud.spools;
		trigger.cloud.spools = all.filter(({ id }) => !gone.includes(Number(id)));
		expect(await quarters(trigger, 1)).toEqual([]);
		trigger.cloud.spools = all;
		expect(await quarters(trigger, 2)).toEqual([]);
	});

	test('rows without an id', async () => {
		const trigger = await published({}, [spool(1, 640)]);
		for (const id of ['', null, 'x'.repeat(10_000)]) {
			trigger.cloud.spools.push({ ...spool(0, 640), id }, { ...spool(0, 10), id, note: 'low' });
		}
		expect(await quarters(trigger, 4)).toEqual([]);
		expect(JSON.stringify(trigger.stored).length).toBeLessThan(1000);
	});
});

test('tells a spool that fell while its row was gone', async () => {
	const trigger = await published();
	const all = trigger.cloud.spools;
	trigger.cloud.spools = all.slice(1);
	expect(await quarters(trigger, 1)).toEqual([]);
	trigger.cloud.spools = all;
	weigh(trigger, 1, 30);
	expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
});

test.each([
	[{ hits: [] }, 1],
	[{ total: 0, hits: [] }, 3],
])(
	'An empty answer at publishing (%j, %i times) is asked for again by the next poll, and tells nothing',
	async (body, times) => {
		const trigger = new StubTrigger({ events: ['filamentLow'] });
		trigger.cloud.spools = [spool(1, 640), spool(3, 40)];
		let left = times;
		trigger.cloud.faults.spools = () => (left-- > 0 ? { status: 200, body } : undefined);
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		expect(idsOf(await trigger.ticks(times))).toEqual([]);
		weigh(trigger, 1, 30);
		expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
	},
);

test.each([{}, [], 'soon', { hits: null }, { total: 3, hits: [] }])(
	'An answer that is no list (%j) is trouble, and what was known is kept',
	async (body) => {
		const trigger = await published();
		trigger.cloud.faults.spools = () => ({ status: 200, body });
		pass(quarter);
		await trigger.tick();
		expect(trigger.log.join()).toContain('Could not read the filament spools');
		trigger.cloud.faults.spools = undefined;
		weigh(trigger, 1, 30);
		expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
	},
);

test('A failing inventory is its own trouble: prints go on, and what fell is told afterwards', async () => {
	const trigger = await published({
		events: ['filamentLow', 'taskFinished'],
		options: { waitForFilament: false },
	});
	trigger.cloud.faults.spools = () => forbidden;
	weigh(trigger, 1, 30);
	pass(quarter);
	trigger.cloud.tasks.unshift({ id: 9, status: 2, startTime: iso(600), endTime: iso() });
	const told = await trigger.ticks(60);
	expect(idsOf(told)).toEqual(['taskFinished:9']);
	expect(errorsOf(told)).toEqual([expect.stringContaining('Could not read the filament spools')]);
	trigger.cloud.faults.spools = undefined;
	expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
});

describe('A list of several pages', () => {
	const many = () => Array.from({ length: 230 }, (_, index) => spool(index + 1, 640));

	test('is read to its end', async () => {
		const trigger = await published({}, many());
		weigh(trigger, 1, 30);
		weigh(trigger, 230, 30);
		expect(await quarters(trigger, 2)).toEqual(['filamentLow:1', 'filamentLow:230']);
	});

	test('of which a page fails is compared when all can be read', async () => {
		const trigger = await published({}, many());
		const failing: Fault = ({ searchParams }) =>
			searchParams.get('offset') === '0' ? undefined : forbidden;
		trigger.cloud.faults.spools = failing;
		weigh(trigger, 1, 30);
		weigh(trigger, 230, 30);
		expect(await quarters(trigger, 1)).toEqual([]);
		trigger.cloud.faults.spools = undefined;
		expect(await quarters(trigger, 2)).toEqual(['filamentLow:1', 'filamentLow:230']);
	});

	test('takes little to remember, also of spools that are long gone', async () => {
		const trigger = await published({}, many());
		for (let round = 1; round < 20; round++) {
			trigger.cloud.spools = many().map((each) => ({ ...each, id: each.id + round * 1000 }));
			await quarters(trigger, 1);
		}
		weigh(trigger, 19_001, 30);
		expect(await quarters(trigger, 1)).toEqual(['filamentLow:19001']);
		expect(JSON.stringify(trigger.stored).length).toBeLessThan(10_000);
	});
});

test('is asked for when the trigger is published, and then in one request each quarter of an hour', async () => {
	const trigger = await published();
	const asked = (await trigger.ticks(60)).flatMap(({ requests }) => requests);
	expect(asked).toEqual(Array(3).fill('spools 0'));
});

test('of chosen printers leaves out the spools of others, not those that are in none', async () => {
	const trigger = new StubTrigger({ events: ['filamentLow'], filters: { deviceIds: ['P1'] } });
	trigger.cloud.devices = ['P1', 'P2'].map((dev_id) => ({ dev_id, online: true }));
	trigger.cloud.spools = [
		spool(1, 640, { devId: 'P1', deviceName: 'One' }),
		spool(2, 640, { devId: 'P2', deviceName: 'Two' }),
		spool(3, 640, { devId: '', deviceName: '' }),
	];
	await trigger.publish();
	for (const id of [1, 2, 3]) weigh(trigger, id, 10);
	expect(await quarters(trigger, 1)).toEqual(['filamentLow:1', 'filamentLow:3']);
	expect(trigger.items.map(({ printerName }) => printerName)).toEqual(['One', null]);
});

test('goes on where it was after a restart, and begins anew when it is published again', async () => {
	const trigger = await published();
	weigh(trigger, 1, 30);
	await trigger.restart();
	expect(await quarters(trigger, 2)).toEqual(['filamentLow:1']);
	weigh(trigger, 2, 30);
	expect((await trigger.publish()).ids).toEqual([]);
	expect(await quarters(trigger, 2)).toEqual([]);
});

test('A stored state that is none begins anew', async () => {
	const trigger = await published();
	const text = JSON.stringify(trigger.stored);
	trigger.stored = JSON.parse(
		text.replace(/"enough":\[[^\]]*\]/, '"enough":7'),
	) as typeof trigger.stored;
	expect(trigger.stored).not.toEqual(JSON.parse(text));
	await trigger.restart();
	weigh(trigger, 2, 30);
	expect(await quarters(trigger, 1)).toEqual([]);
	weigh(trigger, 1, 30);
	expect(await quarters(trigger, 1)).toEqual(['filamentLow:1']);
});
