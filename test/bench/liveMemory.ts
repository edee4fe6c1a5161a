/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import { Listener, status } from '../live/lab';
import h2dPrinting from '../cloud/live/specimens/h2dPrinting.json';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';
import x1Printing from '../cloud/live/specimens/x1Printing.json';

/*
 * Run in a process of its own with --expose-gc: 100,000 reports of 50 printers through one node, as text, what the heap
 * holds after a collection of garbage meanwhile, and the CPU time of a report of either kind.
 */

const printers = 50;
const reports = 100_000;
const early = 20_000;

const node = new Listener();
const wholes = [x1Printing.print, h2dPrinting.print, p1RunOut.print];
const prefixes = ['00M', '094', '01P'];

/** A report as it comes: whole ones of X1 and H2D, and changes of P1, of prints that go on and end. */
function reportOf(index: number): object {
	const printer = index % printers;
	const kind = printer % wholes.length;
	const round = Math.floor(index / printers);
	const job = { task_id: String(800_000_000 + printer * 10_000 + Math.floor(round / 300)) };
	const layer_num = round % 300;
	const step = {
		...{ gcode_state: layer_num === 299 ? 'FINISH' : 'RUNNING', layer_num, ...job },
		...{ mc_percent: Math.floor(layer_num / 3), nozzle_temper: 219 + (index % 7) / 8 },
		...{ sequence_id: String(round), hms: layer_num % 50 === 9 ? x1Printing.print.hms : [] },
	};
	const isWhole = kind < 2 || round === 0;
	const print = isWhole ? { ...wholes[kind], msg: 0, ...step } : { msg: 1, ...step };
	const report = status(`${prefixes[kind]}00A${String(printer).padStart(9, '0')}`, print);
	return { ...report, message: JSON.stringify(report.message) };
}

/** CPU time of a report of one printer, which is of the first kind (X1) or the third (P1). */
function cpuMs(printer: number): number {
	const texts = Array.from({ length: 2000 }, (_, round) =>
		reportOf((round + 1) * printers + printer),
	);
	const before = process.cpuUsage();
	for (const text of texts) node.rows(text, 1);
	const { user, system } = process.cpuUsage(before);
	return (user + system) / 1000 / texts.length;
}

function heapMiB(): number {
	globalThis.gc?.();
	return process.memoryUsage().heapUsed / 2 ** 20;
}

let earlyMiB = 0;
for (let index = 0; index < reports; index++) {
	if (index === early) earlyMiB = heapMiB();
	node.rows(reportOf(index), 0.02);
}
const lateMiB = heapMiB();
const stored = JSON.stringify(node.stored).length;
const cpu = { wholeMs: cpuMs(0), changesMs: cpuMs(2) };
process.stdout.write(JSON.stringify({ earlyMiB, lateMiB, stored, ...cpu }));
