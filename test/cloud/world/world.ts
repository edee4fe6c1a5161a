import type { Settings } from '../settings';
import { DESIGNS } from './catalogue';
import { createFleet } from './fleet';
import { createHistory } from './history';
import { RisingIds } from './ids';
import { MakerWorld } from './makerworld';
import { createMessages, printMessage } from './messages';
import { makeOdd } from './odd';
import { createPresets } from './presets';
import { createPrint, pickDesign, pickWeight } from './prints';
import { createRandom, type Random } from './random';
import { createSpools, newSpool, type Spool } from './spools';
import { TASK_STATUS, taskDeviceId } from './taskRow';
import { unixSeconds } from './times';
import type { FirmwareRelease, Message, Outcome, Preset, Print, Printer } from './types';

export interface WorldOptions {
	printers: number;
	history: number;
	/** Whether the past holds rows that are hard to read. */
	odd?: boolean;
	settings: Settings;
	clock: () => number;
}

export interface PrintInput {
	deviceId?: string;
	title?: string;
	/** Time it runs, before scaling by speed. */
	seconds?: number;
	outcome?: Outcome;
	/** Time from the end to the filament mapping, before scaling by speed. */
	fillSeconds?: number;
	id?: number;
	/** Any field of the task; these win over what the world computes. */
	fields?: Record<string, unknown>;
}

const DEFAULT_PRINT_SECONDS = 60;

/**
 * Everything behind the API: printers, prints, messages, presets, spools.
 *
 * Nothing in it runs by itself. Whoever looks first calls `advance`, and the world catches up with
 * the given moment, so that a test with its own clock sees the same as one that waits.
 */
export class World {
	readonly printers: Printer[];
	/** Newest first, by start. */
	readonly prints: Print[];
	/** Newest first. */
	readonly messages: Message[];
	readonly presets: Preset[];
	readonly spools: Spool[];
	readonly maker: MakerWorld;
	/** How often each upload ticket was asked for. */
	readonly uploads = new Map<string, number>();
	private readonly open = new Set<Print>();
	private readonly settings: Settings;
	private readonly clock: () => number;
	private readonly random: Random;
	private readonly taskIds: RisingIds;
	private readonly messageIds: RisingIds;
	private readonly spoolIds: RisingIds;
	private seen: number;

	constructor({ printers, history, odd = false, settings, clock }: WorldOptions) {
		const random = createRandom('bambu cloud');
		const now = clock();
		this.settings = settings;
		this.clock = clock;
		this.seen = now;
		this.random = random.fork('living');
		this.taskIds = new RisingIds(712_000_000, now);
		this.messageIds = new RisingIds(998_000_000, now);
		this.spoolIds = new RisingIds(4_980_000, now);
		this.printers = createFleet(printers, random.fork('fleet'));
		this.prints = createHistory(
			history,
			this.printers,
			now,
			() => this.taskIds.takeForPast(random.whole(1000, 9000)),
			random.fork('history'),
		).reverse();
		for (const print of [...this.prints].reverse()) this.showLast(print);
		if (odd) makeOdd(this.prints);
		this.messages = createMessages(
			this.prints,
			now,
			() => this.messageIds.takeForPast(random.whole(1, 9)),
			random.fork('messages'),
		).reverse();
		this.maker = new MakerWorld(now, random.fork('makerworld'));
		this.presets = createPresets(now);
		this.spools = createSpools(now, () => this.spoolIds.takeForPast(1));
	}

	/** Catches up with the clock and tells the moment reached. */
	now(): number {
		this.advance(this.clock());
		return this.seen;
	}

	/** Lets everything happen that is due at `now`; going back in time changes nothing. */
	advance(now: number): void {
		this.seen = Math.max(this.seen, now);
		const due = [...this.open].filter((print) => print.endsAt <= this.seen);
		for (const print of due.sort((one, other) => one.endsAt - other.endsAt)) {
			print.ended = true;
			this.open.delete(print);
			this.showOnPrinter(print);
			this.messages.unshift(printMessage(print, this.messageIds.take(this.seen)));
		}
	}

	printer(serial: string): Printer | undefined {
		return this.printers.find((printer) => printer.serial === serial);
	}

	print(id: number): Print | undefined {
		return this.prints.find((print) => print.id === id);
	}

