/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import type { Host } from '../../../sandbox/host';

/** What all suites of a run share. */
export interface Setup {
	host: Host;
	/** A folder that lives as long as the run. */
	folder: string;
	/** An n8n user folder as the installation of the package leaves it: owner, package, no workflow. */
	userFolder: string;
}

const VARIABLE = 'BAMBULAB_E2E_SETUP';

export function keepSetup(setup: Setup): void {
	process.env[VARIABLE] = JSON.stringify(setup);
}

export function readSetup(): Setup {
	const text = process.env[VARIABLE];
	if (text === undefined) throw new Error('Start these tests with "npm run test:e2e".');
	return JSON.parse(text) as Setup;
}
