/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';

import { PROJECT_ROOT } from './paths';
import type { StoredCredential, WorkflowDefinition, WorkflowNode } from './restTypes';

const OUR_NODES = 'n8n-nodes-bambulab-cloud.';
const MQTT = 'n8n-nodes-base.mqttTrigger';
/** n8n's "Read/Write Files from Disk". */
const DISK = 'n8n-nodes-base.readWriteFile';

const FOLDER = join(PROJECT_ROOT, 'examples');

/** The names of all examples, without ".json". */
export function exampleNames(): string[] {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => posix.basename(file, '.json'))
		.sort();
}

/** An example workflow as it lies in `examples`, which is how a user imports it. */
export function readExample(name: string): WorkflowDefinition {
	const file = join(FOLDER, `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowDefinition;
}

export interface Filling {
	/** Left out, the user chooses it in the editor. */
	credential?: StoredCredential;
	/** For n8n's own MQTT Trigger; left out, as above. */
	mqtt?: StoredCredential;
	/** Where this n8n may write files. */
	filesFolder: string;
}

/** Does what the sticky note of an example asks its user to do. */
export function fillIn(workflow: WorkflowDefinition, filling: Filling): WorkflowDefinition {
	return { ...workflow, nodes: workflow.nodes.map((node) => fillInNode(node, filling)) };
}

function fillInNode(node: WorkflowNode, { credential, mqtt, filesFolder }: Filling): WorkflowNode {
	const isOurs = node.type.startsWith(OUR_NODES);
	const own = isOurs ? credential : node.type === MQTT ? mqtt : undefined;
	if (own) {
		const { id, name, type } = own;
		return { ...node, credentials: { [type]: { id, name } } };
	}
	if (node.type !== DISK) return node;
	const inFolder = ['fileName', 'fileSelector'].flatMap((name) => {
		const path = node.parameters[name];
		// One that goes by the path of another node stays.
		const isPath = isText(path) && !path.startsWith('=');
		return isPath ? [[name, join(filesFolder, posix.basename(path))] as const] : [];
	});
	return { ...node, parameters: { ...node.parameters, ...Object.fromEntries(inFolder) } };
}

/** The Data Table into which a workflow of ours logs prints. */
export function tableOf({ name, nodes }: WorkflowDefinition): string {
	const table = nodes.map(({ parameters }) => parameters.tableName).find(isText);
	if (!table) throw new Error(`The workflow "${name}" makes no table.`);
	return table;
}

function isText(value: unknown): value is string {
	return typeof value === 'string' && value !== '';
}
