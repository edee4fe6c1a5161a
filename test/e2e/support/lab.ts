/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { cpSync, mkdtempSync } from 'node:fs';
import { basename, join } from 'node:path';

import { freePort } from '../../../sandbox/ports';
import { N8nRest } from '../../../sandbox/rest';
import type { ExecutionSummary, StoredCredential } from '../../../sandbox/restTypes';
import {
	type CloudOptions,
	type ReceivedRequest,
	type SimulatedCloud,
	startCloud,
} from '../../cloud';
import { saveArtifact } from './artifacts';
import { N8nInstance } from './instance';
import { owner } from './owner';
import { leaksIn, secretsIn } from './secrets';
import { readSetup } from './setup';

interface ExecutionPage {
	results: ExecutionSummary[];
	/** Older versions of n8n have none. */
	nextCursor?: string | null;
}

export interface LabOptions {
	cloud?: CloudOptions;
	/** More settings for n8n. */
	env?: Record<string, string>;
}

/**
 * A simulated cloud and a real n8n with the packed package in it, as a user would have installed it,
 * with an owner and a credential.
 */
export class Lab {
	/** For maker@example.com, with its password. */
	credential: StoredCredential = { id: '', name: '', type: '' };
	rest: N8nRest;
	/** Requests of the cloud before its last reset. */
	private readonly earlierRequests: ReceivedRequest[] = [];
	private readonly secrets = new Set<string>();

	protected constructor(
		readonly cloud: SimulatedCloud,
		/** n8n, or the main process of several. */
		private readonly main: N8nInstance,
	) {
		this.rest = new N8nRest(this.url);
	}

	static async start({ cloud: cloudOptions, env = {} }: LabOptions = {}): Promise<Lab> {
		const { folder, host, userFolder: installed } = readSetup();
		const userFolder = mkdtempSync(join(folder, 'lab-'));
		cpSync(installed, userFolder, { recursive: true });
		const main = new N8nInstance({ host, userFolder, port: await freePort(), env });
		return await Lab.ready(new Lab(await startCloud(cloudOptions), main));
	}

	/** Starts n8n and makes the credential. */
	protected static async ready<L extends Lab>(lab: L): Promise<L> {
		try {
			await lab.startN8n();
			lab.credential = await lab.createCredential('Bambu Lab account');
			return lab;
		} catch (error) {
			saveArtifact('lab', 'n8n.log', lab.log());
			await lab.close();
			throw error;
		}
	}

	get url(): string {
		return this.main.url;
	}

	get userFolder(): string {
		return this.main.userFolder;
	}

	/** The process of n8n, or the main one of several. */
	get pid(): number {
		return this.main.pid;
	}

	/** All processes of n8n. */
	protected get instances(): N8nInstance[] {
		return [this.main];
	}

	/** Starts n8n on the same folder and address as before. */
	async startN8n(): Promise<void> {
		await this.main.start();
		this.rest = new N8nRest(this.url);
		await this.rest.signIn(owner);
	}

