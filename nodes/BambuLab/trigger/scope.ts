import { textOrEmpty, type JsonObject } from '../cloud/json';
import { taskTitle } from '../output/design';
import { filamentTypeOf } from '../output/prices';
import type { Status } from '../output/status';
import { readTask, usedFilaments } from '../output/task';
import { idOrNull } from '../output/values';
import type { EventName, SourceName } from './events';

/** Which prints are wanted; what is missing leaves none out. */
export interface PrintFilter {
	/** In lower case. */
	titleContains?: string;
	/** Source of a regular expression. */
	titlePattern?: string;
	/** Types or ids, in lower case. */
	filaments?: string[];
	minMinutes?: number;
	onlyOwnDesigns?: boolean;
}

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

export interface StatusChange {
	/** What the status may have been before. */
	from: Status[];
	to: Status;
	/** What it was, as far as that is known. */
	previous: Status | undefined;
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
	/** Where it is that a status has changed. */
	change?: StatusChange | undefined;
}

/** A pattern that takes its time must not stop n8n. */
const maxTitleLength = 300;

function pattern(source: string): RegExp {
	const [, inner = source, flags = 'i'] = /^\/(.+)\/([a-z]*)$/.exec(source) ?? [];
	return new RegExp(inner, flags.replace(/[gy]/g, ''));
}

function isPattern(source: string): boolean {
	try {
		return pattern(source) !== undefined;
	} catch {
		return false;
	}
}

/** @throws Error with a sentence where a filter cannot be used */
export function printFilterIn(filters: JsonObject): PrintFilter {
	const filter: PrintFilter = {};
	const textOf = (name: string, label: string): string | undefined => {
		if (!(name in filters)) return undefined;
		const text = String(filters[name]);
		if (text.trim() === '')
			throw new Error(`"${label}" is empty. Fill it in, or remove it from "Filters".`);
		return text;
	};
	const contains = textOf('titleContains', 'Title Contains');
	if (contains !== undefined) filter.titleContains = contains.toLowerCase();
	const source = textOf('titlePattern', 'Title Pattern');
	if (source !== undefined) {
		if (!isPattern(source))
			throw new Error(
				`"Title Pattern" is not a valid regular expression. Correct "${source}"; one that works is ^Order \\d+.`,
			);
		filter.titlePattern = source;
	}
	if (Array.isArray(filters.filaments)) {
		filter.filaments = filters.filaments.map((name) => String(name).toLowerCase());
	}
	if ('minMinutes' in filters) filter.minMinutes = Number(filters.minMinutes);
	if (filters.onlyOwnDesigns === true) filter.onlyOwnDesigns = true;
	return filter;
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

/** The same scope with one of its filters alone, by the name of its parameter. */
export function withOneFilter({ prints = {}, ...scope }: Scope, filter: string): Scope {
	const { events, printers } = scope;
	if (filter === 'deviceIds') return { events, printers };
	const isIt = ([name]: [string, unknown]) => name === filter;
	return {
		...Object.fromEntries(Object.entries(scope).filter(isIt)),
		prints: Object.fromEntries(Object.entries(prints).filter(isIt)),
		...{ events, printers: [] },
	};
}

export function includesPrinter({ printers }: Scope, serial: string): boolean {
	return printers.length === 0 || printers.includes(serial);
}

function isAmong(chosen: string[] | undefined, values: string[] | undefined): boolean {
	if (chosen === undefined || chosen.length === 0 || values === undefined) return true;
	return values.some((value) => chosen.includes(value));
}

function usesAny(task: JsonObject, filaments: string[]): boolean {
	const names = usedFilaments(task).flatMap((use) => [
		filamentTypeOf(use),
		textOrEmpty(use.filamentId),
	]);
	return names.some((name) => filaments.includes(name.toLowerCase()));
}

/** How long a print took, or is to take. */
export function minutesOf(task: JsonObject): number | null {
	const { durationMinutes, estimatedMinutes } = readTask(task, {});
	return durationMinutes ?? estimatedMinutes;
}

function passesPrint(filter: PrintFilter, task: JsonObject): boolean {
	const { titleContains, titlePattern, filaments, minMinutes, onlyOwnDesigns } = filter;
	const title = taskTitle(task).slice(0, maxTitleLength);
	if (titleContains !== undefined && !title.toLowerCase().includes(titleContains)) return false;
	if (titlePattern !== undefined && !pattern(titlePattern).test(title)) return false;
	if (onlyOwnDesigns === true && idOrNull(task.designId) !== null) return false;
	if (filaments !== undefined && !usesAny(task, filaments)) return false;
	return minMinutes === undefined || (minutesOf(task) ?? -1) >= minMinutes;
}

export function isInScope(scope: Scope, event: Choosable): boolean {
	const { name, printer, messageTypes, print, change } = event;
	return (
		scope.events.includes(name) &&
		// What concerns the account as a whole has no printer to choose by.
		(printer === undefined || includesPrinter(scope, printer)) &&
		isAmong(scope.messageTypes, messageTypes) &&
		isAmong(scope.statusFrom, change?.from) &&
		isAmong(scope.statusTo, change && [change.to]) &&
		(print === undefined || passesPrint(scope.prints ?? {}, print))
	);
}
