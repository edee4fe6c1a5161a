import { forgetPrinters } from '../../nodes/BambuLab/live/reportMemory';
import { h2d, Listener, message, p1s, status, x1c } from './lab';
import h2dPrinting from '../cloud/live/specimens/h2dPrinting.json';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';

function serial(index: number): string {
	return `01P00A${String(index).padStart(9, '0')}`;
}

test('a restart of n8n goes on with what n8n has stored', () => {
	const node = new Listener();
	node.happenings(
		status(p1s, { ...p1RunOut.print, gcode_state: 'RUNNING', hms: [], print_error: 0 }),
	);
	const before = JSON.stringify(node.stored);
	expect(JSON.parse(before)).toMatchObject({ livePrinters: { [p1s]: { isComplete: true } } });
	forgetPrinters();
	node.stored = JSON.parse(before) as typeof node.stored;
	expect(node.happenings(status(p1s, { msg: 1, gcode_state: 'FINISH' }))).toEqual([
		'printFinished',
	]);
	forgetPrinters();
	expect(node.happenings(status(p1s, { msg: 1, gcode_state: 'FINISH' }))).toEqual([]);
});

test('where nothing was stored nothing is told that may be old news', () => {
	const node = new Listener();
	expect(node.happenings(message(p1s, p1RunOut))).toEqual([]);
});

test('what another process has stored since is taken over', () => {
	const [one, other] = [new Listener(), new Listener()];
	const report = (print: object) => status(p1s, { msg: 0, ...print });
	one.happenings(report({ gcode_state: 'RUNNING', task_id: '812000455' }));
	other.stored = one.stored;
	other.now = one.now;
	other.happenings(report({ gcode_state: 'PAUSE', task_id: '812000455' }));
	one.stored = structuredClone(other.stored);
	one.now = other.now;
	expect(one.happenings(report({ gcode_state: 'PAUSE', task_id: '812000455' }))).toEqual([]);
});

test('executions that overlap, each with its own copy of what n8n stores, lose no printer', () => {
	const node = new Listener();
	const saved = '{}';
	for (const serial of [p1s, x1c, h2d]) {
		// n8n reads what is stored at the start of each execution, and writes it at its end.
		node.stored = JSON.parse(saved) as typeof node.stored;
		node.happenings(
			status(serial, { msg: 0, gcode_state: 'RUNNING', task_id: '812000455' }),
			status(serial, { msg: 0, gcode_state: 'FINISH', task_id: '812000455' }),
		);
	}
	expect(Object.keys(node.stored.livePrinters ?? {}).sort()).toEqual([p1s, x1c, h2d].sort());
	forgetPrinters();
	node.stored = JSON.parse(JSON.stringify(node.stored)) as typeof node.stored;
	for (const serial of [p1s, x1c, h2d]) {
		const again = { gcode_state: 'FINISH', task_id: '812000455' };
		expect(node.happenings(status(serial, { msg: 0, ...again }))).toEqual([]);
		expect(
			node.happenings(status(serial, { msg: 0, gcode_state: 'RUNNING', task_id: '812000456' })),
		).toEqual(['printStarted']);
	}
});

test('n8n is not asked to store each report', () => {
	const node = new Listener();
	const stores = new Set<string>();
	for (let second = 0; second < 120; second++) {
		node.read(status(p1s, { msg: 0, gcode_state: 'RUNNING', mc_percent: 10 }), 1);
		stores.add(JSON.stringify(node.stored));
	}
	expect(stores.size).toBe(2);
});

test('what n8n stores is bounded, in printers and in bytes', () => {
	const node = new Listener();
	for (let index = 0; index < 200; index++) node.row(message(serial(index), h2dPrinting));
	const { livePrinters } = node.stored as { livePrinters: Record<string, unknown> };
	expect(Object.keys(livePrinters)).toHaveLength(60);
	expect(livePrinters).toHaveProperty(serial(199));
	expect(JSON.stringify(node.stored).length).toBeLessThan(60 * 6000);
});

test('the process remembers 500 printers of a node, and lets go of the one that was silent longest', () => {
	const node = new Listener();
	const tell = (index: number, print: object) => node.row(status(serial(index), print), {}, 0.01);
	for (let index = 0; index <= 500; index++) tell(index, { msg: 0, subtask_name: 'Clip' });
	node.stored = {};
	expect(tell(1, { msg: 1, gcode_state: 'RUNNING' }).title).toBe('Clip');
	expect(tell(0, { msg: 1, gcode_state: 'RUNNING' }).title).toBeNull();
});

test('what is no memory of this version is left alone', () => {
	const node = new Listener();
	node.stored = { livePrinters: { [p1s]: { version: 7 }, other: 5 } };
	expect(node.row(status(p1s, { msg: 1, mc_percent: 3 }))).toMatchObject({ isComplete: false });
});

test('a test by hand remembers nothing, and tells what a printer at rest would have come to', () => {
	const node = new Listener({ place: undefined });
	const twice = [message(p1s, p1RunOut), message(p1s, p1RunOut)];
	const told = ['printPaused filament run-out', 'filamentRanOut 0700_2100_0002_0001'];
	expect(node.happenings(...twice)).toEqual([...told, ...told]);
	expect(node.stored).toEqual({});
});
