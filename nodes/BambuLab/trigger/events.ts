import type { JsonObject } from '../cloud/json';
import type { Status } from '../output/status';
import { eventOptions } from './eventOptions';
import { passesPrint, type PrintFilter } from './printFilter';

export { eventOptions };

export type EventName = (typeof eventOptions)[number]['value'];

/** What a poll may have to look at, in the order in which it does, and the events that come from it. */
const eventsOfSource = {
	prints: [
		'taskCreated',
		'taskOverdue',
		'taskEnded',
		'taskFailed',
		'taskFinished',
		'taskFilamentData',
		'deviceIdle',
	],
	messages: ['messageReceived', 'commentReceived'],
	printers: [
		'deviceAdded',
		'deviceRemoved',
		'deviceOffline',
		'deviceOnline',
		'deviceStatusChanged',
	],
	firmware: ['firmwareAvailable', 'firmwareInstalled'],
	spools: ['filamentLow'],
	milestones: ['modelMilestone'],
	signIn: ['signInExpiring'],
} as const satisfies { [source: string]: readonly EventName[] };

export type SourceName = keyof typeof eventsOfSource;

export const sourceNames = Object.keys(eventsOfSource) as SourceName[];

/** Those of the chosen events that come from the source. */
export function eventsFrom(source: SourceName, chosen: string[]): string[] {
	return chosen.filter((name) => eventsOfSource[source].some((own) => own === name));
}

export type PrintEventName = (typeof eventsOfSource.prints)[number];
export type PrinterEventName = (typeof eventsOfSource.printers)[number];

/** The events that are about a print. */
export const printEvents: readonly PrintEventName[] = eventsOfSource.prints;

/** Those of the trigger itself. */
export const troubleEvents = ['triggerTrouble', 'triggerRecovered'] as const;

/** What the user leaves out beside other printers; an empty list means all. */
export interface Filters {
	messageTypes: string[];
	prints: PrintFilter;
	statusFrom: string[];
	statusTo: string[];
}

/** What the user listens for; an empty list, or one that is missing, means all. */
export interface Scope extends Partial<Filters> {
	events: string[];
	/** Serial numbers. */
	printers: string[];
}

/** Those of the filters that the source's events are chosen by. */
export function filtersFor(source: SourceName, filters: Filters): Partial<Filters> {
	const { messageTypes, prints, statusFrom, statusTo } = filters;
	if (source === 'messages') return { messageTypes };
	if (source === 'prints' && Object.keys(prints).length > 0) return { prints };
	if (source !== 'printers') return {};
	return {
		...(statusFrom.length > 0 && { statusFrom }),
		...(statusTo.length > 0 && { statusTo }),
	};
}

/** What of an event the user can choose by. */
export interface Choosable {
	name: EventName;
	/** Serial number; empty where nobody knows it, undefined for what concerns the account as a whole. */
	printer: string | undefined;
	/** What a message may be called: its kind, and its number. */
	messageTypes?: string[];
	/** The print that it is about. */
	print?: JsonObject;
	/** Where it is that a status has changed: to which one, and from what it may have been. */
	change?: { from: Status[]; to: Status } | undefined;
}

export function includesPrinter({ printers }: Scope, serial: string): boolean {
	return printers.length === 0 || printers.includes(serial);
}

function isAmong(chosen: string[] | undefined, values: string[] | undefined): boolean {
	if (chosen === undefined || chosen.length === 0 || values === undefined) return true;
	return values.some((value) => chosen.includes(value));
}

export function isInScope(scope: Scope, event: Choosable): boolean {
	const { name, printer, messageTypes, print, change } = event;
	// What concerns the account as a whole has no printer to choose by.
	const isPrinterChosen = printer === undefined || includesPrinter(scope, printer);
	return (
		scope.events.includes(name) &&
		isPrinterChosen &&
		isAmong(scope.messageTypes, messageTypes) &&
		isAmong(scope.statusFrom, change?.from) &&
		isAmong(scope.statusTo, change && [change.to]) &&
		(print === undefined || passesPrint(scope.prints ?? {}, print))
	);
}
