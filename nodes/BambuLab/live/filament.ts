import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, isObject, objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import { colorName, hexColor } from '../output/colors';
import { filamentNameOf } from '../output/filamentNames';
import { firstHt, slotName } from '../output/slots';
import { textOrNull } from '../output/values';
import { countsAllSlots, hasTwoNozzles, tellsSlotByExtruder } from './printerModels';
import { extruderIn, type Side } from './temperatures';

/** A place for filament, as printers number it: 254 and 255 are the holders outside of an AMS. */
interface Place {
	unit: number;
	slot: number;
}

const [leftHolder, rightHolder] = [254, 255];
/** The AMS Lite of the A2L. */
const liteUnit = 16;

function whole(value: unknown): number | undefined {
	const number = finiteNumber(value);
	return number !== undefined && Number.isInteger(number) && number >= 0 ? number : undefined;
}

/** The words of prints for a place; units beyond theirs are called alike. */
function placeName({ unit, slot }: Place, isTwoNozzle: boolean): string | null {
	if (unit >= firstHt) return slotName({ ams: unit }, isTwoNozzle);
	if (unit === liteUnit) return `AMS Lite, slot ${slot + 1}`;
	if (unit <= 3) return slotName({ ams: unit * 4 + slot }, isTwoNozzle);
	return unit <= 7 ? `AMS ${unit + 1}, slot ${slot + 1}` : null;
}

/** The bit that tells whether something lies in a slot. */
function bitOf({ unit, slot }: Place): number {
	if (unit === liteUnit) return 24 + slot;
	return unit >= firstHt ? 16 + (unit - firstHt) : unit * 4 + slot;
}

function hexBits(value: unknown): bigint | undefined {
	const text = textOrEmpty(value);
	return /^[0-9a-f]{1,16}$/i.test(text) ? BigInt(`0x${text}`) : undefined;
}

function amsOf(print: JsonObject): JsonObject {
	return isObject(print.ams) ? print.ams : {};
}

/** Whether a slot holds filament; null where the printer does not say. An AMS that shuts down says nothing. */
function isLoaded(ams: JsonObject, place: Place): boolean | null {
	const bits = hexBits(ams.tray_exist_bits);
	if (bits === undefined || (bits === 0n && ams.power_on_flag === false)) return null;
	return (bits & (1n << BigInt(bitOf(place)))) !== 0n;
}

/** The units that the printer has; undefined where it does not say. */
function unitsThere(ams: JsonObject): number[] | undefined {
	const bits = hexBits(ams.ams_exist_bits);
	if (bits === undefined) return undefined;
	const ofBits = [0, 1, 2, 3, ...[0, 1, 2, 3, 4, 5, 6, 7].map((ht) => firstHt + ht), liteUnit];
	return ofBits.filter((_unit, bit) => (bits & (1n << BigInt(bit))) !== 0n);
}

function hasChip(tray: JsonObject): boolean {
	return /[1-9A-F]/i.test(textOrEmpty(tray.tray_uuid));
}

/** Whether the printer reckons what is left on spools with a chip. */
function reckonsRest(print: JsonObject): boolean {
	const flags = finiteNumber(print.home_flag);
	if (flags !== undefined && ((flags >>> 7) & 1) === 1) return true;
	const cfg = hexBits(print.cfg);
	return cfg !== undefined && ((cfg >> 17n) & 1n) === 1n;
}

function filamentOf(tray: JsonObject): IDataObject {
	const isEmpty = textOrEmpty(tray.tray_type) === '';
	const id = textOrEmpty(tray.tray_info_idx);
	return {
		// As prints name it; only the printer knows more of a filament that is in no list.
		filamentName: filamentNameOf(id, undefined) ?? textOrNull(tray.tray_sub_brands),
		filamentType: textOrNull(tray.tray_type),
		filamentId: textOrNull(id),
		color: isEmpty ? null : hexColor(tray.tray_color),
		colorName: isEmpty ? null : colorName(tray.tray_color),
	};
}

const noFilament = filamentOf({});

/**
 * The place from which the nozzle in use is fed, where the report says it beyond doubt; null where it says that there is
 * none.
 */
function activePlace(print: JsonObject, serial: string): Place | null | undefined {
	const extruder = extruderIn(print);
	if (extruder !== undefined) {
		const packed = extruder.slots.get(extruder.active ?? NaN);
		if (packed === undefined) return undefined;
		const place = { unit: (packed >> 8) & 0xff, slot: packed & 0xff };
		return place.slot === 0xff ? null : place;
	}
	const ams = amsOf(print);
	const now = whole(ams.tray_now);
	if (now === undefined) return undefined;
	if (now === 255) return null;
	if (tellsSlotByExtruder(serial)) return undefined;
	if (now >= firstHt) return { unit: now, slot: 0 };
	const units = unitsThere(ams);
	if (now > 31 || units?.length === 0) return undefined;
	if (now > 3 || countsAllSlots(serial)) return { unit: Math.floor(now / 4), slot: now % 4 };
	// Other models tell the slot, but not of which unit.
	const [single, ...others] = units ?? [];
	if (single !== undefined && others.length === 0) return { unit: single, slot: now };
	const used = (Array.isArray(print.mapping) ? print.mapping : []).map(whole);
	const fitting = used.filter((place) => place !== undefined && (place & 0xff) === now);
	const [only] = fitting;
	return fitting.length === 1 && only !== undefined && only !== 65535
		? { unit: only >> 8, slot: now }
		: undefined;
}