	/** Stops n8n as a user would, or with SIGKILL as a crash would. */
	async stopN8n(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void> {
		await Promise.all(this.instances.map(async (instance) => await instance.stop(signal)));
	}

	/** Lets n8n stand still for a while, as on a machine that sleeps. */
	async freezeN8n(milliseconds: number): Promise<void> {
		await Promise.all(this.instances.map(async (instance) => await instance.freeze(milliseconds)));
	}

	/** A credential for the simulated cloud, with the fields changed that are given. */
	async createCredential(
		name: string,
		changes: Record<string, unknown> = {},
	): Promise<StoredCredential> {
		const data: Record<string, unknown> = {
			region: 'custom',
			apiUrl: this.cloud.apiUrl,
			webUrl: this.cloud.webUrl,
			authentication: 'password',
			account: 'maker@example.com',
			password: 'print-more-benchies',
			...changes,
		};
		for (const field of ['password', 'accessToken', 'totpSecret']) {
			if (typeof data[field] === 'string' && data[field] !== '') this.secret(data[field]);
		}
		return await this.rest.createCredential({ name, type: 'bambuLabCloudApi', data });
	}

	/** Notes a text that must show nowhere outside encrypted credentials, and returns it. */
	secret(text: string): string {
		this.secrets.add(text);
		return text;
	}

	/** What the cloud received with this method and path, such as "GET /v1/…", since its last reset. */
	requests(methodAndPath: string): ReceivedRequest[] {
		return this.cloud
			.requests()
			.filter(({ method, path }) => `${method} ${path}` === methodAndPath);
	}

	/** Calls the cloud's control API; without a body it only reads. */
	async control(path: string, body?: unknown): Promise<unknown> {
		const answer = await fetch(`${this.cloud.controlUrl}${path}`, {
			method: body === undefined ? 'GET' : 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		if (!answer.ok) throw new Error(`The cloud refused ${path}: ${await answer.text()}`);
		return await answer.json();
	}

	/** The newest verification code, as the owner of the account reads it. */
	async inbox(account: string): Promise<string> {
		const { code } = (await this.control(`/inbox/${encodeURIComponent(account)}`)) as {
			code: string;
		};
		return this.secret(code);
	}

	/** A token of an account, as somebody gets it who signs in elsewhere. */
	async issueToken(account: string): Promise<string> {
		const { accessToken } = (await this.control('/tokens', { account })) as {
			accessToken: string;
		};
		return this.secret(accessToken);
	}

	/** What a failed test left published would ask the cloud beside the next one. */
	async unpublishAll(): Promise<void> {
		const published = (await this.rest.listWorkflows()).filter(
			({ activeVersionId }) => activeVersionId !== null,
		);
		for (const { id } of published) await this.rest.unpublish(id);
	}

	/** Gives the cloud a new world and forgets what it issued and received. */
	resetCloud(): void {
		this.earlierRequests.push(...this.cloud.requests());
		this.cloud.reset();
	}

	log(): string {
		return this.instances.map((instance) => instance.log()).join('\n');
	}

	/** Every execution as n8n hands it out, with its data. */
	private async executionTexts(): Promise<string[]> {
		const texts = new Map<string, string>();
		let from: Record<string, string> = {};
		for (;;) {
			const query = new URLSearchParams({ limit: '100', ...from });
			const page: ExecutionPage = await this.rest.get(`/executions?${query}`);
			const fresh = page.results.filter(({ id }) => !texts.has(id));
			for (const { id } of fresh) {
				texts.set(id, JSON.stringify(await this.rest.get<unknown>(`/executions/${id}`)));
			}
			const last = fresh.at(-1);
			if (last === undefined || page.nextCursor === null) return [...texts.values()];
			from = page.nextCursor === undefined ? { lastId: last.id } : { cursor: page.nextCursor };
		}
	}

	/** @throws Error where a password or a token shows in an execution, in n8n's log, or in its files. */
	async stop(suite: string): Promise<void> {
		const requests = [...this.earlierRequests, ...this.cloud.requests()];
		saveArtifact(suite, 'requests.json', JSON.stringify(requests, null, '\t'));
		try {
			if (!this.main.isRunning) await this.startN8n();
			const executions = await this.executionTexts();
			await this.stopN8n();
			const secrets = [...this.secrets, ...secretsIn(requests)];
			const folders = this.instances.map(({ userFolder }) => userFolder);
			const leaks = leaksIn(secrets, { executions, log: this.log(), folders });
			if (leaks.length > 0) throw new Error(`Secrets got out:\n${leaks.join('\n')}`);
		} finally {
			saveArtifact(suite, 'n8n.log', this.log());
			await this.close();
		}
	}

	/** Ends all processes at once. */
	protected async close(): Promise<void> {
		await this.stopN8n('SIGKILL');
		await this.cloud.stop();
	}
}

/**
 * A lab for all tests of a file. A test in which a request or an answer broke the contract fails; at
 * the end no secret may have got out.
 */
export function useLab(options?: LabOptions): () => Lab {
	return duringTests(async () => await Lab.start(options));
}

export function duringTests<L extends Lab>(start: () => Promise<L>): () => L {
	let lab: L | undefined;
	const running = () => {
		if (lab === undefined) throw new Error('The lab runs during tests only');
		return lab;
	};
	beforeAll(async () => {
		lab = await start();
	});
	afterEach(() => {
		const violations = lab?.cloud.violations() ?? [];
		if (violations.length > 0) throw new Error(`Against the contract:\n${violations.join('\n')}`);
	});
	afterAll(async () => {
		const file = expect.getState().testPath ?? 'lab';
		await lab?.stop(basename(file, '.e2e.ts'));
	});
	return running;
}
