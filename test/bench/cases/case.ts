import type { Say } from '../../../sandbox/say';
import type { CaseFigures } from '../figures';

export type Outcome = Pick<CaseFigures, 'findings' | 'notes'>;

/** One benchmark: measures so many runs of each side and says what it found. */
export type Case = (runs: number, say: Say) => Promise<Outcome>;
