/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { PROJECT_ROOT } from '../../../sandbox/paths';

/** What a run leaves behind to look at; not under version control. */
export const artifactsFolder = join(PROJECT_ROOT, 'artifacts');

export function saveArtifact(folder: string, name: string, content: string): void {
	writeFileSync(artifactPath(folder, name), content);
}

export function artifactPath(folder: string, name: string): string {
	const place = join(artifactsFolder, folder);
	mkdirSync(place, { recursive: true });
	return join(place, name);
}