	/** Starts a print now; throws when the printer is unknown or there is none. */
	startPrint(input: PrintInput = {}): Print {
		const now = this.now();
		const printer = this.choosePrinter(input.deviceId);
		const design = pickDesign(this.random);
		const seconds = input.seconds ?? DEFAULT_PRINT_SECONDS;
		const { status, startTime, endTime, amsDetailMapping } = input.fields ?? {};
		const startsAt = timeOf(startTime) ?? now;
		const print = createPrint(
			{
				id: input.id ?? this.taskIds.take(now),
				printer,
				startsAt,
				runMs: (timeOf(endTime) ?? startsAt + this.scaled(seconds)) - startsAt,
				fillMs: this.scaled(input.fillSeconds ?? this.settings.fillSeconds),
				outcome: input.outcome ?? 'finished',
				design: input.title === undefined ? design : (DESIGNS[0] ?? design),
				title: input.title,
				costTime: Math.round(seconds),
				fixed: withoutClockFields(input.fields),
			},
			pickWeight(design, this.random),
			this.random,
		);
		this.taskIds.note(print.id);
		adoptFields(print, input.fields);
		if (amsDetailMapping !== undefined) print.mapping = amsDetailMapping;
		// A task given with its end is a row of the past: it raises no message.
		print.ended = status === TASK_STATUS.finished || status === TASK_STATUS.failed;
		this.insert(print);
		if (!print.ended) this.open.add(print);
		this.showOnPrinter(print);
		this.advance(now);
		return print;
	}

	endPrint(print: Print, outcome: Outcome): void {
		const now = this.now();
		if (print.ended) return;
		print.outcome = outcome;
		print.fillsAt = now + (print.fillsAt - print.endsAt);
		print.endsAt = now;
		this.advance(now);
	}

	removePrint(print: Print): void {
		this.open.delete(print);
		this.prints.splice(this.prints.indexOf(print), 1);
	}

	addMessage(type: number, payload: Record<string, unknown>, createdAt = this.now()): Message {
		const message: Message = {
			id: this.messageIds.take(this.seen),
			type,
			isread: 0,
			createdAt,
			payload,
		};
		this.messages.unshift(message);
		return message;
	}

	offerFirmware(printer: Printer, release: FirmwareRelease): void {
		printer.firmware.offered = [release];
	}

	addSpool(fields: Record<string, unknown>): Spool {
		const spool = newSpool(fields, this.spoolIds.take(this.seen), unixSeconds(this.now()));
		this.spools.unshift(spool);
		return spool;
	}

	randomText(length: number): string {
		return Array.from({ length }, () => this.random.whole(0, 15).toString(16)).join('');
	}

	private choosePrinter(serial: string | undefined): Printer {
		if (serial !== undefined) {
			const printer = this.printer(serial);
			if (!printer) throw new UnknownPrinter(serial);
			return printer;
		}
		const online = this.printers.filter((printer) => printer.online);
		const busy = new Set([...this.open].map(taskDeviceId));
		const printer =
			online.find((candidate) => !busy.has(candidate.serial)) ?? online[0] ?? this.printers[0];
		if (!printer) throw new UnknownPrinter();
		return printer;
	}

	private insert(print: Print): void {
		const place = this.prints.findIndex((other) => other.startsAt <= print.startsAt);
		this.prints.splice(place < 0 ? this.prints.length : place, 0, print);
	}

	/** A printer that prints shows what it prints, else its last print. */
	private showOnPrinter(print: Print): void {
		const isBusy = [...this.open].some((other) => other.deviceId === print.deviceId);
		if (!print.ended || !isBusy) this.showLast(print);
	}

	private showLast(print: Print): void {
		const printer = this.printer(print.deviceId);
		if (!printer) return;
		const endStatus = print.outcome === 'finished' ? 'SUCCESS' : 'FAIL';
		printer.printStatus = print.ended ? endStatus : 'RUNNING';
		printer.printJob = print.id;
	}

	private scaled(seconds: number): number {
		return Math.round((seconds * 1000) / this.settings.speed);
	}
}

export class UnknownPrinter extends Error {
	constructor(serial?: string) {
		super(serial === undefined ? 'There is no printer.' : `There is no printer ${serial}.`);
	}
}

function timeOf(value: unknown): number | undefined {
	const time = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(time) ? undefined : time;
}

/** Fields that other endpoints show too, so that they agree with the task. */
function adoptFields(print: Print, fields: Record<string, unknown> = {}): void {
	const { modelId, profileId, plateIndex, designId, weight, costTime, mode } = fields;
	if (typeof modelId === 'string') print.modelId = modelId;
	if (typeof mode === 'string') print.mode = mode;
	if (typeof profileId === 'number') print.profileId = profileId;
	if (typeof plateIndex === 'number') print.plateIndex = plateIndex;
	if (typeof designId === 'number') print.designId = designId;
	if (typeof weight === 'number') print.weight = weight;
	if (typeof costTime === 'number') print.costTime = costTime;
}

/** The mapping shows only once it is filled, so it is not a field that always wins. */
function withoutClockFields(fields: Record<string, unknown> = {}): Record<string, unknown> {
	return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== 'amsDetailMapping'));
}
