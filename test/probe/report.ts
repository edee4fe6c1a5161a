/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import { homepage, name, version } from '../../package.json';
import { UserProblem } from '../../sandbox/say';
import type { Finding, Findings } from './run';
import type { Field } from './shape';

export interface ReportHead {
	region: string;
	date: Date;
}

/** The report as Markdown, fit to be pasted into an issue. */
export function reportOf(findings: Findings, head: ReportHead, contractText: string): string {
	const text = [
		...headLines(findings, head),
		...differenceLines(findings.findings),
		...questionLines(findings),
		...leftLines(findings),
		...shapeLines(findings.findings),
	].join('\n');
	assertScrubbed(text, findings.values, contractText);
	return text;
}

function headLines({ findings, stopped, requests }: Findings, { region, date }: ReportHead) {
	const differing = findings.filter(({ differences }) => differences.length > 0).length;
	const [node = ''] = process.versions.node.split('.');
	return [
		'# What the Bambu Lab cloud answers',
		'',
		`${name} ${version}, region ${region}, Node ${node}, ${date.toISOString().slice(0, 10)}.`,
		'Names of fields, kinds and known values only; nothing of the account.',
		'',
		...(stopped === undefined ? [] : [`**Ended early.** ${stopped}`, '']),
		`${findings.length} endpoints asked with ${requests} requests; ${differing} differ from the contract.`,
		'',
	];
}

function differenceLines(findings: Finding[]): string[] {
	const lines = findings
		.filter(({ differences }) => differences.length > 0)
		.flatMap(({ operationId, path, status, differences }) => [
			`### ${operationId} (\`GET ${path}\`, status ${status})`,
			'',
			...differences.map((difference) => `- ${difference}`),
			'',
		]);
	return ['## Differences from the contract', '', ...(lines.length > 0 ? lines : ['None.', ''])];
}

function questionLines({ questions }: Findings): string[] {
	if (questions.length === 0) return [];
	const lines = questions.map(({ title, answer }) => `- ${title} ${answer}.`);
	return ['## Open questions', '', ...lines, ''];
}

function leftLines({ left }: Findings): string[] {
	if (left.length === 0) return [];
	const lines = left.map(({ operationId, reason }) => `- ${operationId}: ${reason}.`);
	return ['## Not asked', '', ...lines, ''];
}

function shapeLines(findings: Finding[]): string[] {
	return [
		'## Shapes',
		'',
		...findings.flatMap(({ operationId, path, status, form, problem, fields }) => [
			`<details><summary>${operationId}: ${status} ${form}${problem === undefined ? '' : `, ${problem}`}</summary>`,
			'',
			'```',
			`GET ${path}`,
			...fields.map(fieldLine),
			'```',
			'',
			'</details>',
			'',
		]),
	];
}

function fieldLine({ path, isExpected, kinds, values, seen, of }: Field): string {
	const often = of > 0 && seen === 0 ? 'never' : of > 0 && seen < of ? 'sometimes' : '';
	const told = values.size > 0 ? `= ${[...values].join(' | ')}` : '';
	const parts = [isExpected ? '' : 'NEW', often, [...kinds].join(' | '), told];
	return `${path}: ${parts.filter((part) => part !== '').join('  ')}`;
}

const SHORTEST_VALUE = 6;
/** Ids, serial numbers, addresses, times and tokens; a plain word may stand in a sentence as well. */
const IDENTIFYING = /[\d@/:]/;

/**
 * The last look before the report is written. By construction it holds no value; should that ever
 * fail, nothing is written.
 */
export function assertScrubbed(
	report: string,
	values: ReadonlySet<string>,
	contractText: string,
): void {
	for (const value of values) {
		if (value.length < SHORTEST_VALUE || !IDENTIFYING.test(value)) continue;
		if (!report.includes(value) || contractText.includes(value)) continue;
		throw new UserProblem(
			'The report would have held a value of your account, so it was not written. ' +
				`That is a bug of the probe: please tell us at ${homepage.replace(/#.*$/, '')}/issues`,
		);
	}
}
