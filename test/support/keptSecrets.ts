import { jsonStringify } from 'n8n-workflow';

import type { StoredCredential } from './storedCredential';

/** Whether a text shows a secret. The digits of a code may be part of a time or a number that tells nothing. */
export function shows(secret: string, text: string): boolean {
	if (!/^\d+$/.test(secret)) return text.includes(secret);
	return new RegExp(`(?<![\\w.])${secret}(?![\\w.])`).test(text);
}

/** Shorter ones are found anywhere by chance. */
const shortest = 5;

/** What the credential keeps and has kept: what its form shows as dots only, and the code. */
function secretsOf({ type, data, saves }: StoredCredential): string[] {
	const fields = type.properties
		.filter(({ name, typeOptions }) => typeOptions?.password ?? name === 'verificationCode')
		.map(({ name }) => name);
	return [data, ...saves]
		.flatMap((kept) => fields.map((field) => kept[field]))
		.filter((value): value is string => typeof value === 'string' && !value.startsWith('='))
		.filter((value) => value.length >= shortest);
}

/** Fails the test where a secret of the credential shows in what a user or an administrator can read. */
export function refuseLeaks(
	credential: StoredCredential | undefined,
	places: { [place: string]: string },
): void {
	if (credential === undefined) return;
	for (const secret of new Set(secretsOf(credential))) {
		for (const [place, text] of Object.entries(places)) {
			if (!shows(secret, text)) continue;
			throw new Error(`The secret "${secret.slice(0, 4)}…" got out: ${place}`);
		}
	}
}

/** All that can be read of an error, what it carries along as well. */
function textOf(error: unknown): string {
	const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
	return jsonStringify({ name, message, stack, own: error }, { replaceCircularRefs: true });
}

/**
 * Does something with the credential, and fails the test where what comes of it, be it an error,
 * shows a secret.
 *
 * @param places what else can be read then
 */
export async function keepingSecrets<T>(
	credential: StoredCredential | undefined,
	act: () => Promise<T>,
	places: () => { [place: string]: string } = () => ({}),
): Promise<T> {
	const result = await act().catch((error: unknown) => {
		refuseLeaks(credential, { 'the error': textOf(error), ...places() });
		throw error;
	});
	const output = jsonStringify(result ?? null, { replaceCircularRefs: true });
	refuseLeaks(credential, { 'the output': output, ...places() });
	return result;
}
