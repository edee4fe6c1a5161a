import type { IDataObject } from 'n8n-workflow';

import { AccountWorld, isOver, type Print } from './accountWorld';
import { FirmwareObserver } from './firmwareObserver';
import type { Happening } from './happenings';
import { MessageObserver } from './messageObserver';
import { fromNow, type Opening, type PollTime, type Scope } from './observer';
import { PrinterObserver, type Sighting } from './printerObserver';
import { PrintObserver } from './printObserver';
import type { Story } from './stories';

const day = 86_400;
const devices = ['A', 'B', 'C'];

function picked<T>(rows: T[], { pick, count: most }: { pick: number; count: number }): T[] {
	const first = pick % Math.max(rows.length, 1);
	return rows.slice(first, first + most);
}

/** What a poll has seen of the printers. */
export interface Seen {
	sighting: Sighting | undefined;
	offers: string[] | undefined;
}

/** An account and those who watch it. */
export class WatchedAccount {
	readonly world: AccountWorld;
	private readonly prints: PrintObserver;
	private readonly messages: MessageObserver;
	private readonly printers: PrinterObserver;
	private readonly firmware: FirmwareObserver;
	private wasAway = false;
	/** Ids of events, which tell a workflow what it has dealt with. */
	private readonly eventIds = new Set<string>();

	constructor(
		readonly uid: number,
		time: { clock: number },
		private readonly story: Story,
		scope: Scope,
	) {
		const [printList, messageList] = story.lists;
		if (printList === undefined || messageList === undefined) throw new Error('Lists are missing');
		this.world = new AccountWorld(time, printList, messageList, story.printers);
		const { waitForFilament, maxFilamentWait, offlineAfter } = story.options;
		this.prints = new PrintObserver(this.world, scope, waitForFilament ? maxFilamentWait * 60 : 0);
		this.messages = new MessageObserver(this.world, scope);
		this.printers = new PrinterObserver(scope, offlineAfter * 60);
		this.firmware = new FirmwareObserver(this.world.park, scope);
		this.makeHistory();
	}

	private makeHistory(): void {
		const { world } = this;
		const { count: prints, apart, running, messages } = this.story.history;
		const { clock } = world.time;
		const picks = new Set(running.map((pick) => pick % Math.max(prints, 1)));
		for (let index = 0; index < prints; index++) {
			const started = clock - (prints - index) * apart;
			const print = world.startPrint(devices[index % devices.length] ?? '', 4, started);
			if (!picks.has(index)) world.endPrint(print, 2);
		}
		for (let index = 0; index < messages; index++) {
			world.addMessage(6, 'A', clock - (messages - index) * apart);
		}
	}

	/** @param isAgain whether an earlier life of the trigger on this account is known */
	begin(opening: Opening, isAgain: boolean): void {
		this.prints.begin(opening, isAgain);
		this.messages.begin(opening, isAgain);
		this.printers.begin();
		this.firmware.begin(isAgain);
		if (!isAgain) this.eventIds.clear();
	}

	changeScope(scope: Scope, now: number): void {
		this.prints.changeScope(scope, now);
		this.messages.changeScope(scope);
		this.printers.changeScope(scope);
		this.firmware.changeScope(scope);
	}

	/** n8n has stored the state. */
	store(): void {
		this.wasAway = false;
		this.printers.store();
		this.firmware.store();
	}

	/** n8n goes on from what it has stored. */
	rollBack(): void {
		this.printers.rollBack();
		this.firmware.rollBack();
		if (!this.wasAway) return;
		for (const observer of [this.prints, this.messages, this.firmware]) observer.forgive();
	}

	/** The trigger comes from another account. */
	comeBack(): void {
		this.wasAway = true;
		this.prints.restart();
		this.begin(fromNow, false);
	}

	restart(): void {
		this.rollBack();
		this.prints.restart();
	}

	/** Before a poll; the result is called after it has worked. */
	expect(time: PollTime): () => void {
		const lost = [this.prints.expect(time), this.messages.expect()];
		return () => {
			const keys = lost.flatMap((find) => find());
			if (time.isLast) keys.push(...this.firmware.lost());
			if (keys.length > 0) throw new Error(`${keys.join(', ')} is lost`);
		};
	}

