/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { randomUUID } from 'node:crypto';
import { cpSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from '../../../sandbox/ports';
import { startCloud } from '../../cloud';
import { N8nInstance } from './instance';
import { duringTests, Lab, type LabOptions } from './lab';
import { missingServices, type Services, startServices } from './services';
import { readSetup } from './setup';

export interface QueueLabOptions extends LabOptions {
	workers?: number;
	/** Main processes beside the first one, on the same database. */
	otherMains?: number;
}

/** A lab whose n8n runs in queue mode: a main process, and workers that run all executions. */
export class QueueLab extends Lab {
	private services: Services | undefined;
	private readonly workerList: N8nInstance[] = [];
	private readonly otherMains: N8nInstance[] = [];

	static async startQueue(options: QueueLabOptions = {}): Promise<QueueLab> {
		const services = await startServices();
		try {
			const env = { ...queueSettings(), ...services.env, ...options.env };
			const lab = new QueueLab(await startCloud(options.cloud), await newInstance('main', env));
			lab.services = services;
			for (let count = options.workers ?? 2; count > 0; count -= 1) {
				lab.workerList.push(await newInstance('worker', env));
			}
			for (let count = options.otherMains ?? 0; count > 0; count -= 1) {
				lab.otherMains.push(await newInstance('main', env));
			}
			return await Lab.ready(lab);
		} catch (error) {
			await services.stop();
			throw error;
		}
	}

	get workers(): readonly N8nInstance[] {
		return this.workerList;
	}

	protected override get instances(): N8nInstance[] {
		return [...super.instances, ...this.otherMains, ...this.workerList];
	}

	/** The main processes, the one that the tests talk to first. */
	get mains(): readonly N8nInstance[] {
		return [...super.instances, ...this.otherMains];
	}

	/** The main process first, as it makes the tables. */
	override async startN8n(): Promise<void> {
		await super.startN8n();
		const others = [...this.otherMains, ...this.workerList];
		const stopped = others.filter(({ isRunning }) => !isRunning);
		await Promise.all(stopped.map(async (other) => await other.start()));
	}

	/** Which executions each worker has started, in its own words. */
	startedBy(worker: N8nInstance): string[] {
		const lines = worker.log().matchAll(/Worker started execution (\d+)/g);
		return Array.from(lines, ([, id = '']) => id);
	}

	protected override async close(): Promise<void> {
		await super.close();
		await this.services?.stop();
	}
}

function queueSettings(): Record<string, string> {
	return {
		EXECUTIONS_MODE: 'queue',
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		N8N_ENCRYPTION_KEY: randomUUID(),
	};
}

/** A user folder with nothing but the package in it, and an n8n on it that has not started yet. */
async function newInstance(
	role: 'main' | 'worker',
	env: Record<string, string>,
): Promise<N8nInstance> {
	const { folder, host, userFolder: installed } = readSetup();
	const userFolder = mkdtempSync(join(folder, `${role}-`));
	const packages = join('.n8n', 'nodes');
	cpSync(join(installed, packages), join(userFolder, packages), { recursive: true });
	return new N8nInstance({ host, userFolder, role, port: await freePort(), env });
}

export function useQueueLab(options?: QueueLabOptions): () => QueueLab {
	return duringTests(async () => await QueueLab.startQueue(options));
}

const areDemanded =
	process.env.CI !== undefined || process.env.npm_lifecycle_event === 'test:queue';

/** For suites that need Redis and PostgreSQL: where these are missing, they are left out unless asked for. */
export const describeQueue =
	areDemanded || missingServices().length === 0 ? describe : describe.skip;
