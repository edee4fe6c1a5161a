/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { UserProblem } from '../../sandbox/say';

export interface ProbeOptions {
	help: boolean;
	tokenFile: string;
	region: 'global' | 'china' | 'custom';
	apiUrl: string;
	out: string;
	pauseSeconds: number;
}

export const HELP = `Usage: npm run probe -- --token-file FILE [options]

Asks every endpoint of the Bambu Lab cloud that only reads, one after the other, with your access
token, and compares the answers with the contract. Writes a report without any value of your account,
to be pasted into an issue. It changes nothing, and asks for no secret.

  --token-file FILE   a file with your access token, and nothing else
  --region REGION     global (default) or china
  --out FILE          where the report goes (default probe-report.md)
  --pause SECONDS     between two requests, 1 or more (default 2)
  --api-url URL       the simulated cloud on this machine, such as http://127.0.0.1:8787
  --help              show this`;

const HOSTS = { global: 'https://api.bambulab.com', china: 'https://api.bambulab.cn' };

/** Reads the command line; what is wrong with it comes as a sentence for the user. */
export function readOptions(args: string[]): ProbeOptions {
	const values = parse(args);
	const help = values.help ?? false;
	const tokenFile = values['token-file'] ?? '';
	if (tokenFile === '' && !help) throw problem('--token-file is missing');
	const apiUrl = values['api-url'];
	const region = apiUrl === undefined ? regionOf(values.region ?? 'global') : 'custom';
	return {
		help,
		tokenFile: resolve(tokenFile),
		region,
		apiUrl: region === 'custom' ? localUrl(apiUrl ?? '') : HOSTS[region],
		out: resolve(values.out ?? 'probe-report.md'),
		pauseSeconds: pauseOf(values.pause ?? '2', region === 'custom' ? 0 : 1),
	};
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h' },
				'token-file': { type: 'string' },
				region: { type: 'string' },
				'api-url': { type: 'string' },
				out: { type: 'string' },
				pause: { type: 'string' },
			},
		}).values;
	} catch {
		// Its own words would repeat what was typed, which may be the token.
		throw problem('An option is not known, or lacks its value');
	}
}

function regionOf(text: string): 'global' | 'china' {
	if (text !== 'global' && text !== 'china') throw problem('--region is global or china');
	return text;
}

/** A token of the real cloud must not travel elsewhere, so only this machine is allowed. */
function localUrl(text: string): string {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isLocal = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
	if (!isLocal || !/^https?:$/.test(url.protocol)) {
		throw problem('--api-url takes the address of a simulated cloud on this machine');
	}
	return url.origin;
}

function pauseOf(text: string, least: number): number {
	const seconds = Number(text);
	if (text.trim() === '' || !(seconds >= least && seconds <= 600)) {
		throw problem(`--pause takes seconds from ${least} to 600`);
	}
	return seconds;
}

const LONGEST_TOKEN = 10_000;

/** The token in a file. No sentence of this function may repeat what the file holds. */
export function readToken(file: string): string {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new UserProblem(`The file ${file} cannot be read.`);
	}
	const token = text
		.replace(/^\uFEFF/, '')
		.trim()
		.replace(/^bearer\s+/i, '');
	if (token === '')
		throw new UserProblem(`The file ${file} is empty. Put your access token into it.`);
	if (!/^[\x21-\x7e]+$/.test(token) || token.length > LONGEST_TOKEN) {
		throw new UserProblem(`The file ${file} holds something else than one access token.`);
	}
	return token;
}

function problem(sentence: string): UserProblem {
	return new UserProblem(`${sentence}. "npm run probe -- --help" lists the options.`);
}
