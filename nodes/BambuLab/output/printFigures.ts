import { finiteNumber } from '../cloud/json';
import type { RowContext } from './rowForm';
import type { FilamentUseRow, TaskRow } from './rowTypes';
import { pricePerKg, type Prices } from './prices';
import { positive, rounded, scaled } from './values';

/** Null where it is not known. */
export type Figure = number | null;

/** What a print, or one of its filaments, takes and costs. */
export interface Figures {
	estimatedGrams: Figure;
	estimatedMetres: Figure;
	estimatedUsedGrams: Figure;
	/** Where prices are given. */
	estimatedCost?: Figure;
	estimatedUsedCost?: Figure;
	/** The parts of the cost, which add up to it; the first filament bears the machine's. */
	estimatedFilamentCost?: Figure;
	/** Where an hour has a price. */
	estimatedMachineCost?: Figure;
}

/** What of a print its figures depend on, besides its weights. */
export interface Run {
	/** How much of it was done, from 0 to 1; null where nobody knows (yet). */
	usedShare: Figure;
	/** How long the whole print takes, and how long the machine did run for it. */
	minutes: Figure;
	usedMinutes: Figure;
}

/** Rounded parts that add up to the rounded sum: what is rounded is the sum so far. */
function roundedParts(exact: Figure[]): Figure[] {
	let sum = 0;
	let given = 0;
	return exact.map((value) => {
		if (value === null) return null;
		sum += value;
		const reached = rounded(sum, 2);
		const part = rounded(reached - given, 2);
		given = reached;
		return part;
	});
}

