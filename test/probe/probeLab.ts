import { contractText } from '../cloud/contract';
import { Contract } from '../contract/contractHarness';
import { PASSWORD } from '../cloud/signIn/accounts';
import { field, request } from '../cloud/support/client';
import { Client, type Answer } from './client';
import { reportOf } from './report';
import { probe, type Findings } from './run';

export interface ProbeRun {
	findings: Findings;
	report: string;
	/** What came over the wire, to look for in the report. */
	answers: Answer[];
}

let loaded: Promise<Contract> | undefined;

/** The contract, compiled once per test file. */
export async function theContract(): Promise<Contract> {
	loaded ??= Contract.load();
	return await loaded;
}

const head = { region: 'custom', date: new Date('2026-09-01T10:00:00Z') };

/** A whole run as the command makes it, without its pauses. */
export async function runProbe(
	apiUrl: string,
	token: string,
	contract?: Contract,
	pause = async () => {},
): Promise<ProbeRun> {
	const client = new Client({ apiUrl, token, pause });
	const findings = await probe(client, contract ?? (await theContract()));
	findings.values.add(token);
	return {
		findings,
		report: reportOf(findings, head, contractText()),
		answers: client.answers,
	};
}

export async function tokenOf(apiUrl: string, account = 'maker@example.com'): Promise<string> {
	const body = { account, password: PASSWORD };
	const answer = await request(`${apiUrl}/v1/user-service/user/login`, 'POST', body);
	return String(field(answer.body, 'accessToken'));
}

/** The line of the report that answers a question. */
export function lineOf(report: string, question: string): string {
	return report.split('\n').find((line) => line.includes(question)) ?? '';
}
