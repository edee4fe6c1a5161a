import { duringTests, type Lab } from './lab';
import { MovableClock } from './movableClock';

export interface ClockedLab {
	lab: () => Lab;
	/** Puts the clock forward. */
	passMinutes: (minutes: number) => void;
}

/** A lab whose n8n, and whose cloud where `start` wants it, go by a clock that a test puts forward. */
export function useClockedLab(start: (clock: MovableClock) => Promise<Lab>): ClockedLab {
	let clock: MovableClock | undefined;
	const lab = duringTests(async () => {
		clock = new MovableClock();
		return await start(clock);
	});
	const passMinutes = (minutes: number) => {
		if (clock === undefined) throw new Error('The clock runs during tests only');
		clock.pass(minutes);
	};
	return { lab, passMinutes };
}
