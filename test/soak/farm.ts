import { statusOfPrinter } from '../../nodes/BambuLab/output/status';
import type { World } from '../cloud';
import { createRandom, type Random } from '../cloud/world/random';
import { userServiceTime } from '../cloud/world/times';
import type { Print, Printer } from '../cloud/world/types';

/** Far longer than a run: prints end when the farm ends them. */
const PRINT_SECONDS = 36_000;
const FAILED_SHARE = 0.12;
const OUTAGE_EVERY_SECONDS = 20;
/**
 * What no poll sees cannot be told: longer than the trigger waits before it calls a printer offline, and
 * than the two minutes in which it does not repeat a failed login.
 */
const OUTAGE_SECONDS = 300;
/** Of two outages that follow at once, a poll sees one: longer than polls are apart, also through faults. */
const SEEN_SECONDS = OUTAGE_SECONDS;

interface Outage {
	printer: Printer;
	endsAt: number;
}

/**
 * A print farm at work: each second one of its prints ends and another starts; now and then a printer
 * drops off for a while. It keeps count of what a trigger has to tell.
 */
export class Farm {
	private readonly random: Random;
	private readonly running: Print[] = [];
	private readonly outages: Outage[] = [];
	/** Since when printers are back from an outage. */
	private readonly backSince = new Map<Printer, number>();
	private readonly expected = new Map<string, number>();
	private newestMessage = 0;
	private seconds = 0;
	ended = 0;

	constructor(
		private readonly world: World,
		seed: string,
	) {
		this.random = createRandom(seed);
	}

	/** Fills printers with prints that started one second after the other until now. */
	open(prints: number): void {
		const now = this.world.now();
		for (let left = prints; left > 0; left--) {
			this.startPrint({ startTime: userServiceTime(now - left * 1000) });
		}
	}

	/** From here on everything counts. */
	begin(): void {
		this.expected.clear();
		this.newestMessage = this.world.messages[0]?.id ?? 0;
	}

	/** What one second brings. */
	work(): void {
		this.seconds++;
		this.endPrint();
		this.startPrint();
		this.endOutages();
		if (this.seconds % OUTAGE_EVERY_SECONDS === 0) this.startOutage();
	}

	/** Brings printers back whose time has come; tells whether all are. */
	endOutages(): boolean {
		const now = this.world.now();
		for (const outage of this.outages.filter(({ endsAt }) => endsAt <= now)) {
			outage.printer.online = true;
			this.backSince.set(outage.printer, now);
			this.outages.splice(this.outages.indexOf(outage), 1);
			this.expect(`deviceOnline:${outage.printer.serial}`);
		}
		return this.outages.length === 0;
	}

	/** Each event that has to be told, and how often. */
	expectedEvents(): Map<string, number> {
		const messages = this.world.messages.filter(({ id }) => id > this.newestMessage);
		const ofMessages = messages.map(({ id }) => [`messageReceived:${id}`, 1] as const);
		return new Map([...this.expected, ...ofMessages]);
	}

	/** By serial number, of those that are online. */
	statuses(): Map<string, string> {
		const online = this.world.printers.filter((printer) => printer.online);
		return new Map(online.map(({ serial, printStatus }) => [serial, statusOfPrinter(printStatus)]));
	}

	private expect(event: string): void {
		this.expected.set(event, (this.expected.get(event) ?? 0) + 1);
	}

	private idlePrinters(): Printer[] {
		const busy = new Set(this.running.map(({ deviceId }) => deviceId));
		return this.world.printers.filter(({ online, serial }) => online && !busy.has(serial));
	}

	private startPrint(fields: Record<string, unknown> = {}): void {
		const { serial } = this.random.pick(this.idlePrinters());
		const print = this.world.startPrint({ deviceId: serial, seconds: PRINT_SECONDS, fields });
		this.running.push(print);
		this.expect(`taskCreated:${print.id}`);
	}

	private endPrint(): void {
		const print = this.random.pick(this.running);
		const outcome = this.random.chance(FAILED_SHARE) ? 'failed' : 'finished';
		this.world.endPrint(print, outcome);
		this.running.splice(this.running.indexOf(print), 1);
		this.ended++;
		this.expect(`${outcome === 'failed' ? 'taskFailed' : 'taskFinished'}:${print.id}`);
	}

	private startOutage(): void {
		const now = this.world.now();
		const isSeenOnline = (printer: Printer) =>
			now - (this.backSince.get(printer) ?? -Infinity) > SEEN_SECONDS * 1000;
		const printer = this.random.pick(this.idlePrinters().filter(isSeenOnline));
		printer.online = false;
		this.outages.push({ printer, endsAt: now + OUTAGE_SECONDS * 1000 });
		this.expect(`deviceOffline:${printer.serial}`);
	}
}
