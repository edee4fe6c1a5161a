import { itemsWith, runOperation } from '../support/bambuLab';
import { Listener, message, p1s, status, x1c } from './lab';
import p1Cancelled from '../cloud/live/specimens/p1Cancelled.json';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';

const job = { task_id: '812000455', subtask_name: 'Planter', total_layer_num: 286 };

/** A printer that says everything each time. */
function full(print: object) {
	return status(x1c, { msg: 0, ...job, print_error: 0, hms: [], ...print });
}

const atRest = { task_id: '0', subtask_name: '', total_layer_num: 0 };

/** A printer that says what has changed. */
function delta(print: object) {
	return status(p1s, { msg: 1, ...print });
}

function running(changes: object = {}) {
	return full({ gcode_state: 'RUNNING', mc_percent: 40, layer_num: 90, ...changes });
}

describe('a printer that says everything', () => {
	test('tells a whole print, each thing once', () => {
		const node = new Listener();
		const pause = { gcode_state: 'PAUSE', mc_percent: 40, layer_num: 90, print_error: 0x03008001 };
		expect(
			node.happenings(
				full({ gcode_state: 'IDLE' }),
				full({ gcode_state: 'PREPARE', mc_percent: 100 }),
				running({ mc_percent: 0, layer_num: 1 }),
				running({ mc_percent: 1, layer_num: 2 }),
				running(),
				running(),
				full(pause),
				full(pause),
				running(),
				running({ mc_percent: 76, layer_num: 201 }),
				full({ gcode_state: 'FINISH', mc_percent: 100, layer_num: 286 }),
				full({ gcode_state: 'FINISH', mc_percent: 100, layer_num: 286 }),
			),
		).toEqual([
			'printStarted',
			'firstLayerDone',
			'progressReached 25',
			'printPaused user',
			'printResumed',
			'layerReached 200',
			'progressReached 75',
			'printFinished',
		]);
	});

	test('is not at its first report, whatever state it is in', () => {
		for (const gcode_state of ['RUNNING', 'PAUSE', 'FINISH', 'FAILED']) {
			expect(new Listener().happenings(full({ gcode_state }))).toEqual([]);
		}
	});

	test('tells the end of a print that nobody saw begin', () => {
		const node = new Listener();
		node.happenings(full({ gcode_state: 'FINISH' }));
		const next = { gcode_state: 'FINISH', task_id: '812000999' };
		expect(node.happenings(full(next))).toEqual(['printFinished']);
	});

	test('tells a failed print', () => {
		const node = new Listener();
		node.happenings(running());
		const failed = { gcode_state: 'FAILED', print_error: 0x03004006 };
		expect(node.happenings(full(failed))).toEqual(['printFailed', 'errorRaised 0300_4006']);
	});

	// A restart of the printer and a print that was broken off look the same: IDLE.
	test('that is at rest again says nothing of how the print ended', () => {
		const node = new Listener();
		node.happenings(running());
		const [row, ...others] = node.rows(full({ gcode_state: 'IDLE', ...atRest }));
		expect(others).toEqual([]);
		expect(row).toMatchObject({
			event: 'printEndedUnknown',
			eventId: `${x1c}:printEndedUnknown:812000455`,
			status: 'idle',
			title: 'Planter',
			taskId: 812000455,
		});
		expect(node.happenings(full({ gcode_state: 'IDLE', ...atRest }))).toEqual([]);
	});

	test.each(['', 'UNKNOWN', 'OFFLINE', undefined])(
		'says in between that its state is %p: what happened comes out all the same',
		(gcode_state) => {
			const node = new Listener();
			node.happenings(running());
			const error = { print_error: 0x03008016 };
			expect(
				node.happenings(
					full({ gcode_state }),
					running(),
					full({ gcode_state, ...error }),
					full({ gcode_state: 'PAUSE', ...error }),
					full({ gcode_state }),
					running(),
					full({ gcode_state }),
					full({ gcode_state: 'FINISH' }),
					full({ gcode_state }),
					running({ task_id: '812000456' }),
				),
			).toEqual([
				'errorRaised 0300_8016',
				'printPaused clog',
				'errorCleared 0300_8016',
				'printResumed',
				'printFinished',
				'printStarted',
			]);
		},
	);

	test('tells a cancelled print by the reason that it keeps', () => {
		const node = new Listener();
		node.happenings(running());
		const cancelled = { gcode_state: 'FAILED', fail_reason: '50348044' };
		expect(node.happenings(full(cancelled), full(cancelled))).toEqual(['printCancelled']);
	});

	test('whose messages flicker is not told each time', () => {
		const node = new Listener();
		const hms = [{ attr: 0x0300a700, code: 0x00030001 }];
		node.happenings(running());
		const told = Array.from({ length: 10 }, () => node.happenings(running({ hms }), running()));
		expect(told.flat()).toEqual([
			'errorRaised 0300_A700_0003_0001',
			'errorCleared 0300_A700_0003_0001',
		]);
	});

	test('does not tell what owners of healthy printers always see', () => {
		const node = new Listener();
		const hms = [{ attr: 0x05000600, code: 0x00020070 }];
		expect(node.happenings(running(), running({ hms }), running())).toEqual([]);
	});
});

