import { resources } from '../../nodes/BambuLab/actions/registry';

const start = '<!-- operations:start -->';
const end = '<!-- operations:end -->';

function cell(text: string): string {
	return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

/** The README's table of operations, in the order in which n8n shows them. */
export function operationsTable(): string {
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

/** The README with a fresh table between its markers. */
export function withOperationsTable(readme: string): string {
	const from = readme.indexOf(start);
	const to = readme.indexOf(end);
	if (from < 0 || to < from) throw new Error(`README.md lacks ${start} … ${end}`);
	return `${readme.slice(0, from)}${start}\n\n${operationsTable()}\n\n${readme.slice(to)}`;
}
