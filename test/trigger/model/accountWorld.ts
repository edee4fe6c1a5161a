import { MakerPage } from './makerPage';
import { PrinterPark } from './printerPark';
import { iso, RowList, type ListSettings } from './rowList';
import { SpoolShelf } from './spoolShelf';
import type { VirtualTime } from './virtualTime';

/** A print as the cloud's row shows it. All times are seconds. */
export interface Print {
	id: number;
	start: number;
	/** What stands for the start in the row, where that is no time. */
	oddStart: string | null | undefined;
	end: number | undefined;
	status: unknown;
	/** Every status that the row ever showed. */
	shown: Set<unknown>;
	device: string;
	/** Every printer that the row ever named. */
	devices: Set<string>;
	title: string;
	/** Every title that the row ever showed. */
	titles: Set<string>;
	weight: number;
	isListed: boolean;
	listedAt: number;
	/** Whether something else than its status was corrected. */
	isCorrected: boolean;
	/** Whether it ever had an end beside a status that does not say so. */
	wasOddlyOver: boolean;
	/** When the row came to show an end, or one that its status does not contradict. */
	overAt: number | undefined;
	/** When the filaments of an ended print show; infinite for never. */
	fillsAt: number;
}

export interface Message {
	id: number;
	/** When the cloud says that it came, which may be before it showed up. */
	start: number;
	type: number;
	/** Empty for a message that is about no printer. */
	device: string;
	isListed: boolean;
	listedAt: number;
	isCorrected: boolean;
}

/**
 * Where messages stand, by their number: in the list without a category (empty), and in those of
 * categories. A live client reads them so, others say otherwise.
 */
export const readings = {
	categories: { 6: ['', '4'], 101: ['3'], 201: ['1'], 254: ['1'], 503: ['2', '3'], 603: ['5'] },
	all: { 6: ['', '5'], 101: ['', '1'], 201: ['', '2'], 254: ['', '2'], 503: [''], 603: ['', '3'] },
} as const;
export type Reading = keyof typeof readings;
/** The counter that each counts for. */
const counters: { [type: number]: string } = {
	6: 'deviceCount',
	101: 'systemCount',
	201: 'commentCount',
	254: 'commentCount',
	503: 'designCount',
	603: 'communityCount',
};

/** What nobody knows is the system's, but for what is about a print. */
function unknownAs(device: string): number {
	return device === '' ? 101 : 6;
}

export function isOver({ status }: Print): boolean {
	return status === 2 || status === 3;
}

/** Whether the row has an end beside a status that does not say so. */
export function isOddlyOver(print: Print): boolean {
	return print.end !== undefined && !isOver(print);
}

/** How long a print takes by the slicer; seconds, 0 for one of which nobody knows. */
export function estimateOf({ id }: Print): number {
	return (id % 5) * 900;
}

const titles = ['Order', 'order', 'Comb', 'Print'];

function titleOf(id: number): string {
	return `${titles[(id % 11) % titles.length]} ${id}`;
}

/** Whether it is of a model from MakerWorld. */
export function hasModel({ id }: Print): boolean {
	return id % 4 === 1;
}

/** How the row writes that there is no model. */
const noModels = [0, '0', null];
export const materials = ['PLA', 'PETG', 'TPU'] as const;

export function materialOf({ id }: Print): (typeof materials)[number] {
	return materials[(id % 7) % materials.length] ?? 'PLA';
}

const filamentRows = {
	PLA: { filamentId: 'GFA00', filamentType: 'PLA' },
	PETG: { filamentId: 'GFG00', filamentType: '', targetFilamentType: 'PETG' },
	TPU: { filamentId: '', filamentType: 'TPU' },
};

/** What one account holds. All worlds have the same clock. */
export class AccountWorld {
	readonly prints: RowList<Print>;
	readonly messages: RowList<Message>;
	readonly park: PrinterPark;
	readonly shelf: SpoolShelf;
	readonly maker: MakerPage;
	/** How many messages of each kind came ever. */
	private readonly counts: { [counter: string]: number } = {};