function sumOf(values: Figure[]): number {
	return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

function timesAll(values: Figure[], factor: Figure): Figure[] {
	return values.map((value) => (value === null || factor === null ? null : value * factor));
}

/** A filament's own weight; undefined where the cloud gives none. */
function ownWeight({ weight }: FilamentUseRow): number | undefined {
	const grams = finiteNumber(weight);
	return grams !== undefined && grams >= 0 ? grams : undefined;
}

/**
 * Each filament's part of the whole. Its own weights need not add up to the weight of the print, which
 * counts. One without a weight gets what the others leave; where none has one, all get the same.
 */
function sharesOf(weights: Array<number | undefined>, whole: number): Figure[] {
	const known = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
	const missing = weights.filter((weight) => weight === undefined).length;
	if (known === 0) {
		const equal = 1 / (missing || weights.length);
		return weights.map((weight) => (weight === undefined || missing === 0 ? equal : 0));
	}
	const rest = missing === 0 ? 0 : Math.max(0, whole - known);
	return weights.map((weight) => {
		if (weight !== undefined) return weight / (known + rest);
		return rest === 0 ? null : rest / missing / (known + rest);
	});
}

function gramsOf(task: TaskRow, weights: Array<number | undefined>): Figure {
	const own = weights.reduce<number>((sum, weight) => sum + (weight ?? 0), 0);
	return scaled(task.weight, 1, 2) ?? scaled(own, 1, 2);
}

/** What each of the filaments costs, not rounded; nothing where none of it is used. */
function filamentCosts(grams: Figure[], uses: FilamentUseRow[], prices: Prices): Figure[] {
	return grams.map((weight, index) => {
		if (weight === null || weight === 0) return weight;
		const price = pricePerKg(uses[index] ?? {}, prices);
		return price === undefined ? null : (weight * price) / 1000;
	});
}

interface Costs {
	whole: Figure;
	parts: Figure[];
	/** Of the whole and of its parts, what is not the machine's. */
	filament: Figure;
	filamentParts: Figure[];
	machine: Figure;
}

/** Grams and minutes at their prices. The whole is known only where all that was used has a price. */
function costsOf(grams: Figure[], uses: FilamentUseRow[], minutes: Figure, prices: Prices): Costs {
	const { perKg, byFilament, perHour } = prices;
	const hasFilamentPrice = perKg !== undefined || (byFilament?.size ?? 0) > 0;
	const machine = perHour === undefined || minutes === null ? null : (minutes / 60) * perHour;
	const filaments = hasFilamentPrice ? filamentCosts(grams, uses, prices) : grams.map(() => null);
	const isUnpriced = filaments.some((cost, index) => cost === null && grams[index] !== null);
	const isWeighed = grams.some((weight) => weight !== null);
	const isPriced = hasFilamentPrice && isWeighed && !isUnpriced;
	const isKnown =
		(perHour === undefined || machine !== null) &&
		(hasFilamentPrice ? isPriced : perHour !== undefined);
	const [first = null, ...others] = filaments;
	const withMachine =
		machine === null || (first === null && !isKnown) ? first : (first ?? 0) + machine;
	const exact = [withMachine, ...others];
	const whole = rounded(sumOf(exact), 2);
	const parts = roundedParts(exact);
	const ofMachine = machine === null ? 0 : rounded(machine, 2);
	return {
		whole: isKnown ? whole : null,
		parts,
		filament: isPriced ? rounded(whole - ofMachine, 2) : null,
		// What is left of the whole, so that the cents add up.
		filamentParts: filaments.map((cost, index) =>
			cost === null ? null : rounded((parts[index] ?? 0) - (index === 0 ? ofMachine : 0), 2),
		),
		machine: machine === null ? null : ofMachine,
	};
}

function pricedFigures(
	grams: Figure[],
	usedGrams: Figure[],
	uses: FilamentUseRow[],
	{ usedShare, minutes, usedMinutes }: Run,
	prices: Prices,
) {
	const full = costsOf(grams, uses, minutes, prices);
	const used = costsOf(usedGrams, uses, usedMinutes, prices);
	const figures = (cost: Figure, usedCost: Figure, filament: Figure, machine: Figure) => ({
		estimatedCost: cost,
		estimatedUsedCost: usedShare === null ? null : usedCost,
		estimatedFilamentCost: filament,
		...(prices.perHour === undefined ? {} : { estimatedMachineCost: machine }),
	});
	return {
		whole: figures(full.whole, used.whole, full.filament, full.machine),
		parts: full.parts.map((cost, index) =>
			figures(
				cost,
				used.parts[index] ?? null,
				full.filamentParts[index] ?? null,
				index === 0 ? full.machine : null,
			),
		),
	};
}

/**
 * The figures of a print and of its filaments, which add up to it to the cent. What stands in a row is
 * what is priced: grams, metres, and cost all follow the weight of the print. All are the slicer's
 * estimates. A print of which no filament is known has one part, itself.
 *
 * @param uses the filaments that the print uses
 */
export function figuresOf(
	task: TaskRow,
	uses: FilamentUseRow[],
	run: Run,
	prices: Prices | undefined,
): { whole: Figures; parts: Figures[] } {
	const parts = uses.length > 0 ? uses : [{}];
	const weights = parts.map(ownWeight);
	const grams = gramsOf(task, weights);
	const metres = scaled(task.length, 100, 2);
	if (parts.length === 1 && prices === undefined) {
		// Most prints are of one filament, and it is all of them.
		const usedGrams = timesAll([grams], run.usedShare)[0] ?? null;
		const whole = {
			estimatedGrams: grams,
			estimatedMetres: metres,
			estimatedUsedGrams: usedGrams === null ? null : rounded(usedGrams, 2),
		};
		return { whole, parts: [whole] };
	}
	const shares = sharesOf(weights, positive(grams) ?? 0);
	const exactGrams = timesAll(shares, grams);
	const gramParts = roundedParts(exactGrams);
	const metreParts = roundedParts(timesAll(shares, metres));
	const usedParts = roundedParts(timesAll(exactGrams, run.usedShare));
	const costs = prices && pricedFigures(gramParts, usedParts, parts, run, prices);
	return {
		whole: {
			estimatedGrams: grams,
			estimatedMetres: metres,
			estimatedUsedGrams: usedParts.every((part) => part === null)
				? null
				: rounded(sumOf(usedParts), 2),
			...costs?.whole,
		},
		parts: parts.map((_, index) => ({
			estimatedGrams: gramParts[index] ?? null,
			estimatedMetres: metreParts[index] ?? null,
			estimatedUsedGrams: usedParts[index] ?? null,
			...costs?.parts[index],
		})),
	};
}

/** The parts of the cost stand beside it where it has two; the used grams, so that both stand for one thing. */
export function costFields({ prices }: RowContext): readonly string[] {
	if (prices === undefined) return [];
	const parts =
		prices.perHour === undefined ? [] : ['estimatedFilamentCost', 'estimatedMachineCost'];
	return ['estimatedCost', 'estimatedUsedCost', 'estimatedUsedGrams', ...parts];
}
