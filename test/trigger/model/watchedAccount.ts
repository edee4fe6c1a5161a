import type { IDataObject } from 'n8n-workflow';

import { AccountWorld } from './accountWorld';
import { sources, type SourceName } from './conditions';
import { FirmwareObserver } from './firmwareObserver';
import { FleetObserver, fleetEvents } from './fleetObserver';
import { InstallObserver, installEvents } from './installObserver';
import { MessagesObserver } from './messageObserver';
import { MilestoneObserver } from './milestoneObserver';
import type { Observer, Opening, PollView, Scope } from './observer';
import { PrintChoice } from './printChoice';
import { PrinterObserver } from './printerObserver';
import { PrintObserver } from './printObserver';
import { SpoolObserver } from './spoolObserver';
import { StatusObserver, statusEvents } from './statusObserver';
import { StepObserver, stepEvents } from './stepObserver';
import type { Story } from './stories';
import { Together } from './togetherObserver';
import type { VirtualTime } from './virtualTime';

const devices = ['A', 'B', 'C'];
/** The limit that a spool has where the user gives none. */
const lowGrams = 100;
const keys: { [S in SourceName]: string } = {
	prints: 'task',
	messages: 'message',
	printers: 'printer',
	firmware: 'firmware',
	spools: 'spool',
	milestones: 'milestone',
};

/** An account and those who watch it. */
export class WatchedAccount {
	readonly world: AccountWorld;
	readonly observers: { [S in SourceName]: Observer };
	readonly prints: PrintObserver;
	readonly messages: MessagesObserver;
	readonly printers: PrinterObserver;
	private readonly firmware: FirmwareObserver;
	private wasAway = false;
	private hasBegun = false;
	/** Which event each id stands for: by it a workflow knows what it has dealt with. */
	private readonly eventIds = new Map<string, string>();
	private changes = 0;

	constructor(
		readonly uid: number,
		time: VirtualTime,
		story: Story,
	) {
		const [printList, messageList] = story.lists;
		if (printList === undefined || messageList === undefined) throw new Error('Lists are missing');
		this.world = new AccountWorld(uid, time, printList, messageList, story.printers, story.reading);
		const { waitForFilament, maxFilamentWait, offlineAfter } = story.options;
		const { scope } = story;
		const wait = waitForFilament ? maxFilamentWait * 60 : 0;
		const choice = new PrintChoice(this.world, wait, !story.isCloudClockSane);
		this.prints = new PrintObserver(this.world, scope, wait, choice);
		this.messages = new MessagesObserver(this.world, scope);
		this.printers = new PrinterObserver(this.world.park, scope, offlineAfter * 60);
		this.firmware = new FirmwareObserver(this.world.park, scope, time);
		const { all } = this.world.shelf;
		const spools = new SpoolObserver(all, scope, lowGrams, time);
		const { prints, messages, printers, firmware } = this;
		const milestones = new MilestoneObserver(scope, time);
		const steps = new StepObserver(this.world, scope, !story.isCloudClockSane, choice);
		const fleet = new FleetObserver(this.world.park, scope);
		const installs = new InstallObserver(this.world.park, scope, time);
		const fleetToo = new Together(printers, fleet, fleetEvents);
		const statuses = new StatusObserver(this.world.park, scope);
		const isByStatus = scope.statusFrom !== undefined;
		this.observers = {
			prints: new Together(prints, steps, stepEvents),
			messages,
			printers: isByStatus ? new Together(fleetToo, statuses, statusEvents) : fleetToo,
			firmware: new Together(firmware, installs, installEvents),
			spools,
			milestones,
		};
		this.makeHistory(story);
	}

	private makeHistory({ history: { count, apart, running, messages } }: Story): void {
		const { world } = this;
		const { now } = world.time;
		const picks = new Set(running.map((pick) => pick % Math.max(count, 1)));
		for (let index = 0; index < count; index++) {
			const started = now - (count - index) * apart - 1;
			const print = world.startPrint(devices[index % devices.length] ?? '', 4, started);
			if (!picks.has(index)) world.endPrint(print, 2, now - started);
		}
		for (let index = 0; index < messages; index++) {
			world.addMessage(6, 'A', now - (messages - index) * apart - 1);
		}
	}

	private get all(): Observer[] {
		return Object.values(this.observers);
	}

	/** @param isAgain whether an earlier life of the trigger on this account is known */
	begin(opening: Opening, isAgain: boolean): void {
		this.hasBegun = true;
		for (const observer of this.all) observer.begin(opening, isAgain);
		if (!isAgain) this.eventIds.clear();
	}

	changeScope(scope: Scope): void {
		for (const observer of this.all) observer.changeScope(scope);
	}

	/** n8n has stored the state. */
	store(): void {
		this.wasAway = false;
		for (const observer of this.all) observer.store();
	}

	/** n8n goes on from what it has stored. */
	rollBack(isRestart: boolean): void {
		for (const observer of this.all) observer.rollBack(isRestart);
		if (!this.wasAway) return;
		for (const observer of this.all) observer.forgive();
	}

	/** The trigger comes from another account. */
	comeBack(): void {
		this.wasAway = true;
		for (const observer of this.all) {
			observer.beginLater();
			// It goes on from before where nothing could be read of the other account.
			if (this.hasBegun) observer.forgive();
		}
		this.hasBegun = true;
		this.eventIds.clear();
	}

	/** The items of a poll, whatever else became of it. */
	receive(items: IDataObject[], views: { [S in SourceName]: PollView }): void {
		for (const source of sources) {
			const own = items.filter((item) => item[keys[source]] !== undefined);
			this.observers[source].receive(own, views[source]);
		}
		for (const item of items) {
			const id = String(item.eventId);
			const event = this.eventOf(item);
			const other = this.eventIds.get(id) ?? event;
			if (other !== event) throw new Error(`${id} is repeated, for ${other} and for ${event}`);
			this.eventIds.set(id, event);
		}
	}

	/** What truly happened, the same for what is one event and different for two. */
	private eventOf(item: IDataObject): string {
		const { event, task, message, printer, firmware, spool, milestone } = item;
		if (event === 'firmwareInstalled') return `${event} ${++this.changes}`;
		if (firmware !== undefined) return `${String(event)} ${JSON.stringify(firmware)}`;
		if (milestone !== undefined) {
			const { kind, reachedCount, designId } = milestone as IDataObject;
			return [event, designId, kind, reachedCount].join(' ');
		}
		const { id } = (task ?? message ?? printer ?? spool) as IDataObject;
		const name = `${String(event)} of ${String(id)}`;
		if (spool !== undefined) return `${name} ${++this.changes}`;
		if (printer === undefined) return name;
		const isConnection = event === 'deviceOnline' || event === 'deviceOffline';
		if (!isConnection) return `${name} ${++this.changes}`;
		const { park, time } = this.world;
		const owner = park.printers.find(({ serial }) => serial === id);
		const isOnline = event === 'deviceOnline';
		const since = owner?.since(time.now, (state) => state.isOnline === isOnline);
		return `${name} since ${since}`;
	}

	verify(views: { [S in SourceName]: PollView }): void {
		for (const source of sources) this.observers[source].verify(views[source]);
	}
}
