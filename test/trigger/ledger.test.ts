import {
	begin,
	follow,
	isDeepEnough,
	isLedger,
	type Beginning,
	type Ledger,
	type LedgerRules,
} from '../../nodes/BambuLab/trigger/ledger';
import { chronological, type Row } from '../../nodes/BambuLab/trigger/readNewest';

const now = Date.parse('2026-08-14T12:00:00Z') / 1000;
const minute = 60;
const hour = 3600;
const day = 24 * hour;

const rules: LedgerRules = {
	stepsOf: ({ time, value: { isOver, steps } }) => {
		const letters = isOver === true ? 'e' : String(steps ?? '');
		const reached = Object.fromEntries([...letters].map((letter) => [letter, time * 1000]));
		return { reached, isOver: isOver === true };
	},
	printerOf: ({ printer }) => String(printer ?? ''),
	maxKnown: 1000,
};
const nothing: Beginning = {
	isStartTold: () => false,
	from: Infinity,
	cutAt: undefined,
};

function row(id: number | string, secondsAgo: number, isOver = true): Row {
	return { id: String(id), time: now - secondsAgo, value: { isOver } };
}

/** `+1` for a row that is new, `-1` for one that is over. */
function signs({ changes }: ReturnType<typeof follow>): string[] {
	return changes.flatMap(({ row: { id }, isNew, steps }) => [
		...(isNew ? [`+${id}`] : []),
		...[...steps].map((step) => `${step === 'e' ? '-' : step}${id}`),
	]);
}

/** Follows one list after the other; the first is the beginning. */
function followAll(first: Row[], ...lists: Row[][]): string[][] {
	let { ledger } = begin(first, nothing, rules, now);
	return lists.map((rows) => {
		const followed = follow(ledger, rows, rules, now);
		// As it is stored.
		ledger = JSON.parse(JSON.stringify(followed.ledger)) as Ledger;
		return signs(followed);
	});
}

describe('A ledger tells', () => {
	const open = row(1, hour, false);
	const over = row(1, hour);

	test.each<[string, Row[], Row[][], string[][]]>([
		['nothing where nothing has changed', [open], [[open]], [[]]],
		['a row that begins', [], [[open]], [['+1']]],
		['a row that ends', [open], [[over]], [['-1']]],
		['an end once', [open], [[over], [over]], [['-1'], []]],
		['both of a row between two polls', [], [[over]], [['+1', '-1']]],
		['nothing of what ended before', [over], [[over]], [[]]],
		['an end that is taken back once', [open], [[over], [open], [over]], [['-1'], [], []]],
		['nothing of an open row that vanishes', [open], [[], []], [[], []]],
		['the end of one that comes back', [open], [[], [over]], [[], ['-1']]],
		['nothing of one that was over and comes back', [over], [[], [over]], [[], []]],
		['rows of the same second', [row(5, 0)], [[row(5, 0), row(2, 0)]], [['+2', '-2']]],
		['a row behind newer ones', [row(2, hour)], [[row(1, day), row(2, hour)]], [['+1', '-1']]],
		['nothing of one that is older than two days', [over], [[row(9, 3 * day), over]], [[]]],
	])('%s', (_what, first, lists, expected) => {
		expect(followAll(first, ...lists)).toEqual(expected);
	});

	test('each step of a row once, in whatever order it comes to them, and when it is over no more', () => {
		const at = (steps: string): Row => ({ ...row(1, hour), value: { steps } });
		const lists = ['', 'a', 'a', 'ba', '', 'ab', 'c'].map((steps) => [at(steps)]);
		expect(followAll([at('')], ...lists, [over], [at('d')])).toEqual([
			[],
			['a1'],
			[],
			['b1'],
			[],
			[],
			['c1'],
			['-1'],
			[],
		]);
	});

	test('nothing again from the state that was stored with it', () => {
		const { ledger } = begin([row(1, hour)], nothing, rules, now);
		const stored = follow(ledger, [row(1, hour), row(2, 0)], rules, now).ledger;
		expect(signs(follow(stored, [row(1, hour)], rules, now))).toEqual([]);
		expect(signs(follow(stored, [row(2, 0)], rules, now))).toEqual([]);
	});

	test.each(['constructor', 'toString', 'a:b c', '%', '0', '-1', '1e3', 'ä'])(
		'a row whose id is %s like any other',
		(id) => {
			expect(followAll([], [row(id, 0, false)], [row(id, 0)], [row(id, 0)])).toEqual([
				[`+${id}`],
				[`-${id}`],
				[],
			]);
		},
	);

	test('what it was told to forget by nothing: beyond what it remembers, rows are old', () => {
		const many = Array.from({ length: 3000 }, (_, index) => row(index, 3000 - index));
		const { ledger } = follow({ floor: 0, open: {}, done: {} }, many, rules, now);
		expect(Object.keys(ledger.done)).toHaveLength(1000);
		expect(signs(follow(ledger, many, rules, now))).toEqual([]);
	});

	test('nothing again of a row that stands higher than before, while many others come', () => {
		const others = Array.from({ length: 1200 }, (_, index) => row(100 + index, hour - index));
		const higher = { ...row(1, hour), time: now - hour + 1200 };
		const told = followAll([row(1, hour)], [...others, higher], [...others, higher]);
		expect(told.flat().filter((sign) => sign.endsWith('1') && sign.length === 2)).toEqual([]);
	});

	test('the ends of 4,000 open rows, with what has ended lately', () => {
		const many = Array.from({ length: 4000 }, (_, index) => row(index, 4000 - index, false));
		const { ledger } = follow({ floor: 0, open: {}, done: {} }, many, rules, now);
		const ended = many.map(({ id, time }) => ({ id, time, value: { isOver: true } }));
		const followed = follow(ledger, ended, rules, now);
		expect(signs(followed)).toHaveLength(4000);
		expect(Object.keys(followed.ledger.done)).toHaveLength(1000);
	});
});

