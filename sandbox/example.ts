/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { PROJECT_ROOT } from './paths';
import type { StoredCredential, WorkflowDefinition, WorkflowNode } from './restTypes';

const OUR_NODES = 'n8n-nodes-bambulab-cloud.';

/** An example workflow as it lies in `examples`, which is how a user imports it. */
export function readExample(name: string): WorkflowDefinition {
	const file = join(PROJECT_ROOT, 'examples', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowDefinition;
}

export interface Filling {
	/** Left out, the user chooses it in the editor. */
	credential?: StoredCredential;
	/** Where this n8n may write files. */
	filesFolder: string;
}

/** Does what the sticky note of an example asks its user to do. */
export function fillIn(workflow: WorkflowDefinition, filling: Filling): WorkflowDefinition {
	return { ...workflow, nodes: workflow.nodes.map((node) => fillInNode(node, filling)) };
}

function fillInNode(node: WorkflowNode, { credential, filesFolder }: Filling): WorkflowNode {
	if (node.type.startsWith(OUR_NODES) && credential) {
		const { id, name, type } = credential;
		return { ...node, credentials: { [type]: { id, name } } };
	}
	const path = writtenFile(node);
	if (path === undefined) return node;
	const fileName = join(filesFolder, posix.basename(path));
	return { ...node, parameters: { ...node.parameters, fileName } };
}

/** Where a workflow of ours that logs prints puts them. */
export function logsOf({ name, nodes }: WorkflowDefinition): { table: string; csvFile: string } {
	const table = nodes.map(({ parameters }) => parameters.tableName).find(isText);
	const csvFile = nodes.map(writtenFile).find(isText);
	if (!table || !csvFile) throw new Error(`The workflow "${name}" makes no table or no file.`);
	return { table, csvFile };
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}

/** The file that a node of n8n's "Read/Write Files from Disk" writes. */
function writtenFile({ type, parameters }: WorkflowNode): string | undefined {
	const writes = type === 'n8n-nodes-base.readWriteFile' && parameters.operation === 'write';
	return writes ? String(parameters.fileName) : undefined;
}
