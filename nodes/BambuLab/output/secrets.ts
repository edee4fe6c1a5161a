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
]);

function cleaned(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(cleaned);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value)
			.filter(([name]) => !secretFields.has(name))
			.map(([name, inner]) => [name, cleaned(inner)]),
	);
}

function holdsSecret(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return value.some(holdsSecret);
	for (const name in value) {
		if (secretFields.has(name) || holdsSecret((value as IDataObject)[name])) return true;
	}
	return false;
}

/** The row without its secret fields, at any depth; a copy only where it has some. */
export function withoutSecrets(row: IDataObject): IDataObject {
	// Long lists have none, and copying their rows would take most of the time and memory.
	return holdsSecret(row) ? (cleaned(row) as IDataObject) : row;
}
