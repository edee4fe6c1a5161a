import specimen from '../specimens/h2dPrinting.json';
import type { LiveModel } from './model';

/**
 * Printers with two nozzles: everything each time, without the mark `msg`, and with a number that stands still.
 * Evidence: the keys of a real report of an H2D 01.02 (ha-bambulab's test frames); 4 of 5 such frames have no
 * `msg`, 5 of 16 the number 2021.
 */
export const h2d: LiveModel = {
	sends: 'everything',
	isIndented: false,
	hasNoMark: true,
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
