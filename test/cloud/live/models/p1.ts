import specimen from '../specimens/p1RunOut.json';
import type { LiveModel } from './model';

/**
 * P1 and A1 printers: a whole report when asked, else what has changed, every two or three seconds in a print.
 * Evidence: the keys of a real whole report of a P1P 01.08 (ha-bambulab's test frames), deltas of 104 bytes in a
 * P1S terminal log, a cancel in three steps half a second apart in ha-bambulab and in an owner's listener.
 */
export const p1: LiveModel = {
	sends: 'changes',
	isIndented: false,
	keepsFailReason: false,
	report: () => {
		const { print } = specimen;
		return {
			...print,
			...{ gcode_state: 'IDLE', print_error: 0, hms: [], mc_print_stage: '1', stg_cur: 255 },
			...{ mc_percent: 0, mc_remaining_time: 0, layer_num: 0, total_layer_num: 0 },
			...{ nozzle_target_temper: 0, bed_target_temper: 0, print_type: 'idle', ams_status: 0 },
		};
	},
};
