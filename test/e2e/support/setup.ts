/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import { CURRENT_HOST, type Host, type HostVersion } from '../../../sandbox/host';

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

const HOST_VARIABLE = 'BAMBULAB_E2E_HOST';

/** The settings with which the suites run in another n8n than the current one. */
export function settingsFor(version: HostVersion): Record<string, string> {
	return { [HOST_VARIABLE]: JSON.stringify(version) };
}

export function chosenHost(): HostVersion {
	const text = process.env[HOST_VARIABLE];
	return text === undefined ? CURRENT_HOST : (JSON.parse(text) as HostVersion);
}