describe('When it begins', () => {
	const rows = [row(1, 9 * hour), row(2, 2 * hour), row(3, hour / 2, false)];
	const since = (seconds: number): Partial<Beginning> => ({
		isStartTold: ({ time }) => time >= now - seconds,
		from: (now - seconds) * 1000,
	});

	test('it tells of the past what it is asked for, and of an earlier life nothing again', () => {
		const first = begin(rows, { ...nothing, ...since(3 * hour) }, rules, now);
		expect(signs(first)).toEqual(['+2', '-2', '+3']);
		const again = { ...nothing, ...since(day), earlier: first.ledger };
		expect(signs(begin(rows, again, rules, now))).toEqual([]);
		const later = [...rows.slice(0, 2), row(3, hour / 2)];
		expect(signs(begin(later, again, rules, now))).toEqual(['-3']);
	});

	test('it knows of an open row what it had come to, and what an earlier life has told of it', () => {
		const at = (steps: string): Row[] => [{ ...row(1, hour), value: { steps } }];
		const first = begin(at('a'), nothing, rules, now);
		expect(signs(first)).toEqual([]);
		const second = follow(first.ledger, at('ab'), rules, now);
		expect(signs(second)).toEqual(['b1']);
		const again = { ...nothing, ...since(day), earlier: second.ledger };
		expect(signs(begin(at('abc'), again, rules, now))).toEqual(['c1']);
	});

	test('what stands below a list that was cut is history', () => {
		const { ledger } = begin(rows, { ...nothing, cutAt: now - 8 * hour }, rules, now);
		expect(signs(follow(ledger, [row(7, 8 * hour + 1), ...rows], rules, now))).toEqual([]);
		expect(signs(follow(ledger, [...rows, row(8, 7 * hour)], rules, now))).toEqual(['+8', '-8']);
	});
});

describe('The rows of a list', () => {
	const iso = (secondsAgo: number) => new Date((now - secondsAgo) * 1000).toISOString();
	const agesOf = (...list: Array<[id: number, time: unknown]>) =>
		chronological(
			list.map(([id, time]) => ({ id, time })),
			'time',
			now,
		).map(({ id, time }) => `${id}:${now - time}`);

	test('come oldest first, each once, where it stands highest', () => {
		expect(agesOf([2, iso(0)], [1, iso(60)], [2, iso(0)])).toEqual(['1:60', '2:0']);
	});

	test.each([null, 'soon', '0001-01-01T00:00:00Z', '1970-01-01T00:00:19Z', 7])(
		'with the time %j take the one of a neighbour',
		(none) => {
			expect(agesOf([3, iso(0)], [2, none], [1, iso(60)])).toEqual(['1:60', '2:60', '3:0']);
			expect(agesOf([2, iso(0)], [1, none])).toEqual(['1:0', '2:0']);
		},
	);

	test('are no older than those below them, unless these are of the future', () => {
		expect(agesOf([2, iso(5 * day)], [1, iso(60)])).toEqual(['1:60', '2:60']);
		expect(agesOf([2, iso(5 * day)], [1, iso(-9 * day)])).toEqual([
			`1:${-9 * day}`,
			`2:${5 * day}`,
		]);
	});

	test.each([
		['half an emoji', 'x\ud83d'],
		['a line break', 'x\ny'],
		['more than 200 characters', 'x'.repeat(201)],
		['the name of a prototype', '__proto__'],
		['a name that n8n does not copy', 'constructor'],
		['nothing', ''],
	])('whose id is %s are left out, their neighbours stay', (_name, id) => {
		const rows = chronological([{ id: 2 }, { id }, { id: 1 }], 'time', now);
		// None has a time: then none is newer.
		expect(rows.map((each) => [each.id, each.time])).toEqual([
			['1', 0],
			['2', 0],
		]);
	});

	test('are read down to well within known ground, and no further', () => {
		const known = Array.from({ length: 50 }, (_, index) => row(index, (50 - index) * minute));
		const { ledger } = begin(known, { ...nothing, cutAt: now - day }, rules, now);
		const isEnough = (rows: Row[]) => isDeepEnough(ledger, rows, 600);
		expect(isEnough(known)).toBe(true);
		expect(isEnough([])).toBe(false);
		expect(isEnough([row(99, 0)])).toBe(false);
		expect(isEnough([...known.slice(-10), row(99, 0)])).toBe(false);
		expect(isEnough([...known.slice(-11), row(99, 0)])).toBe(true);
	});
});

test.each<[unknown, boolean]>([
	[{ floor: 1, open: { 1: [2, 'P'] }, done: { 5: 6 } }, true],
	[{ floor: 1, open: { 1: [2, 'P', 'e'] }, done: {} }, true],
	[{ floor: 1, open: { 1: [2, 'P', 5] }, done: {} }, false],
	[{ floor: 1, open: {}, done: {}, emptyAt: 5 }, true],
	[{ floor: '1', open: {}, done: {} }, false],
	[{ floor: 1, open: { 1: 2 }, done: {} }, false],
	[{ floor: 1, open: { 1: ['2', 'P'] }, done: {} }, false],
	[{ floor: 1, open: {}, done: { 5: '6' } }, false],
	[{ floor: 1, open: {}, done: {}, emptyAt: 'x' }, false],
	[{ floor: 1, open: {} }, false],
	[null, false],
])('A stored ledger is known from other things: %j', (value, isSound) => {
	expect(isLedger(value)).toBe(isSound);
});
