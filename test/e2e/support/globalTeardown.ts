/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { rmSync } from 'node:fs';

import { readSetup } from './setup';

export default function globalTeardown(): void {
	rmSync(readSetup().folder, { recursive: true, force: true });
}
