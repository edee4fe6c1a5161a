import specimen from '../specimens/x1Printing.json';
import type { LiveModel } from './model';

/**
 * P2S printers: what has changed, as the P1 series, in the fields of the newer ones, which keep the reason of a
 * failure until the next start. Evidence: the keys of a real whole report of a P2S 01.01 (ha-bambulab's test
 * frames; its external spool stands in `vir_slot`), an owner's notes on its deltas, a cancel's `fail_reason`.
 */
export const p2s: LiveModel = {
	sends: 'changes',
	isIndented: false,
	keepsFailReason: true,
	report: () => {
		const print = Object.entries(specimen.print).filter(([name]) => name !== 'vt_tray');
		return {
			...Object.fromEntries(print),
			...{ gcode_state: 'IDLE', print_error: 0, fail_reason: '0', hms: [], stg_cur: -1 },
			...{ mc_percent: 0, percent: 0, mc_remaining_time: 0, remain_time: 0, layer_num: 0 },
			...{ total_layer_num: 0, state: 0, mc_print_stage: '1', print_type: '', job_id: '0' },
		};
	},
};
