import specimen from '../specimens/x1Printing.json';
import type { LiveModel } from './model';

/**
 * X1 printers: everything each time, about once a second, with line breaks and indents. Evidence: the keys of a
 * real report of an X1C 01.09 (ha-bambulab's test frames), OpenBambuAPI#7, and pybambu for the indents.
 */
export const x1: LiveModel = {
	sends: 'everything',
	isIndented: true,
	keepsFailReason: true,
	report: () => {
		const { print } = specimen;
		return {
			...print,
			...{ gcode_state: 'IDLE', print_error: 0, fail_reason: '0', hms: [], stg_cur: -1 },
			...{ mc_percent: 0, percent: 0, mc_remaining_time: 0, remain_time: 0, layer_num: 0 },
			...{ total_layer_num: 0, state: 0, mc_print_stage: '1', print_type: '', job_id: '0' },
		};
	},
};
