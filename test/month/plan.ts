/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import type { Random } from '../cloud/world/random';
import type { Outcome } from '../cloud/world/types';

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The clock is moved by so much at once. */
export const stepMs = dayMs;
/** MONTH_DAYS makes the month shorter, for a first look. */
export const days = Number(process.env.MONTH_DAYS ?? 30);
export const slots = 4;
/** An end this near to a step may be told with it or with the next. */
const marginMs = 15 * minuteMs;

export interface PlannedFilament {
	/** Counted from 0. */
	slot: number;
	grams: number;
}

/** What a printer is going to print; all that the sheets must agree with in the end. */
export interface PlannedPrint {
	serial: string;
	title: string;
	startsAt: number;
	minutes: number;
	/** What the slicer reckoned. */
	plannedMinutes: number;
	outcome: Outcome;
	filaments: PlannedFilament[];
	order: number | undefined;
}

export function endOf({ startsAt, minutes }: PlannedPrint): number {
	return startsAt + minutes * minuteMs;
}

/** What a filament of a print used, by the same guess for a failed print that the nodes document. */
export function usedGrams(print: PlannedPrint, { grams }: PlannedFilament): number {
	return grams * (print.outcome === 'finished' ? 1 : print.minutes / print.plannedMinutes);
}

/** A month of prints of some printers, by their ends. Each printer prints one after the other. */
export function planMonth(serials: string[], begin: number, random: Random): PlannedPrint[] {
	let order = 1000;
	let number = 0;
	const prints = serials.flatMap((serial) => {
		const own = random.fork(serial);
		const list: PlannedPrint[] = [];
		let time = begin + own.whole(1, 600) * minuteMs;
		for (;;) {
			const plannedMinutes = own.whole(6, 36) * 20;
			const outcome = own.chance(0.85) ? 'finished' : 'failed';
			const share = outcome === 'finished' ? 1 : own.pick([0.25, 0.5, 0.75]);
			const minutes = plannedMinutes * share;
			const end = time + minutes * minuteMs;
			const isNearStep = (end - begin + marginMs) % stepMs < 2 * marginMs;
			const startsAt = time + (isNearStep ? 2 * marginMs : 0);
			// The last step is there for what is told a step late.
			if (startsAt + minutes * minuteMs > begin + days * dayMs - stepMs) return list;
			const count = own.chance(0.7) ? 1 : 2;
			const first = own.whole(0, slots - 1);
			const filaments = Array.from({ length: count }, (_, index) => ({
				slot: (first + index) % slots,
				grams: own.decimal(1, 40, 2),
			}));
			const isOrder = own.chance(0.1);
			const title = own.pick(['Vase', '=Bracket', '+Hook', 'Gear & <Rack>', 'Zahnrad "groß"']);
			list.push({
				serial,
				// So that a message is about this print and no other.
				title: `${title} no. ${++number}`,
				startsAt,
				minutes,
				plannedMinutes,
				outcome,
				filaments,
				order: isOrder ? ++order : undefined,
			});
			time = startsAt + (minutes + own.whole(5, 240)) * minuteMs;
		}
	});
	return prints.sort((one, other) => endOf(one) - endOf(other));
}
