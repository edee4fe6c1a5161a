import {
	estimateOf,
	hasModel,
	isOddlyOver,
	isOver,
	materialOf,
	type AccountWorld,
	type Print,
} from './accountWorld';
import type { Scope } from './observer';

/** The filters as the user fills them in; of two patterns the last one counts. */
const filters = {
	contains: { titleContains: 'ORDER' },
	pattern: { titlePattern: '^order \\d+$' },
	capital: { titlePattern: '/^Order/' },
	filaments: { filaments: 'petg, gfa00' },
	minutes: { minMinutes: 30 },
	own: { onlyOwnDesigns: true },
};
type FilterName = keyof typeof filters;

export const filterNames = Object.keys(filters) as FilterName[];

export function filtersOf(names: string[] = []): object {
	return Object.assign({}, ...chosenOf(names).map((name) => filters[name])) as object;
}

function chosenOf(names: string[]): FilterName[] {
	const isReplaced = names.includes('capital');
	return filterNames.filter((name) => names.includes(name) && !(isReplaced && name === 'pattern'));
}

/** What of a print an event is about. */
type Moment = 'start' | 'end' | 'ended' | 'taskOverdue' | 'taskFilamentData' | 'deviceIdle';

/** Whether a print is let through; perhaps where that depends on how a poll found it. */
export type Fit = 'yes' | 'no' | 'perhaps';

const leastMinutes = 30;
/** Minutes are shown with one digit behind the point. */
const brim = 0.2;

function together(fits: boolean[]): Fit {
	if (fits.every((each) => each)) return 'yes';
	return fits.some((each) => each) ? 'perhaps' : 'no';
}

/** Says by what a print truly is, and by all that its row ever showed, whether filters let it through. */
export class PrintChoice {
	constructor(
		private readonly world: AccountWorld,
		/** How long an ended print without filaments is held back; seconds. */
		private readonly wait: number,
		/** Whether n8n's clock is never wrong. */
		private readonly isClockRight: boolean,
	) {}

	fits(print: Print, moment: Moment, { prints = [] }: Scope): Fit {
		const fits = chosenOf(prints).map((name) => this.fitsOne(name, print, moment));
		if (fits.includes('no')) return 'no';
		return fits.includes('perhaps') ? 'perhaps' : 'yes';
	}

	private fitsOne(name: FilterName, print: Print, moment: Moment): Fit {
		const titles = [...print.titles];
		const isOrder = (title: string) => title.toLowerCase().startsWith('order ');
		switch (name) {
			case 'contains':
				return together(titles.map(isOrder));
			case 'pattern':
				return together(titles.map((title) => isOrder(title) && !title.endsWith(')')));
			case 'capital':
				return together(titles.map((title) => title.startsWith('O')));
			case 'own':
				return hasModel(print) ? 'no' : 'yes';
			case 'minutes':
				return this.fitsMinutes(print, moment);
			default:
				return this.fitsFilament(print, moment);
		}
	}

	/** A print that runs counts by its estimate, one that has ended by the time that it took. */
	private fitsMinutes(print: Print, moment: Moment): Fit {
		const { isCorrected, oddStart, wasOddlyOver, start, end = start } = print;
		const isOfRunning = moment === 'start' || moment === 'taskOverdue';
		if (isOddlyOver(print) || wasOddlyOver) return 'perhaps';
		const estimate = estimateOf(print) / 60 >= leastMinutes;
		if (!isOver(print)) return isOfRunning ? together([estimate]) : 'perhaps';
		const minutes = (Math.floor(end) - Math.floor(start)) / 60;
		const isUnsure = isCorrected || oddStart !== undefined;
		if (isUnsure || Math.abs(minutes - leastMinutes) < brim) return 'perhaps';
		const took = minutes >= leastMinutes;
		return together(isOfRunning ? [estimate, took] : [took]);
	}

	/** A print whose filaments are unknown is left out. */
	private fitsFilament(print: Print, moment: Moment): Fit {
		if (materialOf(print) === 'TPU') return 'no';
		if (moment === 'taskFilamentData' || this.surelyKnown(print, moment)) return 'yes';
		return this.world.isFilled(print) ? 'perhaps' : 'no';
	}

	/** Whether a poll cannot have taken it without its filaments for what the event is about. */
	private surelyKnown(print: Print, moment: Moment): boolean {
		const { fillsAt, overAt = Infinity, end = Infinity } = print;
		if (fillsAt === 0) return true;
		if (moment === 'start' || moment === 'taskOverdue' || !isOver(print)) return false;
		if (fillsAt <= overAt) return true;
		const isPlain = !print.isCorrected && !print.wasOddlyOver;
		// For an end in the future nobody waits.
		const isInTime =
			this.isClockRight && end <= overAt && fillsAt <= Math.floor(end) + this.wait - 1;
		const wasThere = !this.world.prints.vanished.has(print);
		return moment !== 'deviceIdle' && isPlain && isInTime && wasThere;
	}
}
