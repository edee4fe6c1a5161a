import { parse } from 'yaml';

import { resources } from '../../nodes/BambuLab/actions/registry';
import type { Operation } from '../../nodes/BambuLab/core/operation';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { resultRow } from '../hosts/results';
import { keptFigures, keptHostResults } from './keptFigures';
import type { OutputSchema } from './outputSchema';
import { exists, readText } from './project';
import { reliabilityTables } from './reliability';

type NamedOperation = { resource: string; operation: Operation };

const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

/** In the order in which n8n shows them. */
const operations: NamedOperation[] = [...resources]
	.sort(byName)
	.flatMap(({ name: resource, operations: own }) =>
		[...own].sort(byName).map((operation) => ({ resource, operation })),
	);

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** What Bambu Lab always refuses says so on its card. */
function markedName({ name, action }: Operation): string {
	return action.includes('refused by Bambu Lab') ? `${name} (refused)` : name;
}

/** One row per resource. */
function resourcesTable(): string {
	const rows = [...resources]
		.sort(byName)
		.map(({ name, operations: own }) => [name, [...own].sort(byName).map(markedName).join(', ')]);
	return markdownTable([['Resource', 'Operations'], ...rows]);
}

function operationsTable(): string {
	const rows = operations.map(({ resource, operation: { name, description } }) => [
		resource,
		name,
		description,
	]);
	return markdownTable([['Resource', 'Operation', 'What it does'], ...rows]);
}

/** The fields of what has no readable form, as they are written down for n8n's preview. */
function previewFields(resource: string, operation: string): string[] {
	const file = `nodes/BambuLab/__schema__/v1.0.0/${resource}/${operation}.json`;
	// What Bambu Lab always refuses has none.
	if (!exists(file)) return [];
	const { properties = {} } = JSON.parse(readText(file)) as OutputSchema;
	return Object.keys(properties);
}

function listed(fields: readonly string[]): string {
	return fields.map((field) => `\`${field}\``).join(', ') || '–';
}

/** Operations with the same fields stand together. */
function fieldsTable(): string {
	const rows = [...resources].sort(byName).flatMap(({ name, value: resource, operations: own }) => {
		const ofResource = new Map<string, string[]>();
		const add = (
			operation: string,
			simple: readonly string[],
			more: readonly string[] = [],
			how = '',
		) => {
			const fields = JSON.stringify([how, listed(simple), listed(more)]);
			ofResource.set(fields, [...(ofResource.get(fields) ?? []), operation]);
		};
		for (const operation of [...own].sort(byName)) {
			const { name: called, value, readable } = operation;
			if (readable === undefined) add(called, previewFields(resource, value));
			else add(called, readable.form.simple, readable.form.more);
			const split = readable?.splitForm;
			if (split !== undefined) add(called, split.simple, split.more, ' (split by filament)');
		}
		return [...ofResource].map(([key, called]) => {
			const [how, ...fields] = JSON.parse(key) as string[];
			return [`${name}: ${called.join(', ')}${how}`, ...fields];
		});
	});
	// Columns as wide as the longest list would make the page several times as large.
	const lines = [['Operation', 'Simplified', 'More in Selected Fields'], ['-', '-', '-'], ...rows];
	const table = lines.map((line) => `| ${line.map(cell).join(' | ')} |`).join('\n');
	return `<!-- prettier-ignore-start -->\n${table}\n<!-- prettier-ignore-end -->`;
}

/** What uses the endpoints that no operation's sample asks. */
const otherUses: { [operationId: string]: string } = {
	login: 'the credential, to sign in',
	sendSmsCode: '`Sign-In: Request Code`, in mainland China',
	getCsrf: 'the credential, with an authenticator app',
	tfaSignIn: 'the credential, with an authenticator app',
	tfaLogin: 'the credential, with an authenticator app',
	logout: 'nothing: it would end the session of the credential',
	getPrintStatus: '`Printer: Get Print Status`',
	getUserDesigns: '`MakerWorld: Get Many Models`, with a user ID',
	getMakerProfile: 'nothing: use HTTP Request',
	getBoostTokens: 'nothing: use HTTP Request',
	getFavoriteLists: 'nothing: use HTTP Request',
	updateSlicerSetting: 'nothing: use HTTP Request',
};

