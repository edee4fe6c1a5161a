import type { IDataObject } from 'n8n-workflow';

/**
 * Fields that open something: the printer's LAN access code, and what the camera stream and a
 * sign-in are protected with. They stay out of the output unless the user asks for them.
 */
const secretFields = new Set([
	'dev_access_code',
	'accessCode',
	'ttcode',
	'accessId',
	'passwd',
	'password',
	'authkey',
	'authKey',
	'stream_key',
	'streamKey',
	'stream_salt',
	'streamSalt',
	'accessToken',
	'refreshToken',
	'mqttPassword',
	'access_code',
	'oss_url',
]);

/** Whoever copies it by assignment gives the copy another prototype. */
const prototypeKey = '__proto__';

/** No answer of the cloud has a tenth of these levels; more would overflow the stack of whoever copies them. */
export const deepestLevel = 100;

type Unwanted = (name: string) => boolean;

const isSecret: Unwanted = (name) => name === prototypeKey || secretFields.has(name);
const isPrototype: Unwanted = (name) => name === prototypeKey;

/** What comes of reckoning with the largest numbers; no JSON has it. */
const isNoNumber = (value: unknown) => typeof value === 'number' && !Number.isFinite(value);

function cleaned(value: unknown, isUnwanted: Unwanted, levels: number): unknown {
	if (isNoNumber(value)) return null;
	if (typeof value !== 'object' || value === null) return value;
	if (levels === 0) return null;
	if (Array.isArray(value)) return value.map((inner) => cleaned(inner, isUnwanted, levels - 1));
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !isUnwanted(name))
			.map(([name, inner]) => [name, cleaned(inner, isUnwanted, levels - 1)]),
	);
}

function holds(value: unknown, isUnwanted: Unwanted, levels: number): boolean {
	if (isNoNumber(value)) return true;
	if (typeof value !== 'object' || value === null) return false;
	if (levels === 0) return true;
	if (Array.isArray(value)) return value.some((inner) => holds(inner, isUnwanted, levels - 1));
	for (const name in value) {
		if (isUnwanted(name)) return true;
		if (holds((value as IDataObject)[name], isUnwanted, levels - 1)) return true;
	}
	return false;
}

export interface OutputOptions {
	/** Whether the user asked for them. */
	withSecrets?: boolean;
	/** Whether the row may be in another item too: what comes next in the workflow may change it. */
	isShared?: boolean;
}

/**
 * The row as it may leave the node: without its secret fields, and without what could do harm to who
 * copies it (a key `__proto__`, depth without end, a number that is none).
 */
export function outputRow(row: IDataObject, options: OutputOptions = {}): IDataObject {
	const isUnwanted = options.withSecrets ? isPrototype : isSecret;
	// Long lists have none, and copying their rows would take most of the time and memory.
	const isCopied = options.isShared === true || holds(row, isUnwanted, deepestLevel);
	return isCopied ? (cleaned(row, isUnwanted, deepestLevel) as IDataObject) : row;
}
