import type { INode, INodeTypeDescription } from 'n8n-workflow';

import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { exampleNames, readExample } from '../../sandbox/example';
import type { WorkflowNode } from '../../sandbox/restTypes';
import { parameterProblems } from '../support/parameterCheck';
import { readText } from '../support/project';

const action = new BambuLab().description;
const ours: Record<string, INodeTypeDescription> = {
	'n8n-nodes-bambulab-cloud.bambuLab': action,
	'n8n-nodes-bambulab-cloud.bambuLabTool': action,
	'n8n-nodes-bambulab-cloud.bambuLabTrigger': new BambuLabTrigger().description,
};
/** n8n adds these to every polling trigger, and to every node as a tool. */
const byN8n = ['pollTimes', 'descriptionType', 'toolDescription'];
const noteType = 'n8n-nodes-base.stickyNote';

function problemsOf(node: WorkflowNode): string[] {
	const description = ours[node.type];
	if (description === undefined) return [`the package has no node ${node.type}`];
	const own = Object.entries(node.parameters).filter(([name]) => !byN8n.includes(name));
	return parameterProblems(description, { ...node, parameters: Object.fromEntries(own) } as INode);
}

function ourNodes(nodes: WorkflowNode[]): WorkflowNode[] {
	return nodes.filter(({ type }) => type.startsWith('n8n-nodes-bambulab-cloud.'));
}

/** How far a node stands from the one before it. */
const column = 220;

type Connections = Record<string, { main?: Array<Array<{ node: string }>> }>;

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** The room that a node takes on the canvas, the label below it included. */
function boxOf({ name, type, position: [left, top], parameters }: WorkflowNode): Box {
	const [width, height] =
		type === noteType ? [Number(parameters.width), Number(parameters.height)] : [96, 130];
	return { name, left, top, right: left + width, bottom: top + height };
}

