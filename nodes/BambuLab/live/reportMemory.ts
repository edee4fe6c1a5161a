import type { IDataObject } from 'n8n-workflow';

import { isObject, type JsonObject } from '../cloud/json';
import { isKnown, newOrder, type Known, type Order } from './known';

interface Remembered {
	known: Known;
	order: Order;
	/** When it was last given to n8n to store. */
	storedAt: number;
	/** Whether this process has heard it: else it does not know what was said in between. */
	isOwn: boolean;
}

/** Where a node's memory is: in the process, and in what n8n stores for the node. */
export interface Place {
	/** Names the node among all of the process. */
	node: string;
	/** What n8n stores for the node; it is saved when something in it was changed. */
	stored?: IDataObject | undefined;
}

const maxNodes = 200;
const maxPrinters = 500;
const maxStored = 60;
/** A printer with four units of an AMS takes a third of it. */
const maxStoredLength = 24_000;
/** What was not heard of for a day is no longer known. */
const dayMs = 24 * 3_600_000;
/** Each change is written to n8n's database. */
const storeEveryMs = 60_000;

const nodes = new Map<string, Map<string, Remembered>>();

/** Puts an entry last, and drops the first ones where there are too many. */
function keepLast<T>(map: Map<string, T>, key: string, value: T, most: number): T {
	map.delete(key);
	map.set(key, value);
	for (const oldest of map.keys()) {
		if (map.size <= most) break;
		map.delete(oldest);
	}
	return value;
}

function printersOf(node: string): Map<string, Remembered> {
	return keepLast(nodes, node, nodes.get(node) ?? new Map<string, Remembered>(), maxNodes);
}

const storedKey = 'livePrinters';

function storedPrinters(stored: IDataObject | undefined): JsonObject {
	const printers = stored?.[storedKey];
	return isObject(printers) ? printers : {};
}

function isFresh({ at }: Known, now: number): boolean {
	return Math.abs(now - at) < dayMs;
}

/** What is known of a printer: what the process knows, or what n8n has stored since by another process. */
export function recall(
	{ node, stored }: Place,
	serial: string,
	now: number,
): Remembered | undefined {
	const own = printersOf(node).get(serial);
	const other = storedPrinters(stored)[serial];
	const isNewer = isKnown(other) && other.at > (own?.known.at ?? -Infinity);
	const known = isNewer ? (JSON.parse(JSON.stringify(other)) as Known) : own?.known;
	if (known === undefined || !isFresh(known, now)) return undefined;
	return isNewer ? { known, order: newOrder(), storedAt: own?.storedAt ?? now, isOwn: false } : own;
}

/** A copy to be stored, as n8n changes what it is given; undefined for what is too long. */
function copyOf(known: Known): Known | undefined {
	const text = JSON.stringify(known);
	return text.length > maxStoredLength ? undefined : (JSON.parse(text) as Known);
}

/**
 * What this process gave to n8n to store and is not there: executions that overlap have copies of their own, and the
 * last one that ends writes over the others.
 */
function overwritten(node: string, printers: JsonObject): Array<[serial: string, known: Known]> {
	return [...printersOf(node)].slice(-maxStored).flatMap(([serial, { known, storedAt }]) => {
		const other = printers[serial];
		if (isKnown(other) && other.at >= storedAt) return [];
		const copy = copyOf(known);
		return copy === undefined ? [] : [[serial, copy]];
	});
}

function store({ node, stored = {} }: Place, serial: string, known: Known, now: number): void {
	const printers = storedPrinters(stored);
	const others = Object.entries({
		...printers,
		...Object.fromEntries(overwritten(node, printers)),
	})
		.filter(([name, other]) => name !== serial && isKnown(other) && isFresh(other, now))
		.sort(([, a], [, b]) => (b as Known).at - (a as Known).at)
		.slice(0, maxStored - 1);
	const own = copyOf(known);
	stored[storedKey] = Object.fromEntries([
		...others,
		...(own === undefined ? [] : [[serial, own]]),
	]) as IDataObject;
}

/**
 * Keeps what is known of a printer.
 * @param isUrgent whether n8n is to store it at once: something was told that must not be told again
 */
export function remember(
	place: Place,
	serial: string,
	{ known, order, storedAt, isOwn }: Remembered,
	now: number,
	isUrgent: boolean,
): void {
	const { node, stored } = place;
	const isDue = stored !== undefined && (isUrgent || now - storedAt >= storeEveryMs);
	if (isDue) store(place, serial, known, now);
	const entry = { known, order, storedAt: isDue ? now : storedAt, isOwn };
	keepLast(printersOf(node), serial, entry, maxPrinters);
}

/** For tests: as after a restart of n8n. */
export function forgetPrinters(): void {
	nodes.clear();
}
