export interface Owner {
	email: string;
	password: string;
	firstName: string;
	lastName: string;
}

export interface Credential {
	name: string;
	type: string;
	data: Record<string, unknown>;
}

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface WorkflowNode {
	id: string;
	name: string;
	type: string;
	typeVersion: number;
	position: [number, number];
	parameters: Record<string, unknown>;
	credentials?: Record<string, { id: string; name: string }>;
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	webhookId?: string;
}

export interface WorkflowDefinition {
	name: string;
	description?: string;
	nodes: WorkflowNode[];
	connections: Record<string, unknown>;
	settings?: Record<string, unknown>;
	meta?: Record<string, unknown>;
	/** What nodes put out in manual runs, instead of running. */
	pinData?: Record<string, Array<{ json: Record<string, unknown> }>>;
}

export interface StoredWorkflow {
	id: string;
	name: string;
	versionId: string;
	/** The published version; null when the workflow is not published. */
	activeVersionId: string | null;
}

export interface PublicationStatus {
	status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
	triggers: Array<{ nodeId: string; status: string; errorMessage: string | null }>;
}

export interface ExecutionFilter {
	workflowId?: string;
	status?: string[];
}

export interface ExecutionSummary {
	id: string;
	workflowId: string;
	mode: string;
	status: string;
	startedAt: string;
	stoppedAt: string | null;
}

export interface Execution extends ExecutionSummary {
	data: RunData;
}

export interface RunItem {
	json: Record<string, unknown>;
	binary?: Record<
		string,
		{ id?: string; mimeType: string; fileExtension?: string; bytes?: number }
	>;
}

export interface NodeRun {
	data?: { main: Array<RunItem[] | null> };
	error?: { message: string; description?: string | null };
}

export interface RunData {
	resultData: {
		runData: Record<string, NodeRun[]>;
		error?: { message: string; description?: string | null };
		lastNodeExecuted?: string;
	};
}

export interface ListSearchRequest {
	methodName: string;
	path: string;
	nodeTypeAndVersion: { name: string; version: number };
	currentNodeParameters: Record<string, unknown>;
	credentials: Record<string, { id: string; name: string }>;
	filter?: string;
	paginationToken?: string;
}

export interface ListSearchResult {
	results: Array<{ name: string; value: string | number; url?: string }>;
	paginationToken?: string;
}

export interface DataTableColumn {
	name: string;
	type: 'string' | 'number' | 'boolean' | 'date';
}

export interface DataTable {
	id: string;
	name: string;
}

export type DataTableRow = Record<string, string | number | boolean | null>;

export interface NodeTypeSummary {
	name: string;
	displayName: string;
	version: number | number[];
}
