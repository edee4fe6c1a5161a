import { sleep } from 'n8n-workflow';

import type { Printer } from '../world/types';
import { liveModelOf, type LiveModel } from './models';

type Fields = Record<string, unknown>;

/** Puts a report onto the printer's topic. */
export type Publish = (payload: string) => void;

export const reportTopic = (serial: string) => `device/${serial}/report`;
export const requestTopic = (serial: string) => `device/${serial}/request`;

/** What commands other than those for reports are answered with: they want a signature. Evidence: OBN 10.04. */
const UNSIGNED = 84_033_543;
/** `0300_400C`, the code of a print that its user has cancelled. */
const CANCELLED = 50_348_044;

/** A printer that tells its live status, as its model does. */
export class LivePrinter {
	private readonly model: LiveModel;
	private readonly status: Fields;
	private sequence = 40_000;
	isGone = false;

	constructor(
		readonly printer: Printer,
		private readonly publish: Publish,
	) {
		this.model = liveModelOf(printer);
		this.status = this.atRest();
	}

	/** Answers a request as printers do; whatever would move them is refused. */
	request(payload: string): void {
		const request = parsed(payload);
		const { pushing, info, print } = request as Record<string, Fields | undefined>;
		if (this.isGone) return;
		if (pushing?.command === 'pushall') this.sendEverything();
		else if (pushing?.command === 'start') this.sendEverything();
		else if (info?.command === 'get_version') this.send({ info: this.version(info) });
		else if (print !== undefined) {
			const { command, sequence_id } = print;
			const refusal = { result: 'failed', err_code: UNSIGNED };
			this.send({ print: { command, sequence_id, ...refusal } });
		}
	}

	/** Changes the status, and tells it as the model does. */
	change(changes: Fields): void {
		Object.assign(this.status, changes);
		if (this.isGone) return;
		if (this.model.sends === 'everything') this.sendEverything();
		else this.send({ print: { ...changes, ...this.marks(1) } });
	}

	sendEverything(): void {
		this.send({ print: { ...this.status, ...this.marks(0) } });
	}

	/** What a print that is cancelled looks like on the wire. */
	cancel(): void {
		const ended = { gcode_state: 'FAILED', mc_print_stage: '1', mc_percent: 0, layer_num: 0 };
		if (this.model.keepsFailReason) {
			const reason = { fail_reason: String(CANCELLED), mc_remaining_time: 0, state: 7 };
			this.change({ ...ended, ...reason, stg_cur: -1 });
			return;
		}
		this.change({ print_error: CANCELLED });
		// The code stays for about two seconds; n8n keeps no order of what comes at once.
		void sleep(600).then(() => this.change({ ...ended, stg_cur: 255, print_type: 'idle' }));
		void sleep(1200).then(() => this.change({ print_error: 0 }));
	}

	/** What the cloud's broker says of the printer. */
	connection(isConnected: boolean): void {
		this.isGone = !isConnected;
		this.publish(
			JSON.stringify({ event: { event: `client.${isConnected ? '' : 'dis'}connected` } }),
		);
	}

	/**
	 * Switched off and on: whatever it did is forgotten. A real one takes a minute for it and counts anew; here it
	 * takes no time, so that its numbers would look late.
	 */
	restart(): void {
		Object.assign(this.status, this.atRest());
		this.connection(true);
		this.sendEverything();
	}

	private atRest(): Fields {
		const status = this.model.report();
		const upgrade = status.upgrade_state as Fields;
		return { ...status, upgrade_state: { ...upgrade, sn: this.printer.serial } };
	}

	get(name: string): unknown {
		return this.status[name];
	}

	private marks(msg: 0 | 1): Fields {
		const isCounted = this.model.hasNoMark !== true;
		this.sequence += 1;
		return {
			command: 'push_status',
			sequence_id: isCounted ? String(this.sequence) : '2021',
			...(isCounted ? { msg } : {}),
		};
	}

	private version({ sequence_id }: Fields): Fields {
		const { serial, product, firmware } = this.printer;
		const ota = { name: 'ota', product_name: `Bambu Lab ${product}`, sw_ver: firmware.installed };
		return { command: 'get_version', sequence_id, module: [{ ...ota, sn: serial }] };
	}

	private send(message: Fields): void {
		this.publish(
			this.model.isIndented ? JSON.stringify(message, null, 4) : JSON.stringify(message),
		);
	}
}

function parsed(payload: string): Fields {
	try {
		const value: unknown = JSON.parse(payload);
		return typeof value === 'object' && value !== null ? (value as Fields) : {};
	} catch {
		return {};
	}
}