function isSame(a: Place | null | undefined, b: Place): boolean {
	return a != null && a.unit === b.unit && (a.slot === b.slot || b.unit >= firstHt);
}

interface Tray {
	place: Place;
	row: JsonObject;
}

function traysOf(unit: JsonObject): Tray[] {
	const id = whole(unit.id);
	return objectsIn(unit.tray).flatMap((row) => {
		const slot = whole(row.id);
		return id === undefined || slot === undefined ? [] : [{ place: { unit: id, slot }, row }];
	});
}

/** The spools outside of an AMS. Newer printers have a list of them; the number of a single one differs. */
function externalOf(print: JsonObject, isTwoNozzle: boolean): Tray[] {
	const listed = objectsIn(print.vir_slot);
	const rows = listed.length > 0 ? listed : isObject(print.vt_tray) ? [print.vt_tray] : [];
	return rows.map((row) => ({
		place: { unit: isTwoNozzle ? (whole(row.id) ?? rightHolder) : leftHolder, slot: 0 },
		row,
	}));
}

const kinds = ['AMS', 'AMS Lite', 'AMS 2 Pro', 'AMS HT', 'AMS Lite'];

function unitKind(unit: JsonObject): string | null {
	const bits = hexBits(unit.info);
	return bits === undefined ? null : (kinds[Number(bits & 0xfn) - 1] ?? null);
}

function between(value: unknown, low: number, high: number): number | null {
	const number = finiteNumber(value);
	return number === undefined || number < low || number > high ? null : number;
}

/** The name of a unit, such as "AMS 1". */
export function unitName(unit: JsonObject): string | null {
	const id = whole(unit.id);
	return id === undefined
		? null
		: (placeName({ unit: id, slot: 0 }, false)?.replace(/, slot 1$/, '') ?? null);
}

/** Humidity from 5, dry, to 1, wet. An AMS HT has no level, and some report no percentage. */
export function humidityLevel(unit: JsonObject): number | null {
	return between(unit.humidity, 1, 5);
}

export function dryingMinutes(unit: JsonObject): number | null {
	return between(unit.dry_time, 0, 100_000);
}

export function unitsIn(print: JsonObject): JsonObject[] {
	return objectsIn(amsOf(print).ams);
}

export interface ReadFilaments {
	/** What the nozzle in use prints with; all null where that is not known. */
	active: IDataObject;
	amsUnits: IDataObject[];
	externalSpools: IDataObject[];
}

export function filamentsIn(print: JsonObject, serial: string, side: Side | null): ReadFilaments {
	const ams = amsOf(print);
	const isTwoNozzle = extruderIn(print)?.isTwoNozzle ?? hasTwoNozzles(serial);
	const active = activePlace(print, serial);
	const reckons = reckonsRest(print);
	const read = ({ place, row }: Tray): IDataObject => {
		const loaded = isLoaded(ams, place);
		const isGone = loaded === false;
		return {
			slot: placeName(place, isTwoNozzle),
			isLoaded: loaded,
			...(isGone ? noFilament : filamentOf(row)),
			remainingPercent: reckons && hasChip(row) && !isGone ? between(row.remain, 0, 100) : null,
			isActive: active === undefined ? null : isSame(active, place),
		};
	};
	const external = externalOf(print, isTwoNozzle);
	const units = unitsIn(print);
	const isAtHolder = active != null && active.unit >= leftHolder;
	const inUse = [...units.flatMap(traysOf), ...external].find(({ place }) =>
		isAtHolder && !isTwoNozzle ? place.unit >= leftHolder : isSame(active, place),
	);
	return {
		active: {
			...(inUse === undefined ? noFilament : filamentOf(inUse.row)),
			slot: active == null ? null : placeName(active, isTwoNozzle),
			nozzle: side,
		},
		amsUnits: units.map((unit) => ({
			unit: unitName(unit),
			kind: unitKind(unit),
			humidityLevel: humidityLevel(unit),
			humidityPercent: between(unit.humidity_raw, 1, 100),
			celsius: between(unit.temp, 0.1, 100),
			dryingMinutes: dryingMinutes(unit),
			slots: traysOf(unit).map(read),
		})),
		externalSpools: external.map(({ place, row }) => ({
			slot: placeName(place, isTwoNozzle),
			...filamentOf(row),
		})),
	};
}
