import { parse as parseFlatted } from 'flatted';

import { RestConnection, RestError } from './restConnection';
import { hasFeature, type RestFeature } from './restDialect';
import type {
	Credential,
	CredentialTestResult,
	DataTable,
	DataTableColumn,
	DataTableRow,
	Execution,
	ExecutionFilter,
	ExecutionSummary,
	ListSearchRequest,
	ListSearchResult,
	NodeTypeSummary,
	Owner,
	PublicationStatus,
	RunData,
	StoredCredential,
	StoredWorkflow,
	WorkflowDefinition,
} from './restTypes';
import { waitFor } from './wait';

/** The REST API that n8n's own editor uses, as far as this project needs it. */
export class N8nRest extends RestConnection {
	private project = '';
	private version = '';

	/** Makes the owner of a new n8n, or logs in as the owner of one that has been used before. */
	async signIn(owner: Owner): Promise<void> {
		const settings = await this.get<{ userManagement: { showSetupOnFirstLoad?: boolean } }>(
			'/settings',
		);
		if (settings.userManagement.showSetupOnFirstLoad) {
			await this.post('/owner/setup', owner);
		} else {
			await this.post('/login', { emailOrLdapLoginId: owner.email, password: owner.password });
		}
		this.version = (await this.get<{ versionCli: string }>('/settings')).versionCli;
	}

	/** The ids are n8n's; `data` holds the fields of the credential's form. */
	async createCredential(credential: Credential): Promise<StoredCredential> {
		return await this.post('/credentials', credential);
	}

	async updateCredential(id: string, credential: Credential): Promise<StoredCredential> {
		return await this.request('PATCH', `/credentials/${id}`, credential);
	}

	async listCredentials(): Promise<StoredCredential[]> {
		return await this.get('/credentials');
	}

	/** Secrets come back as n8n's place-holders, which it takes for "unchanged". */
	async getCredential(id: string): Promise<Credential & StoredCredential> {
		return await this.get(`/credentials/${id}?includeData=true`);
	}

	/** Does what the editor's Test does, with the stored data. */
	async testCredential(id: string): Promise<CredentialTestResult> {
		const { name, type, data } = await this.getCredential(id);
		return await this.post('/credentials/test', { credentials: { id, name, type, data } });
	}

	async createWorkflow(workflow: WorkflowDefinition): Promise<StoredWorkflow> {
		// Up to 1.123 n8n wants to be told that a new workflow is not active.
		return await this.post('/workflows', { active: false, ...workflow });
	}

	async updateWorkflow(id: string, change: Partial<WorkflowDefinition>): Promise<StoredWorkflow> {
		return await this.request('PATCH', `/workflows/${id}`, change);
	}

	async listWorkflows(): Promise<StoredWorkflow[]> {
		return await this.get('/workflows');
	}

	async getWorkflow(id: string): Promise<StoredWorkflow & WorkflowDefinition> {
		return await this.get(`/workflows/${id}`);
	}

	/** Publishes the newest version and waits until its triggers run, or says why they do not. */
	async publish(id: string, signal?: AbortSignal): Promise<void> {
		const { versionId } = await this.getWorkflow(id);
		await this.post(`/workflows/${id}/activate`, { versionId });
		if (!this.has('publishesLater')) return;
		// n8n reads the two halves of the status one by one, so it may say that neither is there yet.
		const { status, triggers } = await this.publicationSettled(id, signal, ['not_published']);
		if (status === 'published') return;
		const reasons = triggers.flatMap(({ errorMessage }) => errorMessage ?? []);
		throw new Error(`The workflow is ${status.replace('_', ' ')}. ${reasons.join(' ')}`.trim());
	}

	async unpublish(id: string): Promise<void> {
		await this.post(`/workflows/${id}/deactivate`, {});
		if (this.has('publishesLater')) await this.publicationSettled(id);
	}

	async publicationStatus(id: string): Promise<PublicationStatus> {
		return await this.get(`/workflows/${id}/publication-status`);
	}

	private async publicationSettled(
		id: string,
		signal?: AbortSignal,
		passing: Array<PublicationStatus['status']> = [],
	): Promise<PublicationStatus> {
		return await waitFor(
			async () => {
				const status = await this.publicationStatus(id);
				return !['in_progress', ...passing].includes(status.status) && status;
			},
			{ what: 'the workflow to be published', timeoutMs: 150_000, signal },
		);
	}

