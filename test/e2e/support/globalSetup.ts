/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ensureHost } from '../../../sandbox/host';
import { listInstalledPackage } from '../../../sandbox/installedRows';
import { startN8n } from '../../../sandbox/n8n';
import { installPackage, packPackage } from '../../../sandbox/package';
import { PROJECT_ROOT } from '../../../sandbox/paths';
import { N8nRest } from '../../../sandbox/rest';
import { say } from '../../../sandbox/say';
import { artifactsFolder } from './artifacts';
import { owner } from './owner';
import { chosenHost, keepSetup } from './setup';

/**
 * Installs the packed package into a new n8n once; every suite starts from a copy of the outcome,
 * which saves it the making of n8n's database.
 */
export default async function globalSetup(): Promise<void> {
	rmSync(artifactsFolder, { recursive: true, force: true });
	const host = await ensureHost({ say, version: chosenHost() });
	const folder = mkdtempSync(join(tmpdir(), 'bambulab-e2e-'));
	const userFolder = join(folder, 'installed');
	const tarball = await packPackage(PROJECT_ROOT, folder);
	const installed = await installPackage(tarball, userFolder);
	const n8n = await startN8n({ host, userFolder });
	try {
		const rest = new N8nRest(n8n.url);
		await rest.signIn(owner);
		if ((await rest.nodeTypes(installed.name)).length === 0) {
			throw new Error(
				`n8n loaded no node of ${installed.name}. Was the package built?\n${n8n.log()}`,
			);
		}
		await listInstalledPackage(installed, userFolder, rest);
	} finally {
		await n8n.stop();
	}
	keepSetup({ host, folder, userFolder });
}
