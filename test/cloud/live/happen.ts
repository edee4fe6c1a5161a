import { BadControlRequest, type Input } from '../http/controlInput';
import type { LivePrinter } from './livePrinter';

type Happen = (printer: LivePrinter, input: Input) => void;

function number(input: Input, name: string, usual: number): number {
	const value = input[name] ?? usual;
	if (typeof value !== 'number') throw new BadControlRequest(`"${name}" must be a number.`);
	return value;
}

function text(input: Input, name: string, usual: string): string {
	const value = input[name] ?? usual;
	if (typeof value !== 'string') throw new BadControlRequest(`"${name}" must be a text.`);
	return value;
}

const noError = { print_error: 0, hms: [] };

/** A code of eight digits is the error of the print; one of sixteen is a health message beside the others. */
function withCode(printer: LivePrinter, code: string): Record<string, unknown> {
	const digits = code.replace(/_/g, '');
	if (/^[0-9A-F]{8}$/i.test(digits)) return { print_error: parseInt(digits, 16) };
	if (!/^[0-9A-F]{16}$/i.test(digits)) {
		throw new BadControlRequest('"code" must have 8 or 16 digits, such as "0300_8015".');
	}
	const entry = { attr: parseInt(digits.slice(0, 8), 16), code: parseInt(digits.slice(8), 16) };
	return { hms: [...(printer.get('hms') as unknown[]), entry] };
}

/** A print as its first reports name it. */
function jobIn(input: Input) {
	const id = text(input, 'taskId', '812000455');
	return {
		...{ task_id: id, subtask_id: id, subtask_name: text(input, 'title', 'Planter') },
		...{ total_layer_num: number(input, 'layers', 286), layer_num: 0, print_type: 'cloud' },
		...{ fail_reason: '0', ...noError },
	};
}

/** The first unit of the AMS with other figures, as a report of changes has it: among the other units. */
function withUnit(printer: LivePrinter, figures: Record<string, string | number>) {
	const ams = printer.get('ams') as { ams: Array<Record<string, unknown>> };
	const [first, ...others] = ams.ams;
	return { ams: { ...ams, ams: [{ ...first, ...figures }, ...others] } };
}

/** What can happen to a simulated printer, as its reports tell it. */
export const happenings: { [name: string]: Happen } = {
	prepare: (printer, input) =>
		printer.change({ gcode_state: 'PREPARE', stg_cur: 2, mc_percent: 100, ...jobIn(input) }),
	start: (printer, input) => {
		const job = jobIn(input);
		const begun = { mc_percent: 0, mc_remaining_time: job.total_layer_num, mc_print_stage: '2' };
		printer.change({ gcode_state: 'RUNNING', stg_cur: 0, ...job, layer_num: 1, ...begun });
	},
	stage: (printer, input) => printer.change({ stg_cur: number(input, 'stage', 0) }),
	layer: (printer, input) => {
		const [layer, layers] = [
			number(input, 'layer', 2),
			Number(printer.get('total_layer_num')) || 1,
		];
		const left = Math.max(0, layers - layer);
		const percent = Math.floor((layer / layers) * 100);
		printer.change({ layer_num: layer, mc_percent: percent, mc_remaining_time: left });
	},
	/** By the user; without its code, as printers may pause that say why a moment later. */
	pause: (printer, { code = true }) => {
		const error = code === true ? { print_error: 0x03008001 } : {};
		printer.change({ gcode_state: 'PAUSE', mc_print_stage: '3', ...error });
	},
	runOut: (printer) => {
		const hms = [{ attr: 0x07002100, code: 0x00020001 }];
		printer.change({ gcode_state: 'PAUSE', print_error: 0x07008011, hms, mc_print_stage: '3' });
	},
	resume: (printer) => printer.change({ gcode_state: 'RUNNING', mc_print_stage: '2', ...noError }),
	raise: (printer, input) => printer.change(withCode(printer, text(input, 'code', '0300_8016'))),
	clear: (printer) => printer.change(noError),
	cancel: (printer) => printer.cancel(),
	fail: (printer) =>
		printer.change({ gcode_state: 'FAILED', print_error: 0x03004006, mc_print_stage: '1' }),
	finish: (printer) => {
		const layers = Number(printer.get('total_layer_num'));
		const end = { mc_percent: 100, layer_num: layers, mc_remaining_time: 0, mc_print_stage: '1' };
		printer.change({ gcode_state: 'FINISH', ...end });
	},
	/** As many ordinary reports as wanted, in which nothing happens. */
	tick: (printer, input) => {
		for (let left = number(input, 'times', 1); left > 0; left--) {
			printer.change({
				nozzle_temper: 219 + (left % 3) / 32,
				wifi_signal: `-${50 + (left % 9)}dBm`,
			});
		}
	},
	/** The level from 5, dry, to 1, wet. */
	humidity: (printer, input) =>
		printer.change(withUnit(printer, { humidity: String(number(input, 'level', 2)) })),
	/** How long the AMS will still dry; 0 where it has finished. */
	drying: (printer, input) =>
		printer.change(withUnit(printer, { dry_time: number(input, 'minutes', 0) })),
	restart: (printer) => printer.restart(),
	disconnect: (printer) => printer.connection(false),
	reconnect: (printer) => {
		printer.connection(true);
		printer.sendEverything();
	},
};
