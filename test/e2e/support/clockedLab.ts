import { duringTests, Lab, type LabOptions } from './lab';
import { MovableClock } from './movableClock';

export interface ClockedLab {
	lab: () => Lab;
	passMinutes: (minutes: number) => void;
}

/** A lab whose n8n and whose cloud go by one clock, which a test puts forward. */
export function useClockedLab({ cloud, env }: LabOptions = {}): ClockedLab {
	let clock: MovableClock | undefined;
	const lab = duringTests(async () => {
		const own = new MovableClock();
		clock = own;
		return await Lab.start({
			cloud: { ...cloud, now: () => own.now() },
			env: { ...own.environment(), ...env },
		});
	});
	const passMinutes = (minutes: number) => {
		if (clock === undefined) throw new Error('The clock runs during tests only');
		clock.pass(minutes);
	};
	return { lab, passMinutes };
}