interface Endpoint {
	method: string;
	path: string;
	operationId: string;
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

function endpoints(): Endpoint[] {
	const { paths } = parse(readText('test/cloud/bambu-cloud.openapi.yaml')) as {
		paths: { [path: string]: { [method: string]: { operationId?: string } } };
	};
	return Object.entries(paths).flatMap(([path, item]) =>
		methods.flatMap((method) => {
			const operationId = item[method]?.operationId;
			return operationId === undefined ? [] : [{ method: method.toUpperCase(), path, operationId }];
		}),
	);
}

/** Whether a request such as `GET /tasks/7?x=1` is one of the endpoint. */
function isOf({ method, path }: Endpoint, request: string): boolean {
	const [sentMethod, target = ''] = request.split(' ');
	const [sentPath = ''] = target.split('?');
	const pattern = path.split('/').map((part) => (part.startsWith('{') ? '[^/]+' : part));
	return sentMethod === method && new RegExp(`^${pattern.join('/')}$`).test(sentPath);
}

/** The operations whose main request goes to the endpoint. */
function usersOf(endpoint: Endpoint): string {
	const asked = operations.filter(({ operation: { sample } }) => {
		const { request } = sample;
		return request !== undefined && isOf(endpoint, request);
	});
	const following = operations.filter(({ operation: { sample } }) =>
		(sample.then ?? []).some((request) => isOf(endpoint, request)),
	);
	const names = (asked.length > 0 ? asked : following).map(
		({ resource, operation }) => `\`${resource}: ${operation.name}\``,
	);
	const users = names.length > 0 ? names.join(', ') : otherUses[endpoint.operationId];
	if (users === undefined) throw new Error(`What uses ${endpoint.method} ${endpoint.path}?`);
	return users;
}

function endpointsTable(): string {
	const rows = endpoints().map((endpoint) => [
		`\`${endpoint.method} ${endpoint.path}\``,
		usersOf(endpoint),
	]);
	return markdownTable([['Endpoint', 'Used by'], ...rows]);
}

/** In the order in which n8n shows them. */
function eventsTable(): string {
	const rows = eventOptions.map(({ name, value, description }) => [
		name,
		`\`${value}\``,
		description,
	]);
	return markdownTable([['Event', 'Value of `event`', 'When'], ...rows]);
}

/** The versions of n8n, as they were last tried. */
function hostsTable(): string {
	return markdownTable([
		['n8n', 'Node', 'Tried on', 'Result'],
		...keptHostResults().map(resultRow),
	]);
}

/** Columns are padded as prettier does it, so that formatting leaves the table alone. */
function markdownTable(rows: string[][]): string {
	const cells = rows.map((row) => row.map(cell));
	const widths = (cells[0] ?? []).map((_, column) =>
		Math.max(3, ...cells.map((row) => row[column]?.length ?? 0)),
	);
	const lines = cells.map((row) => row.map((text, column) => text.padEnd(widths[column] ?? 0)));
	lines.splice(
		1,
		0,
		widths.map((width) => '-'.repeat(width)),
	);
	return lines.map((line) => `| ${line.join(' | ')} |`).join('\n');
}

/** The generated tables of each page. */
const tables: { [file: string]: { [name: string]: () => string } } = {
	'README.md': { resources: resourcesTable },
	'docs/operations.md': {
		operations: operationsTable,
		fields: fieldsTable,
		endpoints: endpointsTable,
	},
	'docs/events.md': { events: eventsTable },
	'docs/install.md': { hosts: hostsTable },
	'docs/reliability.md': Object.fromEntries(
		Object.keys(reliabilityTables({})).map((name) => [
			name,
			() => markdownTable(reliabilityTables(keptFigures())[name] ?? []),
		]),
	),
};

export const pagesWithTables = Object.keys(tables);

function withTable(text: string, name: string, table: string): string {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const from = text.indexOf(start);
	const to = text.indexOf(end);
	if (from < 0 || to < from) throw new Error(`The page lacks ${start} … ${end}`);
	return `${text.slice(0, from)}${start}\n\n${table}\n\n${text.slice(to)}`;
}

/** A page with fresh tables between their markers. */
export function withTables(file: string, text: string): string {
	return Object.entries(tables[file] ?? {}).reduce(
		(page, [name, table]) => withTable(page, name, table()),
		text,
	);
}