describe('a printer that says what has changed', () => {
	test('tells a pause, its reason and its end', () => {
		const node = new Listener();
		node.happenings(
			message(p1s, {
				print: { ...p1RunOut.print, gcode_state: 'RUNNING', hms: [], print_error: 0 },
			}),
		);
		expect(
			node.happenings(
				delta({ print_error: 117_473_297 }),
				delta({ gcode_state: 'PAUSE', hms: [{ attr: 117_448_960, code: 131_073 }] }),
				delta({ wifi_signal: '-50dBm' }),
				delta({ gcode_state: 'RUNNING', print_error: 0, hms: [] }),
			),
		).toEqual([
			'filamentRanOut 0700_8011',
			'printPaused filament run-out',
			'printResumed',
			'errorCleared 0700_8011',
			'errorCleared 0700_2100_0002_0001',
		]);
	});

	test('that pauses first, and tells the reason later, tells both', () => {
		const node = new Listener();
		node.happenings(status(p1s, { msg: 0, gcode_state: 'RUNNING', ...job }));
		const later = [delta({ gcode_state: 'PAUSE' }), delta({ print_error: 117_473_297 })];
		expect(node.happenings(...later)).toEqual(['printPaused unknown', 'filamentRanOut 0700_8011']);
	});

	test('tells a cancel in three steps, as cancelled and nothing else', () => {
		const node = new Listener();
		node.happenings(status(p1s, { msg: 0, gcode_state: 'RUNNING', ...job }));
		expect(node.happenings(...p1Cancelled.map((one) => message(p1s, one)))).toEqual([
			'printCancelled',
		]);
	});

	// Issue 176 of ha-bambulab: a P1P of 2023, which never called a cancelled print failed.
	test('and goes to rest after the code of a cancel has cancelled', () => {
		const node = new Listener();
		node.happenings(status(p1s, { msg: 0, gcode_state: 'RUNNING', ...job }));
		const told = [
			delta({ print_error: 50_348_044 }),
			delta({ gcode_state: 'IDLE', stg_cur: 255 }),
			delta({ print_error: 0 }),
		];
		expect(node.happenings(...told)).toEqual(['printCancelled']);
		node.happenings(delta({ gcode_state: 'RUNNING' }));
		expect(node.happenings(delta({ gcode_state: 'IDLE' }))).toEqual(['printEndedUnknown']);
	});

	test('of which nothing is known is believed where it names a state: that has just come', () => {
		expect(
			new Listener().happenings(delta({ gcode_state: 'PAUSE', print_error: 0x03008015 })),
		).toEqual(['printPaused filament run-out', 'filamentRanOut 0300_8015']);
		expect(new Listener().happenings(delta({ gcode_state: 'RUNNING' }))).toEqual([]);
		expect(new Listener().happenings(delta({ layer_num: 91 }))).toEqual([]);
	});
});

describe('the AMS', () => {
	const ams = (unit: object) => running({ ams: { ams: [{ id: '0', ...unit }] } });

	test('tells the end of drying and the humidity once', () => {
		const node = new Listener();
		expect(
			node.happenings(
				ams({ dry_time: 20, humidity: '3' }),
				ams({ dry_time: 0, humidity: '2' }),
				ams({ dry_time: 0, humidity: '3' }),
				ams({ dry_time: 0, humidity: '1' }),
			),
		).toEqual(['amsDryingFinished AMS 1', 'amsHumid AMS 1']);
	});
});

describe('a printer', () => {
	const event = (told: string) => message(x1c, { event: { event: `client.${told}` } });

	test('goes and comes back by word of the broker', () => {
		const node = new Listener();
		node.happenings(running());
		expect(node.happenings(event('disconnected'))).toEqual(['printerGone']);
		expect(node.row(event('disconnected'))).toMatchObject({ status: 'offline' });
		expect(node.happenings(event('connected'))).toEqual(['printerBack']);
	});

	test('is back after five minutes of silence', () => {
		const node = new Listener();
		node.happenings(running());
		expect(node.rows(running(), 299)).toEqual([]);
		expect(node.rows(running(), 301)).toMatchObject([{ event: 'printerBack' }]);
	});
});