	constructor(
		readonly uid: number,
		readonly time: VirtualTime,
		prints: ListSettings,
		messages: ListSettings,
		printers: number,
		private readonly reading: Reading,
	) {
		this.prints = new RowList(prints, time, (print) => this.printRow(print));
		this.messages = new RowList(messages, time, messageRow);
		this.park = new PrinterPark(printers, time);
		this.maker = new MakerPage(time);
		this.shelf = new SpoolShelf(printers * 3 + 2, { ...messages, isByStart: false }, time);
	}

	startPrint(device: string, status: unknown, start = this.time.now): Print {
		const id = this.prints.freshId();
		return this.prints.add({
			id,
			start,
			oddStart: undefined,
			end: undefined,
			status,
			shown: new Set([status]),
			device,
			devices: new Set([device]),
			title: titleOf(id),
			titles: new Set([titleOf(id)]),
			weight: 20,
			isListed: false,
			listedAt: 0,
			isCorrected: false,
			wasOddlyOver: false,
			overAt: undefined,
			fillsAt: Infinity,
		});
	}

	/** @param fillSeconds how long after the end the filaments show */
	endPrint(print: Print, status: unknown, secondsAgo = 0, fillSeconds = 0): void {
		print.end = Math.max(print.start, this.time.now - secondsAgo);
		print.fillsAt = Math.min(print.fillsAt, print.end + fillSeconds);
		this.setStatus(print, status);
	}

	setStatus(print: Print, status: unknown): void {
		const wasOdd = isOddlyOver(print);
		print.status = status;
		print.shown.add(status);
		const since = wasOdd && isOver(print) ? undefined : print.overAt;
		print.overAt = print.end === undefined ? undefined : (since ?? this.time.now);
		if (isOddlyOver(print)) print.wasOddlyOver = true;
	}

	addMessage(type: number, device: string, start = this.time.now): Message {
		const id = this.messages.freshId();
		const row = { id, start, type, device, isListed: false, listedAt: 0, isCorrected: false };
		this.count(row);
		return this.messages.add(row);
	}

	/** A message came, or came back. */
	count({ type, device }: Message): void {
		const counter = counters[type] ?? counters[unknownAs(device)] ?? 'systemCount';
		this.counts[counter] = (this.counts[counter] ?? 0) + 1;
	}

	/** Whether it would stand in the same lists: what a message is about does not change. */
	sameList(message: Message, type: number): boolean {
		const lists = (of: Message) =>
			['', '1', '2', '3', '4', '5'].filter((each) => this.isIn(each, of));
		return lists(message).join() === lists({ ...message, type }).join();
	}

	messageCounts(): object {
		const unreadTotal = Object.values(this.counts).reduce((sum, count) => sum + count, 0);
		return { ...this.counts, unreadTotal, bubbleMsg: [], taskPopup: null };
	}

	/** Whether the message stands in the list of the category. */
	isIn(category: string, { type, device }: Message): boolean {
		const places: { [type: number]: readonly string[] } = readings[this.reading];
		const known = places[type] ?? places[unknownAs(device)];
		return known?.includes(category) === true;
	}

	isFilled({ fillsAt }: Print): boolean {
		return fillsAt <= this.time.now;
	}

	/** Whether a print runs for ever that no quiet poll reads. */
	get hasGhosts(): boolean {
		const { rows, firstPage } = this.prints;
		return rows.slice(firstPage).some((print) => print.end === undefined);
	}

	private printRow(print: Print): object {
		const { id, start, oddStart, end, status, device, title, weight } = print;
		const startTime = oddStart === undefined ? iso(start) : oddStart;
		// While a print runs the cloud gives an end some seconds after the start.
		const endTime = iso(end ?? start + 19);
		const filament = { ...filamentRows[materialOf(print)], weight: 1 };
		// Of the other filaments of its project the row has no more than their places.
		const amsDetailMapping = this.isFilled(print) ? [{ weight: 0 }, filament] : [];
		const ofModel = { designId: 77, designTitle: title, title: 'Profile' };
		const model = hasModel(print)
			? ofModel
			: { designId: noModels[id % 3], designTitle: '', title };
		const costTime = estimateOf(print);
		const names = { deviceId: device, deviceName: device, ...model, weight, costTime };
		return { id, startTime, endTime, status, ...names, amsDetailMapping };
	}
}

function messageRow({ id, start, type, device }: Message): object {
	const taskMessage = device === '' ? null : { deviceId: device, deviceName: device, status: 2 };
	return { id, type, createTime: iso(start), taskMessage };
}
