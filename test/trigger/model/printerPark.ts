/** A printer as it really is. */
export interface Printer {
	serial: string;
	isBound: boolean;
	isOnline: boolean;
	status: string;
	/** The version that it is offered; empty for none. */
	offer: string;
}

/** The printers of an account and their firmware. */
export class PrinterPark {
	readonly printers: Printer[];
	/** Whether the cloud wants a printer to be named where it is asked for firmware. */
	wantsName = false;

	/** One more than are bound at first. */
	constructor(bound: number) {
		this.printers = Array.from({ length: bound + 1 }, (_, index) => ({
			serial: index < 26 ? String.fromCharCode(65 + index) : `P${index}`,
			isBound: index < bound,
			isOnline: index % 4 !== 3,
			status: 'IDLE',
			offer: index % 2 === 0 ? '' : '01.01.00.00',
		}));
	}

	get bound(): Printer[] {
		return this.printers.filter(({ isBound }) => isBound);
	}

	bind(): object {
		const devices = this.bound.map(({ serial, isOnline, status }) => ({
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
		const devices = asked.map((printer) => ({
			dev_id: printer.serial,
			version: '01.00.00.00',
			firmware: printer.offer === '' ? [] : [{ version: printer.offer, status: 'release' }],
		}));
		return { status: 200, body: { devices } };
	}
}
