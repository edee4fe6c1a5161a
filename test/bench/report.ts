import { isMet, ratiosOf, spreadOf, type AllFigures, type Finding, type Unit } from './figures';

export interface Machine {
	cores: number;
	node: string;
	n8n: string;
}

const HEAD = ['', 'Work', 'Held against', 'Theirs', 'Ours', 'Ours by theirs', 'Goal', 'Met'];

function rounded(value: number, unit: Unit): string {
	if (unit === 'count') return String(Number(value.toFixed(2)));
	const digits = unit === 's' ? 2 : value < 10 ? 1 : 0;
	return `${value.toFixed(digits)} ${unit}`;
}

function median(values: number[], unit: Unit): string {
	return values.length === 0 ? '–' : rounded(spreadOf(values).median, unit);
}

function ratioText(finding: Finding): string {
	const ratios = ratiosOf(finding);
	if (ratios.length === 0) return '–';
	const { median: middle, min, max } = spreadOf(ratios);
	const [text, least, most] = [middle, min, max].map((ratio) => ratio.toFixed(2));
	return ratios.length === 1 ? `${text}` : `${text} (${least}–${most})`;
}

function goalText({ goal, unit }: Finding): string {
	if (goal === undefined) return '–';
	if ('ratio' in goal) return `≤ ${goal.ratio.toFixed(2)}`;
	return 'most' in goal ? `≤ ${rounded(goal.most, unit)}` : rounded(goal.exactly, unit);
}

function metText(finding: Finding): string {
	const met = isMet(finding);
	return met === undefined ? '–' : met ? 'yes' : '**no**';
}

function cells(id: string, finding: Finding): string[] {
	const { what, unit, theirs = [], ours } = finding;
	const against = finding.against ?? (theirs.length > 0 ? 'HTTP Request' : '–');
	return [
		id,
		what,
		against,
		median(theirs, unit),
		median(ours, unit),
		ratioText(finding),
		goalText(finding),
		metText(finding),
	];
}

function rowsOf(figures: AllFigures): string[][] {
	return sorted(figures).flatMap(([id, { findings }]) =>
		findings.map((finding, index) => cells(index === 0 ? id : '', finding)),
	);
}

function sorted(figures: AllFigures) {
	const number = (id: string) => Number(id.slice(1));
	return Object.entries(figures).sort(([one], [other]) => number(one) - number(other));
}

/** The table as it is printed: columns of equal width. */
export function plainTable(figures: AllFigures): string {
	const rows = [HEAD, ...rowsOf(figures)];
	const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
	return rows
		.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
		.join('\n');
}

export function notesOf(figures: AllFigures): string[] {
	return sorted(figures).flatMap(([id, { notes }]) => notes.map((note) => `${id}: ${note}`));
}

/** The page docs/performance.md. */
export function performancePage(figures: AllFigures, machine: Machine): string {
	const row = (line: string[]) => `| ${line.join(' | ')} |`;
	const table = [HEAD, HEAD.map(() => '---'), ...rowsOf(figures)].map(row).join('\n');
	const dates = [...new Set(Object.values(figures).map(({ date }) => date))].sort();
	const runs = sorted(figures).map(([id, { runs: count }]) => `${id} ${count}`);
	const busy = sorted(figures).flatMap(([id, { isBusy }]) => (isBusy ? [id] : []));
	const rough = `The machine had other work during ${busy.join(', ')}: these are rough.`;
	return `<!-- Written by "npm run bench" from performance.data.json. -->

# Performance

_For everybody who reads long lists or has many printers, and for those who change the code._

How fast the node is, and how gently it treats Bambu Lab's cloud, beside what a user would take instead:
n8n's own HTTP Request node with the same credential. Where it says so, it is held against the floor, the
time that nobody can beat because the server allows no more.

\`npm run bench\` measures it again: both in the same n8n, in turn, against the same simulated cloud, which
runs in a process of its own. Times are n8n's own times of the executions; requests are counted by the cloud. Each
figure is the median of the runs; a ratio is ours by theirs, run by run, with its smallest and largest
value behind it. \`npm run bench -- --runs 3 --only B1,B3\` takes fewer of them.

Measured: ${dates.join(', ')}. Machine: ${machine.cores} cores, n8n ${machine.n8n}, Node ${machine.node}. Runs: ${runs.join(', ')}.${busy.length > 0 ? `\n${rough}` : ''}

${table}

${notesOf(figures)
	.map((note) => `- ${note}`)
	.join('\n')}

A print is 1.5 kB in the simulated cloud. Plain HTTP and no real network in between: with TLS and a longer way all
times grow, and what is read in parallel gains more.
`;
}
