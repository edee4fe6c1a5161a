import type { VirtualTime } from './virtualTime';

/** How a printer truly is from some moment on. */
export interface PrinterState {
	at: number;
	isBound: boolean;
	isOnline: boolean;
	status: string;
	/** The version that it has, as the cloud writes it: odd or empty where it does not say. */
	installed: string;
	/** The version that it is offered, and the one for its AMS; empty for none. */
	offer: string;
	amsOffer: string;
}

/** A version as its four numbers, whether they are written with zeros or not; empty for what is none. */
export function versionOf(text: string): string {
	if (!/^\d+(\.\d+)*$/.test(text)) return '';
	const parts = [...text.split('.'), '0', '0', '0'].slice(0, 4);
	return parts.map((part) => part.padStart(2, '0')).join('.');
}

/** A printer with all that it ever was. */
export class Printer {
	readonly history: PrinterState[];

	constructor(
		readonly serial: string,
		state: PrinterState,
	) {
		this.history = [state];
	}

	get state(): PrinterState {
		return this.history[this.history.length - 1] as PrinterState;
	}

	stateAt(moment: number): PrinterState {
		const { history } = this;
		let index = history.length - 1;
		while (index > 0 && (history[index] as PrinterState).at > moment) index--;
		return history[index] as PrinterState;
	}

	/** Since when something has been so without a break, at a moment; undefined where it is not so. */
	since(moment: number, isSo: (state: PrinterState) => boolean): number | undefined {
		let since: number | undefined;
		for (const state of this.history) {
			if (state.at > moment) break;
			since = isSo(state) ? (since ?? state.at) : undefined;
		}
		return since;
	}
}

/** The printers of an account and their firmware. */
export class PrinterPark {
	readonly printers: Printer[];
	/** Whether the cloud wants a printer to be named where it is asked for firmware. */
	wantsName = false;

	/** One more than are bound at first. */
	constructor(
		bound: number,
		private readonly time: VirtualTime,
	) {
		this.printers = Array.from(
			{ length: bound + 1 },
			(_, index) =>
				new Printer(index < 26 ? String.fromCharCode(65 + index) : `P${index}`, {
					at: 0,
					isBound: index < bound,
					isOnline: index % 4 !== 3,
					status: 'IDLE',
					installed: '01.00.00.00',
					offer: index % 2 === 0 ? '' : '01.01.00.00',
					amsOffer: '',
				}),
		);
	}

	change(printer: Printer, change: Partial<PrinterState>): void {
		printer.history.push({ ...printer.state, ...change, at: this.time.stamp() });
	}

	get bound(): Printer[] {
		return this.printers.filter(({ state }) => state.isBound);
	}

	bind(): object {
		const devices = this.bound.map(({ serial, state: { isOnline, status } }) => ({
			dev_id: serial,
			name: serial,
			online: isOnline,
			print_status: status,
		}));
		// An account without printers answers without the key.
		return devices.length === 0 ? {} : { devices };
	}

	versions(serial: string | null): { status: number; body: object } {
		if (serial === null && this.wantsName) return { status: 400, body: { message: 'dev_id' } };
		const asked = this.bound.filter((printer) => serial === null || printer.serial === serial);
		if (serial !== null && asked.length === 0) {
			return { status: 403, body: { code: 8, error: 'Resource forbidden' } };
		}
		const release = (version: string) => (version === '' ? [] : [{ version, status: 'release' }]);
		const devices = asked.map((printer) => ({
			dev_id: printer.serial,
			version: printer.state.installed,
			firmware: release(printer.state.offer),
			ams: [{ firmware: release(printer.state.amsOffer) }],
		}));
		return { status: 200, body: { devices } };
	}
}
