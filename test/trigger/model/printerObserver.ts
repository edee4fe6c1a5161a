import { isChosen, listensFor, type Scope } from './observer';
import type { Printer } from './printerPark';

export const printerEvents = ['deviceOnline', 'deviceOffline', 'deviceStatusChanged'] as const;

export type Sighting = Array<Pick<Printer, 'serial' | 'isOnline' | 'status'>>;

interface Known {
	/** The last status, while online. */
	status: string;
	/** The first sight of it offline, while that has not been told. */
	offlineSince: number | null;
	isOffline: boolean;
}

/**
 * The cloud tells how a printer is, and never how it was. So an observer, too, knows only what polls
 * have seen, and, because n8n stores nothing of a poll that told nothing, forgets with n8n what was
 * seen since the state was last stored: a printer that was seen offline only then was never offline.
 */
export class PrinterObserver {
	private known = new Map<string, Known>();
	private stored = '[]';
	/** The told spells offline, so that no printer goes offline or comes back twice in a row. */
	private readonly lastTold = new Map<string, string>();

	constructor(
		private scope: Scope,
		/** Seconds. */
		private readonly offlineAfter: number,
	) {}

	begin(): void {
		this.known.clear();
		this.lastTold.clear();
	}

	changeScope(scope: Scope): void {
		if (!listensFor(this.scope, printerEvents) || !listensFor(scope, printerEvents)) this.begin();
		// Who did not listen does not know what was told last.
		this.lastTold.clear();
		this.scope = scope;
	}

	store(): void {
		this.stored = JSON.stringify([...this.known]);
	}

	rollBack(): void {
		this.known = new Map(JSON.parse(this.stored) as Array<[string, Known]>);
	}

	/** What a poll has to tell that has seen this, as `event:serial:previous status`, sorted. */
	see(sighting: Sighting, now: number, before: Scope): string[] {
		const told = sighting.flatMap((printer) => this.compare(printer, now));
		const isWanted = ({ event, serial }: (typeof told)[number]) =>
			[before, this.scope].every(
				(scope) => scope.events.includes(event) && isChosen(scope, serial),
			);
		return told
			.filter(isWanted)
			.map(({ event, serial, previous = '' }) => `${event}:${serial}:${previous}`)
			.sort();
	}

	/** @throws Error where a printer comes or goes that has done so before. */
	receive(event: string, serial: string): void {
		if (event === 'deviceStatusChanged') return;
		if (
			this.lastTold.get(serial) === event &&
			printerEvents.every((name) => this.scope.events.includes(name))
		) {
			throw new Error(`${event} of ${serial} is repeated`);
		}
		this.lastTold.set(serial, event);
	}

	private compare({ serial, isOnline, status }: Sighting[number], now: number) {
		const before = this.known.get(serial);
		if (before === undefined) {
			this.known.set(serial, { status, offlineSince: null, isOffline: !isOnline });
			return [];
		}
		if (isOnline) {
			const after = status || before.status;
			const isChanged = before.status !== '' && before.status !== after;
			this.known.set(serial, { status: after, offlineSince: null, isOffline: false });
			return [
				...(before.isOffline ? [{ event: 'deviceOnline', serial }] : []),
				...(isChanged ? [{ event: 'deviceStatusChanged', serial, previous: before.status }] : []),
			];
		}
		if (before.isOffline) return [];
		const offlineSince = Math.min(before.offlineSince ?? now, now);
		const isOffline = now - offlineSince >= this.offlineAfter;
		this.known.set(serial, {
			...before,
			offlineSince: isOffline ? null : offlineSince,
			isOffline,
		});
		return isOffline ? [{ event: 'deviceOffline', serial, previous: undefined }] : [];
	}
}