	/** The items of a poll that has worked. */
	receive(items: IDataObject[], seen: Seen, now: number, before: Scope): void {
		const told = { devices: [] as string[], firmware: [] as string[] };
		for (const item of items) {
			const { event, eventId } = item;
			if (this.eventIds.has(String(eventId))) throw new Error(`${String(eventId)} is no own id`);
			this.eventIds.add(String(eventId));
			if (item.task !== undefined) this.prints.receive(item, now);
			if (item.message !== undefined) this.messages.receive(item);
			if (item.printer !== undefined) {
				const { id } = item.printer as IDataObject;
				this.printers.receive(String(event), String(id));
				told.devices.push(`${String(event)}:${String(id)}:${String(item.previousStatus ?? '')}`);
			}
			if (item.firmware !== undefined) {
				const { printerSerial, newestVersion } = item.firmware as IDataObject;
				this.firmware.receive(`${String(printerSerial)}:${String(newestVersion)}`);
				told.firmware.push(`${String(printerSerial)}:${String(newestVersion)}`);
			}
		}
		const { sighting, offers } = seen;
		expect(told.devices.sort()).toEqual(
			sighting === undefined ? [] : this.printers.see(sighting, now, before),
		);
		expect(told.firmware.sort()).toEqual(
			offers === undefined ? [] : this.firmware.see(offers, before),
		);
	}

	happen(what: Happening): void {
		const { world } = this;
		const { time, prints, messages, park } = world;
		const running = prints.rows.filter((print) => !isOver(print));
		switch (what.kind) {
			case 'pass':
				time.clock += what.seconds;
				return;
			case 'future': {
				const mayBe = this.story.lists[0]?.isByStart && !this.story.isCloudClockSane;
				const hasFuture = prints.rows.some(({ start }) => start > time.clock);
				if (mayBe && !hasFuture) this.begun(4, time.clock + 20_000 * day);
				return;
			}
			case 'start': {
				const recent = prints.rows.filter(({ start }) => start > time.clock - 60).length;
				const isLate = what.count < 5 && recent < 10;
				const start = time.clock - (isLate ? what.secondsAgo : 0);
				for (let index = 0; index < what.count; index++) this.begun(what.status, start);
				return;
			}
			case 'end':
				for (const print of picked(running, what)) {
					world.endPrint(print, what.status, what.secondsAgo, what.fills);
				}
				return;
			case 'remove':
				for (const print of picked(prints.rows, what)) prints.remove(print);
				return;
			case 'restatus':
				for (const print of picked(running, { ...what, count: 1 })) print.status = what.status;
				return;
			case 'delayStart':
				if (!this.story.lists[0]?.isByStart) this.delay(picked(running, { ...what, count: 1 }));
				return;
			case 'message': {
				const recent = messages.rows.filter(({ start }) => start > time.clock - 60).length;
				const isLate = what.count < 5 && recent < 10;
				const start = time.clock - (isLate ? what.secondsAgo : 0);
				for (let index = 0; index < what.count; index++) {
					this.messages.welcome(world.addMessage(what.type, what.device, start));
				}
				return;
			}
			case 'removeMessage':
				for (const message of picked(messages.rows, what)) messages.remove(message);
				return;
			case 'naming':
				park.wantsName = !park.wantsName;
				return;
			default:
				this.changePrinter(what);
		}
	}

	private changePrinter(what: Extract<Happening, { printer: number }>): void {
		const { printers } = this.world.park;
		const printer = printers[what.printer % printers.length];
		if (printer === undefined) return;
		if (what.kind === 'connection') printer.isOnline = !printer.isOnline;
		if (what.kind === 'binding') printer.isBound = !printer.isBound;
		if (what.kind === 'printerStatus') printer.status = what.status;
		if (what.kind === 'offer') {
			printer.offer = what.version;
			if (what.version !== '') this.firmware.offered(printer.serial, what.version);
		}
	}

	private begun(status: unknown, start: number): void {
		const device = devices[this.world.prints.rows.length % devices.length] ?? '';
		this.prints.welcome(this.world.startPrint(device, status, start));
	}

	private delay(prints: Print[]): void {
		const { clock } = this.world.time;
		for (const print of prints) {
			if (print.start < clock && print.start > clock - 900) print.start = clock;
		}
	}
}
