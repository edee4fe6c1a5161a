import { resources } from '../../nodes/BambuLab/actions/registry';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { resultRow } from '../hosts/results';
import { keptHostResults } from './hostResults';

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The README's table of operations, in the order in which n8n shows them. */
function operationsTable(): string {
	const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
	const rows = [...resources]
		.sort(byName)
		.flatMap(({ name, operations }) =>
			[...operations]
				.sort(byName)
				.map((operation) => [name, operation.name, operation.description]),
		);
	return markdownTable([['Resource', 'Operation', 'What it does'], ...rows]);
}

/** The README's table of events, in the order in which n8n shows them. */
function eventsTable(): string {
	const rows = eventOptions.map(({ name, value, description }) => [
		name,
		`\`${value}\``,
		description,
	]);
	return markdownTable([['Event', 'Value of `event`', 'When'], ...rows]);
}

/** The README's table of versions of n8n, as they were last tried. */
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

function withTable(readme: string, name: string, table: string): string {
	const [start, end] = [`<!-- ${name}:start -->`, `<!-- ${name}:end -->`];
	const from = readme.indexOf(start);
	const to = readme.indexOf(end);
	if (from < 0 || to < from) throw new Error(`README.md lacks ${start} … ${end}`);
	return `${readme.slice(0, from)}${start}\n\n${table}\n\n${readme.slice(to)}`;
}

/** The README with fresh tables between their markers. */
export function withTables(readme: string): string {
	const tables = { operations: operationsTable(), events: eventsTable(), hosts: hostsTable() };
	return Object.entries(tables).reduce(
		(text, [name, table]) => withTable(text, name, table),
		readme,
	);
}
