/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { inspect } from 'node:util';

import { say, UserProblem } from '../../sandbox/say';
import { contractText } from '../cloud/contract';
import { Contract } from '../contract/contractHarness';
import { Client } from './client';
import { HELP, readOptions, readToken } from './options';
import { reportOf } from './report';
import { probe } from './run';

/** `npm run probe`: compares what the real cloud answers with the contract. */
async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) return say(HELP);
	const token = readToken(options.tokenFile);
	const contract = await Contract.load();
	const pause = async () => await sleep(options.pauseSeconds * 1000);
	const client = new Client({ apiUrl: options.apiUrl, token, pause });
	const findings = await probe(client, contract, say);
	findings.values.add(token);
	const head = { region: options.region, date: new Date() };
	writeFileSync(options.out, reportOf(findings, head, contractText()));
	say(`\nThe report is in ${options.out}. Look it through before you paste it into an issue.`);
	if (findings.stopped !== undefined) throw new UserProblem(findings.stopped);
}

main().catch((error: unknown) => {
	const isPlain = error instanceof UserProblem;
	say(`\n${isPlain ? error.message : inspect(error)}`);
	process.exitCode = 1;
});