	/** Runs a stored workflow as the editor's Execute does, to its end. */
	async runManually(
		id: string,
		start: { triggerToStartFrom: { name: string; data?: unknown } } | { destinationNode: string },
	): Promise<Execution> {
		const from =
			'destinationNode' in start
				? { destinationNode: { nodeName: start.destinationNode, mode: 'inclusive' } }
				: start;
		const sent = this.has('runsWhatIsStored') ? {} : { workflowData: await this.getWorkflow(id) };
		const { executionId } = await this.post<{ executionId: string }>(`/workflows/${id}/run`, {
			...from,
			...sent,
		});
		await waitFor(
			// Some versions fail to show an execution before its first data are stored.
			async () => {
				const executions = await this.listExecutions({ workflowId: id });
				return executions.some((each) => each.id === executionId && each.stoppedAt);
			},
			{ what: `execution ${executionId} to end`, timeoutMs: 120_000 },
		);
		return await this.getExecution(executionId);
	}

	/** The newest first. */
	async listExecutions(filter: ExecutionFilter = {}, limit = 50): Promise<ExecutionSummary[]> {
		const query = new URLSearchParams({ filter: JSON.stringify(filter), limit: String(limit) });
		return (await this.get<{ results: ExecutionSummary[] }>(`/executions?${query}`)).results;
	}

	async getExecution(id: string): Promise<Execution> {
		const { data, ...execution } = await this.get<ExecutionSummary & { data: string }>(
			`/executions/${id}`,
		);
		return { ...execution, data: parseFlatted(data) as RunData };
	}

	/** Goes on at the node that failed, with the data that came to it, and ends before this returns. */
	async retryExecution(id: string): Promise<void> {
		await this.post(`/executions/${id}/retry`, { loadWorkflow: false });
	}

	/** Fills a resource locator's list as opening it in the editor does. */
	async listSearch(search: ListSearchRequest): Promise<ListSearchResult> {
		return await this.post('/dynamic-node-parameters/resource-locator-results', search);
	}

	async createDataTable(name: string, columns: DataTableColumn[]): Promise<DataTable> {
		return await this.post(await this.dataTables(), { name, columns });
	}

	async findDataTable(name: string): Promise<DataTable | undefined> {
		const query = new URLSearchParams({ filter: JSON.stringify({ name }) });
		const path = `${await this.dataTables()}?${query}`;
		const { data } = await this.get<{ data: DataTable[] }>(path);
		return data.find((table) => table.name === name);
	}

	/** The newest first, 250 at most. */
	async dataTableRows(id: string, skip = 0): Promise<DataTableRow[]> {
		const path = `${await this.dataTables()}/${id}/rows?take=250&skip=${skip}&sortBy=id:desc`;
		return (await this.get<{ data: DataTableRow[] }>(path)).data;
	}

	/** What n8n knows about the nodes of a package. */
	async nodeTypes(packageName: string): Promise<NodeTypeSummary[]> {
		const all = await this.getTypes<NodeTypeSummary>('nodes');
		return all.filter(({ name }) => name.startsWith(`${packageName}.`));
	}

	async communityPackages(): Promise<Array<{ packageName: string; installedVersion: string }>> {
		return await this.get('/community-packages');
	}

	/** All node or credential types, as the editor gets them. */
	async getTypes<T>(kind: 'nodes' | 'credentials'): Promise<T[]> {
		const answer = await this.fetch('GET', `/types/${kind}.json`);
		return (await answer.json()) as T[];
	}

	private async dataTables(): Promise<string> {
		this.project ||= (await this.get<{ id: string }>('/projects/personal')).id;
		return `/projects/${this.project}/data-tables`;
	}

	/** A file that an execution holds. */
	async binaryData(id: string): Promise<{ type: string | null; bytes: Buffer }> {
		const query = new URLSearchParams({ id, action: 'download' });
		const answer = await this.fetch('GET', `/rest/binary-data?${query}`);
		if (!answer.ok) throw new RestError(answer.status, 'GET', '/binary-data', await answer.text());
		const bytes = Buffer.from(await answer.arrayBuffer());
		return { type: answer.headers.get('content-type'), bytes };
	}

	private has(feature: RestFeature): boolean {
		return hasFeature(this.version, feature);
	}
}
