import type { IDataObject } from 'n8n-workflow';

import { objectsIn } from '../cloud/json';
import type { TaskRow } from '../cloud/api/rows';
import { pricePerKg, rounded, type FilamentUse, type Prices } from './filaments';
import { simplifyTask } from './task';

/** What is the print's as a whole: it stands in the first row only, so that a column's sum is right. */
const wholeFigures = ['durationMinutes', 'estimatedMinutes'] as const;

type Figure = number | null;

/** Each weight's part of the whole; equal parts where the cloud has given no weights (yet). */
function sharesOf(weights: Figure[]): number[] {
	const total = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
	return weights.map((weight) => (total > 0 ? (weight ?? 0) / total : 1 / weights.length));
}

/** Splits a figure into rounded parts that add up to it: what is rounded is the sum so far. */
function parts(figure: unknown, shares: number[]): Figure[] | undefined {
	if (typeof figure !== 'number') return undefined;
	let share = 0;
	let given = 0;
	return shares.map((next, index) => {
		share = index === shares.length - 1 ? 1 : share + next;
		const reached = rounded(figure * share, 2);
		const part = rounded(reached - given, 2);
		given = reached;
		return part;
	});
}

function costsOf(task: TaskRow, grams: Figure[], prices: Prices, whole: unknown): Figure[] {
	const uses = objectsIn(task.amsDetailMapping);
	const costs = grams.map((weight, index) => {
		const price = pricePerKg(uses[index] ?? {}, prices);
		return weight === null || price === undefined ? null : (weight * price) / 1000;
	});
	return (
		parts(whole, sharesOf(costs)) ?? costs.map((cost) => (cost === null ? null : rounded(cost, 2)))
	);
}

/**
 * One row per filament, ready for a spreadsheet: the task's fields, then the filament's. The columns
 * of grams, metres and cost add up to the task's figures. A task without filament data stays one row.
 */
export function splitByFilament(task: TaskRow, prices?: Prices): IDataObject[] {
	const { filaments, ...fields } = simplifyTask(task, prices);
	const known = filaments as FilamentUse[];
	const uses: Array<Partial<FilamentUse>> = known.length > 0 ? known : [{}];
	const ownGrams = uses.map(({ estimatedGrams = null }) => estimatedGrams);
	const shares = sharesOf(ownGrams);
	const grams = parts(fields.estimatedGrams, shares) ?? ownGrams;
	const metres = parts(fields.estimatedMetres, shares) ?? uses.map(() => null);
	const costs = prices && costsOf(task, grams, prices, fields.estimatedCost);
	return uses.map((use, index) => ({
		...fields,
		...(index === 0 ? {} : Object.fromEntries(wholeFigures.map((name) => [name, null]))),
		estimatedGrams: grams[index] ?? null,
		estimatedMetres: metres[index] ?? null,
		...(costs === undefined ? {} : { estimatedCost: costs[index] ?? null }),
		// One and the same for a sheet that several workflows write to.
		rowId: `${String(fields.id)}-${index + 1}`,
		filamentNumber: index + 1,
		filamentCount: known.length,
		filamentType: use.type ?? null,
		filamentName: use.name ?? null,
		filamentId: use.filamentId ?? null,
		color: use.color ?? null,
		colorName: use.colorName ?? null,
		slot: use.slot ?? null,
	}));
}
