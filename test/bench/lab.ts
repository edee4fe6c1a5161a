/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { freePort } from '../../sandbox/ports';
import { N8nRest } from '../../sandbox/rest';
import type {
	ExecutionSummary,
	StoredCredential,
	WorkflowDefinition,
} from '../../sandbox/restTypes';
import { waitFor } from '../../sandbox/wait';
import { N8nInstance } from '../e2e/support/instance';
import { owner } from '../e2e/support/owner';
import { readSetup } from '../e2e/support/setup';
import { CloudProcess, type CloudSize } from './cloudProcess';

/** A simulated cloud, and a credential for it in n8n. */
export interface Target {
	cloud: CloudProcess;
	credential: StoredCredential;
}

export interface Measured {
	id: string;
	/** From n8n's own start and end of the execution. */
	ms: number;
	status: string;
	/** Without those that signed in. */
	requests: number;
	logins: number;
}

/** A real n8n with the packed package in it, and the clouds that it works with. */
export class BenchLab {
	readonly rest: N8nRest;
	private readonly clouds: CloudProcess[] = [];

	private constructor(private readonly n8n: N8nInstance) {
		this.rest = new N8nRest(n8n.url);
	}

	static async start(env: Record<string, string> = {}): Promise<BenchLab> {
		const { folder, host, userFolder: installed } = readSetup();
		const userFolder = mkdtempSync(join(folder, 'bench-'));
		cpSync(installed, userFolder, { recursive: true });
		const n8n = new N8nInstance({ host, userFolder, port: await freePort(), env });
		await n8n.start();
		const lab = new BenchLab(n8n);
		await lab.rest.signIn(owner);
		return lab;
	}

	get pid(): number {
		return this.n8n.pid;
	}

	get database(): string {
		return join(this.n8n.userFolder, '.n8n', 'database.sqlite');
	}

	async target(size: CloudSize): Promise<Target> {
		const cloud = await CloudProcess.start(size);
		this.clouds.push(cloud);
		return { cloud, credential: await this.credentialFor(cloud) };
	}

	async credentialFor({ apiUrl }: CloudProcess): Promise<StoredCredential> {
		return await this.rest.createCredential({
			name: 'Bambu Lab account',
			type: 'bambuLabCloudApi',
			data: {
				region: 'custom',
				apiUrl,
				webUrl: apiUrl,
				authentication: 'password',
				account: 'maker@example.com',
				password: 'print-more-benchies',
			},
		});
	}

	/** Runs a workflow from its node "Start", and waits until n8n has stored the execution. */
	async run(workflowId: string, { cloud }: Target): Promise<Measured> {
		await cloud.newRequests();
		const start = { triggerToStartFrom: { name: 'Start' } };
		const { executionId } = await this.rest.post<{ executionId: string }>(
			`/workflows/${workflowId}/run`,
			start,
		);
		const { startedAt, stoppedAt, status } = await waitFor(
			async () => await this.ended(workflowId, executionId),
			{ what: `execution ${executionId} to end`, timeoutMs: 300_000, intervalMs: 200 },
		);
		const requests = await cloud.newRequests();
		const logins = requests.filter(({ path }) => path.endsWith('/login')).length;
		return {
			id: executionId,
			ms: Date.parse(stoppedAt ?? '') - Date.parse(startedAt),
			status,
			requests: requests.length - logins,
			logins,
		};
	}

	/** The same for a workflow that is only needed once. */
	async runOnce(workflow: WorkflowDefinition, target: Target): Promise<Measured> {
		return await this.run((await this.rest.createWorkflow(workflow)).id, target);
	}

	private async ended(workflowId: string, id: string): Promise<ExecutionSummary | undefined> {
		const executions = await this.rest.listExecutions({ workflowId }, 3);
		return executions.find((execution) => execution.id === id && execution.stoppedAt);
	}

	/** What a node put out. */
	async outputOf({ id }: Measured, node: string): Promise<Array<Record<string, unknown>>> {
		const { data } = await this.rest.getExecution(id);
		const run = data.resultData.runData[node]?.at(-1);
		return run?.data?.main[0]?.map(({ json }) => json) ?? [];
	}

	async stop(): Promise<void> {
		await this.n8n.stop('SIGKILL');
		await Promise.all(this.clouds.map(async (cloud) => await cloud.stop()));
		rmSync(this.n8n.userFolder, { recursive: true, force: true });
	}
}

export async function withLab<T>(
	work: (lab: BenchLab) => Promise<T>,
	env?: Record<string, string>,
): Promise<T> {
	const lab = await BenchLab.start(env);
	try {
		return await work(lab);
	} finally {
		await lab.stop();
	}
}
