/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import type { ReceivedRequest } from '../../cloud';
import { shows } from '../../support/keptSecrets';

interface Places {
	/** Whole executions, as n8n hands them out. */
	executions: string[];
	log: string;
	/** n8n's files, its database among them, where a secret may lie encrypted only. */
	folders: string[];
}

/** Fields of requests that let their holder in. */
const secretFields = ['password', 'code', 'tfaCode', 'refreshToken'];

/** The tokens, passwords and codes that went over the wire. */
export function secretsIn(requests: ReceivedRequest[]): string[] {
	return requests.flatMap(({ headers, body }) => {
		const token = headers.authorization?.replace(/^Bearer /, '');
		const fields = typeof body === 'object' && body !== null ? Object.entries(body) : [];
		const sent = fields.filter(([name]) => secretFields.includes(name)).map(([, value]) => value);
		return [token, ...sent].filter(
			(value): value is string => typeof value === 'string' && value !== '',
		);
	});
}

/** Where which secret shows. The secrets themselves are named by their first letters only. */
export function leaksIn(secrets: string[], { executions, log, folders }: Places): string[] {
	const places = [
		...executions.map((text, index) => ({ name: `execution ${index + 1}`, text })),
		{ name: "n8n's log", text: log },
		...folders.flatMap(filesIn).map((file) => ({ name: file, text: readFileSync(file, 'latin1') })),
	];
	return [...new Set(secrets)].flatMap((secret) =>
		places
			.filter(({ text }) => shows(secret, text))
			.map(({ name }) => `"${secret.slice(0, 4)}…" in ${name}`),
	);
}

function filesIn(folder: string): string[] {
	return readdirSync(folder, { recursive: true, encoding: 'utf8' })
		.map((file) => join(folder, file))
		.filter((file) => statSync(file).isFile() && !file.includes('node_modules'));
}
