import { finiteNumber, isObject, objectsIn, type JsonObject } from '../cloud/json';
import { rounded } from '../output/values';
import { hasNoChamber, hasTwoNozzles } from './printerModels';

export interface Temperature {
	now: number | null;
	target: number | null;
}

const unknown: Temperature = { now: null, target: null };
/** No part of a printer is hotter; above it a field holds something else. */
const hottest = 400;

function degrees(value: unknown): number | null {
	const number = finiteNumber(value);
	return number === undefined || number < -20 || number > hottest ? null : rounded(number, 1);
}

function objectAt(value: JsonObject, ...path: string[]): JsonObject {
	let found = value;
	for (const name of path) {
		const inner = found[name];
		if (!isObject(inner)) return {};
		found = inner;
	}
	return found;
}

/** What newer firmware packs into one number: the target in the high half, the temperature in the low one. */
function unpacked(value: unknown): Temperature {
	const number = finiteNumber(value);
	if (number === undefined || !Number.isInteger(number) || number < 0) return unknown;
	const [now, target] = [degrees(number % 0x10000), degrees(Math.floor(number / 0x10000))];
	return now === null || target === null ? unknown : { now, target };
}

function firstKnown(...found: Temperature[]): Temperature {
	return found.find(({ now }) => now !== null) ?? unknown;
}

/** A temperature in a field of its own; some printers pack it there too. */
function flat(now: unknown, target: unknown): Temperature {
	const packed = (finiteNumber(now) ?? 0) > 0xffff;
	return packed ? unpacked(now) : { now: degrees(now), target: degrees(target) };
}

export function bedIn(print: JsonObject): Temperature {
	const device = objectAt(print, 'device');
	return firstKnown(
		flat(print.bed_temper, print.bed_target_temper),
		unpacked(objectAt(device, 'bed', 'info').temp),
		unpacked(device.bed_temp),
	);
}

/** Of a chamber with a sensor. P1 and A1 printers report a constant 5. */
export function chamberIn(print: JsonObject, serial: string): Temperature {
	if (hasNoChamber(serial)) return unknown;
	const device = objectAt(print, 'device');
	const own = flat(print.chamber_temper, print.ctt);
	return firstKnown(
		unpacked(objectAt(device, 'ctc', 'info').temp),
		unpacked(objectAt(print, 'info').temp),
		unpacked(device.cham_temp),
		own.now === 5 && print.ctt === undefined ? unknown : own,
	);
}

export type Side = 'left' | 'right';

export interface Nozzle extends Temperature {
	/** Null on a printer with one. */
	side: Side | null;
	diameter: number | null;
	isActive: boolean | null;
}

export interface Extruder {
	isTwoNozzle: boolean;
	/** The index of the one in use: 0 is the right or only one; undefined while it changes. */
	active: number | undefined;
	/** What the nozzles hold, as the printer packs it. */
	slots: ReadonlyMap<number, number>;
}

/** The newer description of the extruder; undefined on printers without it. */
export function extruderIn(print: JsonObject): Extruder | undefined {
	const { state, info } = objectAt(print, 'device', 'extruder');
	const rows = objectsIn(info);
	if (rows.length === 0) return undefined;
	const ids = rows.map(({ id }) => finiteNumber(id));
	const isTwoNozzle = ids.includes(0) && ids.includes(1);
	const active = ((finiteNumber(state) ?? NaN) >> 4) & 0xf;
	const isKnown = finiteNumber(state) !== undefined && ids.includes(active);
	const slots = rows.flatMap(({ id, snow }): Array<[number, number]> => {
		const [index, slot] = [finiteNumber(id), finiteNumber(snow)];
		return index === undefined || slot === undefined ? [] : [[index, slot]];
	});
	return { isTwoNozzle, active: isKnown ? active : undefined, slots: new Map(slots) };
}

function diameterOf(print: JsonObject, index: number): number | null {
	const rows = objectsIn(objectAt(print, 'device', 'nozzle').info);
	const row = rows.find(({ id }) => finiteNumber(id) === index);
	const diameter = finiteNumber(row?.diameter ?? print.nozzle_diameter);
	return diameter === undefined || diameter <= 0 || diameter > 5 ? null : rounded(diameter, 2);
}

const sides: Side[] = ['right', 'left'];

/** The nozzles, the right one first. Of two, the flat fields may mean either, so they are passed over. */
export function nozzlesIn(print: JsonObject, serial: string): Nozzle[] {
	const extruder = extruderIn(print);
	if (extruder === undefined && hasTwoNozzles(serial)) return [];
	const rows = objectsIn(objectAt(print, 'device', 'extruder').info);
	const packedOf = (index: number) =>
		unpacked(rows.find(({ id }) => finiteNumber(id) === index)?.temp);
	if (extruder?.isTwoNozzle !== true) {
		const own = flat(print.nozzle_temper, print.nozzle_target_temper);
		const diameter = diameterOf(print, 0);
		const { now, target } = firstKnown(own, packedOf(0));
		// A report of changes may say nothing of it.
		if (now === null && target === null && diameter === null) return [];
		return [{ now, target, side: null, diameter, isActive: true }];
	}
	return sides.map((side, index) => ({
		...packedOf(index),
		side,
		diameter: diameterOf(print, index),
		isActive: extruder.active === undefined ? null : extruder.active === index,
	}));
}
