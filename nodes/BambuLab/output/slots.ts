import { finiteNumber, objectsIn, textOrEmpty } from '../cloud/json';
import type { FilamentUseRow, TaskRow } from './rowTypes';

const leftSpool = 254;
const rightSpool = 255;
/** AMS HT units hold one spool each and are lettered. */
export const firstHt = 128;
const lastHt = 135;
const firstHtSlot = 16;
const lastHtSlot = 23;

/** Printers with two nozzles, by the names and codes that tasks give; the slicer's own list. */
const twoNozzleModels = ['H2D', 'H2D Pro', 'H2C', 'X2D', 'O1D', 'O1E', 'O2D', 'O1C', 'O1C2', 'N6'];

export function isTwoNozzleModel(model: string): boolean {
	return twoNozzleModels.includes(model.replace(/-V\d+$/, ''));
}

function wholeNumber(value: unknown): number | undefined {
	const number = finiteNumber(value);
	return Number.isInteger(number) ? number : undefined;
}

function isBetween(value: number, low: number, high: number): boolean {
	return value >= low && value <= high;
}

function htName(index: number): string {
	return `AMS HT ${String.fromCharCode(65 + index)}`;
}

/** Whether the printer of a task has two nozzles: by its model, its nozzles, or both its spool holders. */
export function hasTwoNozzles(task: TaskRow): boolean {
	if (isTwoNozzleModel(textOrEmpty(task.deviceModel))) return true;
	const nozzles = objectsIn(task.nozzleInfos).map(({ id }) => wholeNumber(id));
	if (nozzles.includes(0) && nozzles.includes(1)) return true;
	const used = objectsIn(task.amsDetailMapping).map(({ ams }) => wholeNumber(ams));
	return used.includes(leftSpool) && used.includes(rightSpool);
}

/** Which of two nozzles a filament was on: right is 0, left is 1. A printer with one numbers it at will. */
export function nozzleOf({ nozzleId }: FilamentUseRow, isTwoNozzle: boolean): string | null {
	const id = wholeNumber(nozzleId);
	if (!isTwoNozzle || id === undefined) return null;
	return id === 0 ? 'right' : id === 1 ? 'left' : null;
}

const sides = new Map([
	[leftSpool, 'left'],
	[rightSpool, 'right'],
]);

/** The spool outside of an AMS; of two, the right one is 255 and the left one 254. */
function externalName(filament: FilamentUseRow, isTwoNozzle: boolean): string {
	if (!isTwoNozzle) return 'External';
	const [flat, unit] = [filament.ams, filament.amsId].map((index) =>
		sides.get(wholeNumber(index) ?? 0),
	);
	// Beside an index that says nothing, the unit may be the same for both.
	const side = flat ?? nozzleOf(filament, true) ?? unit;
	return side === undefined ? 'External' : `External (${side})`;
}

/**
 * A slot as people call it. `ams` is a flat index: 0 to 15 are four units of four slots, 16 to 23 and
 * 128 to 135 are AMS HT units, 254, 255 and -1 are outside of an AMS. `amsId` and `slotId` may be unset
 * zeros beside it, so they count only where `ams` is missing, or name an AMS HT or external spool.
 */
export function slotName(filament: FilamentUseRow, isTwoNozzle = false): string | null {
	const flat = wholeNumber(filament.ams);
	const unit = wholeNumber(filament.amsId);
	for (const index of [flat, unit]) {
		if (index === undefined) continue;
		if (sides.has(index)) return externalName(filament, isTwoNozzle);
		if (isBetween(index, firstHt, lastHt)) return htName(index - firstHt);
	}
	if (flat === -1) return externalName(filament, isTwoNozzle);
	if (flat !== undefined) {
		if (isBetween(flat, firstHtSlot, lastHtSlot)) return htName(flat - firstHtSlot);
		if (!isBetween(flat, 0, firstHtSlot - 1)) return null;
		return `AMS ${Math.floor(flat / 4) + 1}, slot ${(flat % 4) + 1}`;
	}
	const slot = wholeNumber(filament.slotId);
	if (unit === undefined || slot === undefined || !isBetween(unit, 0, 3)) return null;
	return isBetween(slot, 0, 3) ? `AMS ${unit + 1}, slot ${slot + 1}` : null;
}
