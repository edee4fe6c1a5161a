/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { spawnGroup, stopGroup } from '../../sandbox/processes';
import { PROJECT_ROOT } from '../../sandbox/paths';
import { waitFor } from '../../sandbox/wait';
import type { ReceivedRequest } from '../cloud';

export interface CloudSize {
	printers?: number;
	history: number;
}

/** A simulated cloud in a process of its own, so that it shares no event loop with what is measured. */
export class CloudProcess {
	private seen = 0;
	private token = '';

	private constructor(
		private readonly child: ChildProcess,
		readonly apiUrl: string,
		private readonly controlUrl: string,
	) {}

	static async start({ printers = 5, history }: CloudSize): Promise<CloudProcess> {
		const main = join(PROJECT_ROOT, 'test/cloud/main.ts');
		const sizes = ['--printers', String(printers), '--history', String(history)];
		const ports = ['--port', '0', '--control-port', '0', '--files-port', '0'];
		const child = spawnGroup(
			process.execPath,
			['--import', 'tsx', main, '--lean', ...ports, ...sizes],
			{ cwd: PROJECT_ROOT, stdio: ['ignore', 'pipe', 'inherit'] },
		);
		let words = '';
		child.stdout?.on('data', (chunk) => (words += String(chunk)));
		await waitFor(async () => words.includes('Ctrl-C'), {
			what: 'the simulated cloud',
			timeoutMs: 120_000,
		});
		const [, api = '', control = ''] =
			/API and web origin +(\S+)\n.*Control API +(\S+)/s.exec(words) ?? [];
		return new CloudProcess(child, api, control);
	}

	/** Calls the control API; without a body it only reads. */
	async control(path: string, body?: unknown, method = body ? 'POST' : 'GET'): Promise<unknown> {
		const answer = await fetch(`${this.controlUrl}${path}`, { method, body: JSON.stringify(body) });
		if (!answer.ok) throw new Error(`The cloud refused ${path}: ${await answer.text()}`);
		return await answer.json();
	}

	/** Waits so long before each answer of the API. */
	async setLatency(delayMs: number): Promise<void> {
		await this.control('/faults', undefined, 'DELETE');
		if (delayMs > 0) await this.control('/faults', { match: { path: '/v1/*' }, delayMs });
	}

	/** What was received since the last time that this was asked. */
	async newRequests(): Promise<ReceivedRequest[]> {
		const requests = (await this.control(`/requests?since=${this.seen}`)) as ReceivedRequest[];
		this.seen = requests.at(-1)?.number ?? this.seen;
		return requests;
	}

	/** Asks the API as a plain client does. */
	async get<T>(path: string): Promise<T> {
		if (this.token === '') {
			const answer = await this.control('/tokens', { account: 'maker@example.com' });
			this.token = (answer as { accessToken: string }).accessToken;
		}
		const headers = { authorization: `Bearer ${this.token}` };
		return (await (await fetch(`${this.apiUrl}${path}`, { headers })).json()) as T;
	}

	/** The ids of the newest tasks. */
	async taskIds(count: number): Promise<number[]> {
		const ids: number[] = [];
		while (ids.length < count) {
			const path = `/v1/user-service/my/tasks?limit=100&offset=${ids.length}`;
			const { hits } = await this.get<{ hits: Array<{ id: number }> }>(path);
			if (hits.length === 0) throw new Error('The cloud has too few tasks');
			ids.push(...hits.map(({ id }) => id));
		}
		return ids.slice(0, count);
	}

	async stop(): Promise<void> {
		await stopGroup(this.child, 'SIGKILL');
	}
}
