import type { HostResult } from '../hosts/results';
import { inProject, readText } from './project';
import type { Figures } from './reliability';

/** Written by `npm run test:hosts -- --save`. */
export const hostResultsFile = inProject('docs/hosts.data.json');

export function keptHostResults(): HostResult[] {
	return JSON.parse(readText('docs/hosts.data.json')) as HostResult[];
}

/** Written by `npm run reliability`, and by the runs that take `--save`. */
export const reliabilityFile = inProject('docs/reliability.data.json');

export function keptFigures(): Figures {
	return JSON.parse(readText('docs/reliability.data.json')) as Figures;
}
