import { PrinterPark } from './printerPark';
import { iso, RowList, type ListSettings } from './rowList';

/** A print as it really is; the cloud's row shows it with whole seconds. All times are seconds. */
export interface Print {
	id: number;
	start: number;
	end: number | undefined;
	status: unknown;
	device: string;
	isListed: boolean;
	/** When the filaments of an ended print show; infinite for never. */
	fillsAt: number;
}

export interface Message {
	id: number;
	/** When the cloud says that it came, which may be a little before it showed up. */
	start: number;
	type: number;
	/** Empty for a message that is about no printer. */
	device: string;
	isListed: boolean;
}

export function isOver({ status }: Print): boolean {
	return status === 2 || status === 3;
}

/** What one account holds. All worlds have the same clock. */
export class AccountWorld {
	readonly prints: RowList<Print>;
	readonly messages: RowList<Message>;
	readonly park: PrinterPark;

	constructor(
		readonly time: { clock: number },
		prints: ListSettings,
		messages: ListSettings,
		printers: number,
	) {
		this.prints = new RowList(prints, (print) => this.printRow(print));
		this.messages = new RowList(messages, messageRow);
		this.park = new PrinterPark(printers);
	}

	startPrint(device: string, status: unknown, start = this.time.clock): Print {
		const id = this.prints.freshId();
		const print = { id, start, end: undefined, status, device, isListed: true, fillsAt: Infinity };
		return this.prints.add(print);
	}

	/** @param fillSeconds how long after the end the filaments show */
	endPrint(print: Print, status: 2 | 3, secondsAgo = 0, fillSeconds = 0): void {
		print.status = status;
		print.end = Math.max(print.start, this.time.clock - secondsAgo);
		print.fillsAt = print.end + fillSeconds;
	}

	addMessage(type: number, device: string, start = this.time.clock): Message {
		return this.messages.add({ id: this.messages.freshId(), start, type, device, isListed: true });
	}

	isFilled({ fillsAt }: Print): boolean {
		return fillsAt <= this.time.clock;
	}

	private printRow(print: Print): object {
		const { id, start, end, status, device } = print;
		// While a print runs the cloud gives an end some seconds after the start.
		const endTime = iso(end ?? start + 19);
		const amsDetailMapping = this.isFilled(print) ? [{ filamentId: 'GFA00', weight: 1 }] : [];
		const names = { deviceId: device, deviceName: device };
		return { id, startTime: iso(start), endTime, status, ...names, amsDetailMapping };
	}
}

function messageRow({ id, start, type, device }: Message): object {
	const taskMessage = device === '' ? null : { deviceId: device, deviceName: device, status: 2 };
	return { id, type, createTime: iso(start), taskMessage };
}
