import type { IDataObject } from 'n8n-workflow';

/**
 * Fields that open something: the printer's LAN access code, and what the camera stream and a
 * sign-in are protected with. They stay out of the output unless the user asks for them.
 */
const secretFields = new Set([
	'dev_access_code',
	'accessCode',
	'ttcode',
	'passwd',
	'authkey',
	'stream_key',
	'stream_salt',
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

/** A copy without the secret fields, at any depth. */
export function withoutSecrets(row: IDataObject): IDataObject {
	return cleaned(row) as IDataObject;
}
