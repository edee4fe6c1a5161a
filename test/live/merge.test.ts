import fc from 'fast-check';

import { isObject, type JsonObject } from '../../nodes/BambuLab/cloud/json';
import { Listener, message, p1s, status } from './lab';
import h2dPrinting from '../cloud/live/specimens/h2dPrinting.json';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';
import x1Printing from '../cloud/live/specimens/x1Printing.json';

/** A value at its place; rows of an AMS are told apart by their id, all other lists go as a whole. */
interface Part {
	path: string[];
	value: unknown;
}

const byId = (path: string[]) => ['ams.ams', 'ams.ams.*.tray'].includes(path.join('.'));

function partsOf(value: unknown, path: string[] = [], place: string[] = []): Part[] {
	if (Array.isArray(value) && byId(path)) {
		return value.flatMap((row: JsonObject) =>
			partsOf(row, [...path, '*'], [...place, `#${String(row.id)}`]),
		);
	}
	if (!isObject(value) || Object.keys(value).length === 0) return [{ path: place, value }];
	return Object.entries(value).flatMap(([name, inner]) =>
		partsOf(inner, [...path, name], [...place, name]),
	);
}

/** The delta that holds these parts. */
function deltaOf(parts: Part[]): JsonObject {
	const delta: JsonObject = {};
	for (const { path, value } of parts) {
		let at: JsonObject = delta;
		for (const [index, name] of path.entries()) {
			const next = path[index + 1];
			if (next?.startsWith('#')) {
				const rows = (at[name] ??= []) as JsonObject[];
				const id = next.slice(1);
				const own = rows.find((row) => row.id === id) ?? { id };
				if (!rows.includes(own)) rows.push(own);
				at = own;
			} else if (name.startsWith('#')) {
				if (index === path.length - 1) Object.assign(at, value);
			} else if (index === path.length - 1) at[name] = value;
			else at = (at[name] ??= {}) as JsonObject;
		}
	}
	return delta;
}

const specimens = [
	['a P1', p1RunOut],
	['an X1', x1Printing],
	['an H2D', h2dPrinting],
] as const;

function without(row: JsonObject, ...names: string[]): JsonObject {
	return Object.fromEntries(Object.entries(row).filter(([name]) => !names.includes(name)));
}

function rowAfter(node: Listener): JsonObject {
	const row = node.row(status(p1s, { msg: 1 }));
	return without(row, 'receivedAt', 'estimatedEndAt', 'reportKind', 'isComplete');
}

/** As many deltas as wanted, in the order in which the printer sent them. */
function deltas(print: JsonObject, owners: number[], count: number): JsonObject[] {
	const parts = partsOf(print);
	return Array.from({ length: count }, (_, index) => {
		const own = parts.filter(
			(_part, place) => (owners[place % owners.length] ?? 0) % count === index,
		);
		return deltaOf(own);
	});
}

const order = (count: number) =>
	fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count });
const owners = fc.array(fc.nat(), { minLength: 7, maxLength: 60 });

describe.each(specimens)('the whole report of %s', (_name, specimen) => {
	const print = without(specimen.print, 'command', 'msg', 'sequence_id');
	const whole = new Listener();
	whole.row(status(p1s, { ...print, msg: 0 }));
	const expected = rowAfter(whole);

	test('split in any way, in any order, and told twice, ends in the same row', () => {
		const count = 6;
		fc.assert(
			fc.property(owners, order(count), fc.array(fc.nat(count - 1)), (split, arrival, again) => {
				const node = new Listener();
				const parts = deltas(print, split, count);
				for (const index of [...arrival, ...again]) {
					node.row(
						status(p1s, { ...parts[index], msg: 1, sequence_id: String(100 + index) }),
						{},
						0.1,
					);
				}
				expect(rowAfter(node)).toEqual(expected);
			}),
			{ numRuns: 60 },
		);
	});

	test('that comes late does not take back what changed since', () => {
		fc.assert(
			fc.property(order(3), (arrival) => {
				const node = new Listener();
				node.row(status(p1s, { ...print, msg: 0, sequence_id: '50' }), {}, 0.1);
				const reports = [
					{ ...print, msg: 0, sequence_id: '51' },
					{ msg: 1, mc_percent: 61, layer_num: 200, gcode_state: 'RUNNING', sequence_id: '52' },
					{ msg: 1, mc_percent: 62, ams: { tray_now: '255' }, sequence_id: '53' },
				];
				for (const index of arrival) node.row(status(p1s, reports[index] ?? {}), {}, 0.1);
				expect(rowAfter(node)).toMatchObject({
					status: 'running',
					progressPercent: 62,
					layerNumber: 200,
				});
			}),
		);
	});
});

test('a printer that counts anew after its start is believed', () => {
	const node = new Listener();
	node.row(status(p1s, { msg: 0, gcode_state: 'RUNNING', mc_percent: 40, sequence_id: '40000' }));
	const row = node.row(status(p1s, { msg: 1, gcode_state: 'IDLE', sequence_id: '1' }));
	expect(row).toMatchObject({ status: 'idle' });
});

test('a counter that stands still means nothing', () => {
	const node = new Listener();
	const print = { msg: 0, gcode_state: 'RUNNING', sequence_id: '2021' };
	expect(
		[1, 2, 3].map((mc_percent) => node.row(status(p1s, { ...print, mc_percent })).progressPercent),
	).toEqual([1, 2, 3]);
});

test('messages that are gone are gone: an empty list clears them', () => {
	const node = new Listener();
	node.row(message(p1s, p1RunOut));
	const row = node.row(status(p1s, { msg: 1, hms: [], print_error: 0 }));
	expect(row).toMatchObject({ errors: [], errorCode: null });
});

test('a tray that was emptied keeps nothing of its spool', () => {
	const node = new Listener();
	node.row(message(p1s, { print: { ...x1Printing.print, msg: 0 } }));
	const row = node.row(status(p1s, { msg: 1, ams: { tray_exist_bits: '6' } }));
	expect(row.amsUnits).toMatchObject([
		{ slots: [{ isLoaded: false, filamentType: null }, {}, {}, {}] },
	]);
});

test('printers do not mix, and a report without a topic stands alone', () => {
	const node = new Listener();
	node.row(message(p1s, p1RunOut));
	expect(node.row(status('01P00A000000009', { msg: 1, mc_percent: 3 })).title).toBeNull();
	const alone = { print: { command: 'push_status', msg: 1, mc_percent: 3 } };
	expect(node.row(alone)).toMatchObject({ title: null, printerSerial: null, isComplete: false });
});

describe('after a gap', () => {
	test('the row says since when values may be old, until a whole report comes', () => {
		const node = new Listener();
		node.row(message(p1s, p1RunOut));
		const told = node.row(status(p1s, { msg: 1, mc_percent: 50 }), {}, 60).receivedAt;
		const delta = status(p1s, { msg: 1, mc_percent: 60 });
		expect(node.row(delta, {}, 121).oldestValueAt).toBe(told);
		expect(node.row(delta, {}, 1).oldestValueAt).toBe(told);
		expect(node.row(message(p1s, p1RunOut), {}, 1).oldestValueAt).toBeNull();
		expect(node.row(delta, {}, 1).oldestValueAt).toBeNull();
	});

	test('of a day nothing is known any more', () => {
		const node = new Listener();
		node.row(message(p1s, p1RunOut));
		const row = node.row(status(p1s, { msg: 1, mc_percent: 60 }), {}, 24 * 3600);
		expect(row).toMatchObject({ title: null, isComplete: false });
	});
});
