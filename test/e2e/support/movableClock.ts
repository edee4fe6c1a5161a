/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { readSetup } from './setup';

/** n8n's clock, which a test can put forward, never back; the simulated cloud keeps the machine's, or goes by it. */
export class MovableClock {
	private readonly file = join(mkdtempSync(join(readSetup().folder, 'clock-')), 'ahead');
	private aheadMs = 0;

	/** Settings for the n8n that is to go by it. */
	environment(): Record<string, string> {
		this.save();
		const script = join(__dirname, 'clockAhead.cjs');
		return {
			NODE_OPTIONS: `--require ${JSON.stringify(script)}`,
			BAMBULAB_TEST_CLOCK: this.file,
		};
	}

	now(): number {
		return Date.now() + this.aheadMs;
	}

	pass(minutes: number): void {
		this.aheadMs += minutes * 60_000;
		this.save();
	}

	private save(): void {
		writeFileSync(this.file, String(this.aheadMs));
	}
}
