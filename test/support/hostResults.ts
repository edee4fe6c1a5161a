import type { HostResult } from '../hosts/results';
import { inProject, readText } from './project';

/** Written by `npm run test:hosts -- --save`. */
export const hostResultsFile = inProject('docs/hosts.data.json');

export function keptHostResults(): HostResult[] {
	return JSON.parse(readText('docs/hosts.data.json')) as HostResult[];
}
