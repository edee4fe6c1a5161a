/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import { type N8nOptions, type N8nProcess, startN8n } from '../../../sandbox/n8n';

/** An n8n process that can be stopped and started again on the same folder and address. */
export class N8nInstance {
	private current: N8nProcess | undefined;
	/** What it logged before its last start. */
	private earlierLog = '';

	constructor(private readonly options: N8nOptions & { port: number }) {}

	get url(): string {
		return `http://127.0.0.1:${this.options.port}`;
	}

	get userFolder(): string {
		return this.options.userFolder;
	}

	/** The process of n8n itself, without its task runner. */
	get pid(): number {
		if (this.current === undefined) throw new Error('n8n is not running');
		return this.current.pid;
	}

	get isRunning(): boolean {
		return this.current !== undefined && !this.current.hasExited();
	}

	async start(): Promise<void> {
		// Whatever n8n logs at all is searched for secrets.
		const env = { N8N_LOG_LEVEL: 'debug', ...this.options.env };
		this.current = await startN8n({ ...this.options, env });
	}

	/** As a user would, or with SIGKILL as a crash would. */
	async stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		await this.current?.stop(signal);
		this.earlierLog += this.current?.log() ?? '';
		this.current = undefined;
	}

	/** Lets it stand still for a while, as on a machine that sleeps. */
	async freeze(milliseconds: number): Promise<void> {
		const { pid } = this;
		process.kill(pid, 'SIGSTOP');
		await sleep(milliseconds);
		process.kill(pid, 'SIGCONT');
	}

	log(): string {
		return this.earlierLog + (this.current?.log() ?? '');
	}
}