describe('an item', () => {
	test('has the status, an id, and the error that it is about', () => {
		const node = new Listener();
		node.happenings(running());
		const [paused, ranOut] = node.rows(
			full({ gcode_state: 'PAUSE', print_error: 0x07008011, layer_num: 91 }),
		);
		expect(paused).toMatchObject({
			event: 'printPaused',
			eventId: `${x1c}:printPaused:812000455:filament run-out 91/`,
			status: 'paused',
			pauseReason: 'filament run-out',
			taskId: 812000455,
			occurredAt: expect.stringMatching(/^2026-09-14T/),
		});
		expect(ranOut).toMatchObject({ event: 'filamentRanOut', errorCode: '0700_8011' });
	});

	test('has the same id where the same is told again, and another for the next print', () => {
		const idOf = (changes: object) => {
			const node = new Listener();
			node.happenings(running(changes));
			return node.rows(full({ gcode_state: 'FINISH', ...changes }))[0]?.eventId;
		};
		expect(idOf({})).toBe(idOf({}));
		expect(idOf({})).not.toBe(idOf({ task_id: '812000456' }));
	});

	test('of a pause, a run-out, and a resume has one of its own each time, in the same layer too', () => {
		const node = new Listener();
		const place = { mc_percent: 40, layer_num: 90, sequence_id: undefined };
		const hms = [{ attr: 0x07002100, code: 0x00020001 }];
		const runsOut = full({ gcode_state: 'PAUSE', ...place, print_error: 0x07008011 });
		node.happenings(running(place));
		const round = () => [
			...node.rows(runsOut, 120),
			// The other code of the same run-out, late.
			...node.rows(full({ gcode_state: 'PAUSE', ...place, print_error: 0x07008011, hms }), 90),
			...node.rows(running(place), 120),
		];
		const ids = [1, 2, 3].map(() =>
			round()
				.filter(({ event }) => event !== 'errorCleared')
				.map(({ event, eventId }) => `${event} ${eventId}`),
		);
		for (const own of ids) expect(new Set(own).size).toBe(3);
		expect(new Set(ids.flat()).size).toBe(9);
	});

	test('of local prints without an id has one of its own for each print', () => {
		const node = new Listener();
		const local = { print_type: 'local', task_id: '0' };
		const ids = [1, 2].map(() => {
			node.happenings(running(local));
			return node.rows(full({ ...local, gcode_state: 'FINISH' }), 3600)[0]?.eventId;
		});
		expect(new Set(ids).size).toBe(2);
	});
});

describe('a report that names no printer', () => {
	const alone = (print: object) => ({ print: { command: 'push_status', ...print } });

	test.each<[string, object]>([
		['of changes', alone({ msg: 1, gcode_state: 'FAILED' })],
		['a whole one', alone({ msg: 0, gcode_state: 'FAILED' })],
		['the word of the broker', { event: { event: 'client.disconnected' } }],
	])('cannot be compared with what the printer told before: %s', (_name, report) => {
		for (const place of [{ node: 'any' }, undefined]) {
			expect(() => new Listener({ place }).read(report)).toThrow(
				'The report does not say which printer it is from',
			);
		}
	});

	test('is as good as any where it has the serial number in itself', () => {
		const node = new Listener();
		const own = { upgrade_state: { sn: x1c } };
		node.happenings(alone({ msg: 0, gcode_state: 'RUNNING', ...own }));
		expect(node.happenings(alone({ msg: 0, gcode_state: 'FINISH', ...own }))).toEqual([
			'printFinished',
		]);
	});

	test('tells nothing where it only answers a command', () => {
		expect(new Listener().happenings({ info: { command: 'get_version' } })).toEqual([]);
	});
});

describe('as an operation', () => {
	const parameters = { return: 'happenings', events: ['printPaused'] };

	test('says in one sentence that Only Message leaves out the printer', async () => {
		const report = { print: { command: 'push_status', msg: 1, gcode_state: 'FAILED' } };
		const { error } = await runOperation('device:readLiveReport', { ...parameters, report });
		expect(error).toMatchObject({
			message: 'The report does not say which printer it is from',
			description: expect.stringContaining('Only Message'),
		});
	});

	test('gives out what was chosen, and else nothing, so that the workflow ends', async () => {
		const items = itemsWith(running(), running(), full({ gcode_state: 'PAUSE' }), running());
		const run = await runOperation('device:readLiveReport', parameters, { items });
		expect(run.error).toBeUndefined();
		expect(run.items).toMatchObject([
			{ json: { event: 'printPaused', pauseReason: 'unknown' }, pairedItem: { item: 2 } },
		]);
		expect(Object.keys(run.items[0]?.json ?? {})).toHaveLength(14);
	});

	test('Raw has the event beside the report', async () => {
		const items = itemsWith(running(), full({ gcode_state: 'PAUSE' }));
		const run = await runOperation(
			'device:readLiveReport',
			{ ...parameters, output: 'raw' },
			{ items },
		);
		expect(run.items[0]?.json).toMatchObject({
			event: 'printPaused',
			print: { gcode_state: 'PAUSE', command: 'push_status' },
		});
	});
});