function overlaps(a: Box, b: Box): boolean {
	return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

test('docs/examples.md lists every example, and no other', () => {
	const listed = readText('docs', 'examples.md').match(
		/(?<=\(\.\.\/examples\/)[\w-]+(?=\.json\))/g,
	);
	expect([...new Set(listed)].sort()).toEqual(exampleNames());
});

test('the README names only examples that there are', () => {
	const listed = readText('README.md').match(/(?<=\(examples\/)[\w-]+(?=\.json\))/g) ?? [];
	expect(listed.length).toBeGreaterThan(0);
	expect(exampleNames()).toEqual(expect.arrayContaining(listed));
});

/** It hears of all others, so it asks Bambu Lab for nothing. */
const withoutOurs = ['email-about-errors'];

describe.each(exampleNames())('%s', (name) => {
	const example = readExample(name);
	const text = readText('examples', `${name}.json`);
	const notes = example.nodes.filter(({ type }) => type === noteType);

	test('uses only what our nodes have', () => {
		const nodes = ourNodes(example.nodes);
		expect(nodes.length > 0).toBe(!withoutOurs.includes(name));
		expect(Object.fromEntries(nodes.map((node) => [node.name, problemsOf(node)]))).toEqual(
			Object.fromEntries(nodes.map((node) => [node.name, []])),
		);
	});

	test('says on a note what to set up, and where', () => {
		expect(notes.map((note) => note.name)).toEqual(['Sticky Note']);
		const content = String(notes[0]?.parameters.content);
		expect(content).toContain('### Set up');
		const names = example.nodes.map((node) => node.name);
		for (const node of ourNodes(example.nodes)) expect(content).toContain(`**${node.name}**`);
		const steps = content.split('### Set up')[1]?.split('\n\n')[0] ?? '';
		for (const [, marked = ''] of steps.matchAll(/\*\*(.+?)\*\*/g)) {
			expect([...names, 'Execute workflow', 'Open chat']).toContain(marked);
		}
	});

	test('holds no credential and nobody’s data', () => {
		expect(example.nodes.filter((node) => node.credentials)).toEqual([]);
		const addresses = text.match(/[\w.+-]+@[\w-]+(\.[\w-]+)+/g) ?? [];
		expect(addresses.filter((address) => !address.endsWith('@example.com'))).toEqual([]);
	});

	test('has what n8n wants of a template', () => {
		const keys = ['connections', 'description', 'meta', 'name', 'nodes', 'settings'];
		expect(Object.keys(example).sort()).toEqual(keys);
		// n8n shows it in lists, and takes no more than that.
		expect(example.description).toMatch(/^.{20,255}[^.]$/);
		expect(example.meta).toEqual({ templateCredsSetupCompleted: false });
		expect(new Set(example.nodes.map(({ id }) => id)).size).toBe(example.nodes.length);
		// A note is yellow where no other color is chosen.
		expect(notes[0]?.parameters).not.toHaveProperty('color');
		expect(String(notes[0]?.parameters.content)).toMatch(/^## .+\n/);
	});

	test('flows from left to right in columns, with the note before it', () => {
		const hasSubNodes = (node: string) =>
			Object.values(example.connections as Connections).some((outputs) =>
				Object.entries(outputs).some(
					([kind, ends]) => kind !== 'main' && JSON.stringify(ends).includes(`"node":"${node}"`),
				),
			);
		const left = (node: string) =>
			example.nodes.find((each) => each.name === node)?.position[0] ?? NaN;
		const steps = Object.entries(example.connections as Connections).flatMap(
			([from, { main = [] }]) => main.flat().map(({ node }) => [from, node] as const),
		);
		expect(steps.filter(([from, to]) => left(to) <= left(from))).toEqual([]);
		// One column after the latest of those before it; n8n draws a node with sub-nodes two columns wide.
		for (const { name: to, position } of example.nodes) {
			const before = steps.filter(([, target]) => target === to).map(([from]) => from);
			const columns = before.map((from) => left(from) + column * (hasSubNodes(from) ? 2 : 1));
			if (columns.length > 0) expect([to, position[0]]).toEqual([to, Math.max(...columns)]);
		}
		const [note] = notes.map(boxOf);
		const others = example.nodes.filter(({ type }) => type !== noteType);
		expect(Math.min(...others.map(({ position: [x] }) => x))).toBeGreaterThan(note?.right ?? NaN);
	});

	test('connects nodes that exist, and no node lies on another', () => {
		const names = example.nodes.map((node) => node.name);
		expect(new Set(names).size).toBe(names.length);
		const targets = [...JSON.stringify(example.connections).matchAll(/"node":"(.+?)"/g)];
		for (const end of [...Object.keys(example.connections), ...targets.map(([, to]) => to)]) {
			expect(names).toContain(end);
		}
		const boxes = example.nodes.map(boxOf);
		const pairs = boxes.flatMap((a, index) => boxes.slice(index + 1).map((b) => [a, b] as const));
		expect(
			pairs.filter(([a, b]) => overlaps(a, b)).map(([a, b]) => `${a.name} / ${b.name}`),
		).toEqual([]);
	});
});

// n8n looks for a table with LIKE %name%, and takes the first (data-table.repository.js of 2.41).
test('no example names a data table that would be found by the name of another', () => {
	const names = exampleNames().flatMap((name) =>
		[...readText('examples', `${name}.json`).matchAll(/"tableName": "(.+)"/g)].map(
			([, table = '']) => table,
		),
	);
	const tables = [...new Set(names)];
	expect(tables.length).toBeGreaterThan(1);
	const mistaken = tables.filter((table) =>
		tables.some((other) => other !== table && other.toLowerCase().includes(table.toLowerCase())),
	);
	expect(mistaken).toEqual([]);
});

/** Texts of digits and signs that only the cloud or the workflow makes. */
const madeTexts = ['ended', 'row', 'task_id'];

test.each([
	'backfill-google-sheet',
	'log-prints-to-data-table',
	'log-prints-to-csv',
	'log-prints-to-excel',
	'log-prints-to-google-sheets',
])('%s writes no text as a formula, and no end as an invalid date', (name) => {
	const compose = readExample(name).nodes.find((node) => node.name === 'Compose Row');
	const { assignments } = compose?.parameters.assignments as {
		assignments: Array<{ id: string; type: string; value: string }>;
	};
	const guarded = /^=\{\{ String\(.+ \?\? ''\)(\.replace\(.+\)) \}\}$/;
	for (const { id, type, value } of assignments) {
		if (type === 'string' && !madeTexts.includes(id)) {
			expect(guarded.exec(value)?.[1]).toBe(`.replace(/^(?=[=+@\\t\\r-])/, "'")`);
		}
		if (id === 'ended') expect(value).toMatch(/endedAt (\?\? .*occurredAt|\? )/);
	}
});

describe('the check itself finds', () => {
	const node = (type: string, parameters: INode['parameters']): WorkflowNode => ({
		id: '1',
		name: 'A node',
		type: `n8n-nodes-bambulab-cloud.${type}`,
		typeVersion: 1,
		position: [0, 0],
		parameters,
	});
	const list = { resource: 'task', operation: 'getAll' };

	test.each([
		['an event', node('bambuLabTrigger', { events: ['taskGone'] }), 'events'],
		['a resource', node('bambuLab', { resource: 'tasks', operation: 'getAll' }), 'resource'],
		['an operation', node('bambuLab', { resource: 'task', operation: 'list' }), 'operation'],
		['a parameter', node('bambuLab', { ...list, splitByFilaments: true }), 'splitByFilaments'],
		[
			'a parameter of another operation',
			node('bambuLab', { ...list, taskId: { __rl: true, mode: 'id', value: '7' } }),
			'taskId',
		],
		['an option', node('bambuLab', { ...list, filters: { since: 'x' } }), 'filters.since'],
		['a choice', node('bambuLab', { ...list, filters: { status: 9 } }), 'filters.status'],
		[
			'a field of a row',
			node('bambuLab', {
				...list,
				output: 'simple',
				options: { prices: { filaments: [{ filament: 'PLA', price: 20 }] } },
			}),
			'options.prices.filaments.price',
		],
	])('%s that does not exist', (_what, wrong, path) => {
		expect(problemsOf(wrong)).toContainEqual(expect.stringContaining(`"${path}"`));
	});
});
