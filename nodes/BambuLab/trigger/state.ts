import { isObject } from '../cloud/json';
import { sourceNames, type SourceName } from './events';
import type { Scope } from './scope';

/** Whether a stored value has the shape that it must have. */
export type Shape = (value: unknown) => boolean;

/** Names under which n8n's copies of the stored state lose what stands there. */
const lostNames = ['__proto__', 'constructor', 'prototype'];

export function survivesCopy(name: string): boolean {
	return !lostNames.includes(name);
}

export const number: Shape = Number.isFinite;
export const text: Shape = (value) => typeof value === 'string';

export function listOf(entry: Shape): Shape {
	return (value) => Array.isArray(value) && value.every(entry);
}

/** Entries of a kind, by any name. */
export function tableOf(entry: Shape): Shape {
	return (value) => isObject(value) && Object.values(value).every(entry);
}

export function record(fields: { [name: string]: Shape }): Shape {
	const parts = Object.entries(fields);
	return (value) => isObject(value) && parts.every(([name, shape]) => shape(value[name]));
}

export function optional(shape: Shape): Shape {
	return (value) => value === undefined || shape(value);
}

/** The account whose events these are; `token` lets a poll see without a request that it is the same. */
export interface Account {
	uid: string;
	/** Hash of the credential and the session with which `uid` was read. */
	token: string;
}

/** What is known of a source, and for which settings its events were told. */
export interface SourceEntry {
	scope: Scope;
	known: unknown;
}

/** Something that cannot be read, and of which that was told. */
export interface ToldTrouble {
	/** Milliseconds. */
	since: number;
	/** When each problem was told last: they may take turns. */
	toldAt: { [problem: string]: number };
}

export const stateVersion = 1;

/** What n8n stores of a trigger, as plain JSON. */
export interface TriggerState {
	version: typeof stateVersion;
	account: Account;
	/**
	 * Milliseconds; changes with each poll that tells something. Events that the cloud gives no id get
	 * theirs from it: one that is told again after a crash, from the same state, has the same id.
	 */
	lastEventAt: number;
	/** Hash of the events and filters that the user had chosen: n8n does not say whether they are others now. */
	chosen?: string;
	/**
	 * When the user published other settings last; milliseconds. What is new in them counts from then in a
	 * source that could not be read at once: n8n stores a later reading only if it tells something.
	 */
	changedAt?: number;
	/** The printers that the user has chosen, as they were given: serial numbers by it. */
	printers: { [given: string]: string };
	/** Of the sources that a chosen event needs; one that is missing begins anew. */
	sources: { [Name in SourceName]?: SourceEntry };
	/** By the label of what cannot be read; empty where nothing can. */
	troubles?: { [label: string]: ToldTrouble };
}

const isPrintFilter = record({
	titleContains: optional(text),
	titlePattern: optional(text),
	filaments: optional(listOf(text)),
	minMinutes: optional(number),
	onlyOwnDesigns: optional((value) => typeof value === 'boolean'),
});
const isState = record({
	version: (value) => value === stateVersion,
	account: record({ uid: text, token: text }),
	lastEventAt: number,
	chosen: optional(text),
	changedAt: optional(number),
	printers: tableOf(text),
	sources: isObject,
	troubles: optional(tableOf(record({ since: number, toldAt: tableOf(number) }))),
});
const isEntry = record({
	scope: record({
		events: listOf(text),
		printers: listOf(text),
		messageTypes: optional(listOf(text)),
		prints: optional(isPrintFilter),
		statusFrom: optional(listOf(text)),
		statusTo: optional(listOf(text)),
	}),
});

/** Reads a stored state; undefined where it is none, or was written by a version unknown to this one. */
export function readState(stored: unknown): TriggerState | undefined {
	if (!isState(stored)) return undefined;
	const { sources, ...rest } = stored as TriggerState;
	const sound = sourceNames.filter((name) => isEntry(sources[name]));
	return { ...rest, sources: Object.fromEntries(sound.map((name) => [name, sources[name]])) };
}
