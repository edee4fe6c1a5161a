import { createPrint, estimateSeconds, pickDesign, pickWeight, type PrintPlan } from './prints';
import type { Random } from './random';
import type { Print, Printer } from './types';

const HOUR = 3_600_000;
/** The real cloud forgets tasks after about 90 days. */
const REACH_MS = 85 * 24 * HOUR;
const OLD_SHAPE_SHARE = 12;
const FILL_MS = 20_000;

/**
 * Prints of the past, oldest first, ending before `until`; no printer does two at once.
 * `takeId` is asked in the order of the starts.
 */
export function createHistory(
	count: number,
	printers: readonly Printer[],
	until: number,
	takeId: () => number,
	random: Random,
): Print[] {
	if (printers.length === 0) return [];
	const plans = planBackwards(count, printers, until, random);
	const oldRows = Math.floor(count / OLD_SHAPE_SHARE);
	return plans.map((plan, index) => {
		const print = createPrint({ ...plan, id: takeId() }, plan.weight, random);
		print.ended = true;
		return index < oldRows ? asOldRow(print) : print;
	});
}

type Plan = Omit<PrintPlan, 'id'> & { weight: number };

function planBackwards(
	count: number,
	printers: readonly Printer[],
	until: number,
	random: Random,
): Plan[] {
	const averageGap = Math.min(25 * HOUR, REACH_MS / Math.max(count, 1));
	const freeBefore = new Map<string, number>();
	const plans: Plan[] = [];
	let cursor = until - 20 * 60_000;
	for (let made = 0; made < count; made++) {
		const printer = random.pick(printers);
		const design = pickDesign(random);
		const weight = pickWeight(design, random);
		const outcome = random.chance(0.12) ? 'failed' : 'finished';
		const estimate = estimateSeconds(weight);
		const share =
			outcome === 'finished' ? random.decimal(0.97, 1.08, 3) : random.decimal(0.05, 0.9);
		const runMs = Math.max(90_000, Math.round(estimate * share) * 1000);
		const endsAt = Math.min(cursor, freeBefore.get(printer.serial) ?? cursor);
		const startsAt = wholeSecond(endsAt - runMs);
		plans.push({ printer, design, weight, outcome, runMs, startsAt, fillMs: FILL_MS });
		freeBefore.set(printer.serial, startsAt - 5 * 60_000);
		cursor -= random.whole(Math.round(averageGap * 0.2), Math.round(averageGap * 1.8));
	}
	return plans.sort((one, other) => one.startsAt - other.startsAt);
}

/** The oldest tasks still come as in 2022: no newer fields, no filament mapping. */
function asOldRow(print: Print): Print {
	return { ...print, shape: 'old', title: 'Untitled', slots: [], mapping: [], mode: 'cloud_file' };
}

function wholeSecond(time: number): number {
	return Math.floor(time / 1000) * 1000;
}
