import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import manifest from '../../package.json';
import { readText } from '../support/project';
import { useLab } from './support/lab';
import { nodeTypes } from './support/workflows';

interface ThemedIcon {
	light: string;
	dark: string;
}

interface ServedType {
	name: string;
	displayName: string;
	iconUrl?: ThemedIcon | string;
	codex?: { alias?: string[] };
	supportedNodes?: string[];
	properties: Array<{ name: string; options?: Array<{ action?: string }> }>;
}

const lab = useLab();

async function served(kind: 'nodes' | 'credentials'): Promise<ServedType[]> {
	return await lab().rest.getTypes<ServedType>(kind);
}

async function ourNodes(): Promise<ServedType[]> {
	const all = await served('nodes');
	return all.filter(({ name }) => name.startsWith(`${manifest.name}.`));
}

test('shows among the installed community packages', async () => {
	expect(await lab().rest.communityPackages()).toEqual([
		expect.objectContaining({
			packageName: manifest.name,
			installedVersion: manifest.version,
			installedNodes: [
				expect.objectContaining({ name: 'Bambu Lab', type: nodeTypes.action }),
				expect.objectContaining({ name: 'Bambu Lab Trigger', type: nodeTypes.trigger }),
			],
		}),
	]);
});

test('offers the action, the same as a tool for AI agents, and the trigger', async () => {
	const names = (await ourNodes()).map(({ name }) => name).sort();
	expect(names).toEqual([nodeTypes.action, `${nodeTypes.action}Tool`, nodeTypes.trigger]);
});

test('offers the credential, for both nodes', async () => {
	const credentials = await served('credentials');
	const ours = credentials.find(({ name }) => name === 'bambuLabCloudApi');
	expect(ours).toMatchObject({
		displayName: 'Bambu Lab Cloud API',
		supportedNodes: expect.arrayContaining(Object.values(nodeTypes)) as string[],
	});
});

test('previews what an operation gives out before it has run', async () => {
	const file = 'task/getAll.json';
	const answer = await fetch(`${lab().url}/schemas/${nodeTypes.action}/1.0.0/${file}`);
	expect(await answer.json()).toEqual(
		JSON.parse(readText(`nodes/BambuLab/__schema__/v1.0.0/${file}`)),
	);
});

test('serves its icons in both themes', async () => {
	const nodes = await ourNodes();
	for (const { iconUrl } of nodes) {
		if (typeof iconUrl !== 'object') throw new Error(`No themed icon: ${iconUrl}`);
		for (const url of [iconUrl.light, iconUrl.dark]) {
			const answer = await fetch(`${lab().url}/${url}`);
			expect(answer.status).toBe(200);
			expect(answer.headers.get('content-type')).toContain('image/svg+xml');
			expect(await answer.text()).toContain('<svg');
		}
	}
});

test('is found in the node creator by other words too', async () => {
	const nodes = await ourNodes();
	// Of a tool, older versions of n8n keep no such words.
	for (const node of [nodeTypes.action, nodeTypes.trigger]) {
		const codex = nodes.find(({ name }) => name === node)?.codex;
		expect(codex?.alias).toEqual(expect.arrayContaining(['3d printer', 'filament']));
	}
});

test('gives each event a card of its own', async () => {
	const trigger = (await ourNodes()).find(({ name }) => name === nodeTypes.trigger);
	const events = trigger?.properties.find(({ name }) => name === 'events');
	expect(events?.options?.map(({ action }) => action)).toEqual(
		eventOptions.map(({ action }) => action),
	);
});
