/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Document } from 'openapi-backend';
import { parse } from 'yaml';

export type JsonSchema = Record<string, unknown>;

let loaded: Document | undefined;

/** The contract of the cloud's HTTP API, read once per process. */
export function loadContract(): Document {
	loaded ??= parse(contractText()) as Document;
	return loaded;
}

export function contractText(): string {
	return readFileSync(join(__dirname, 'bambu-cloud.openapi.yaml'), 'utf8');
}

/**
 * Names of fields in a value that its schema doesn't list. The contract leaves objects open, as the
 * real cloud is; strict mode wants to hear of every field that nobody documented.
 */
export function undocumentedFields(schema: unknown, value: unknown, path = ''): string[] {
	const branches = flatten(schema);
	if (Array.isArray(value)) {
		const items = branches.flatMap((branch) => (isSchema(branch.items) ? [branch.items] : []));
		return value.flatMap((item, index) =>
			undocumentedFields({ anyOf: items }, item, `${path}[${index}]`),
		);
	}
	if (typeof value !== 'object' || value === null) return [];
	const isOpen = branches.some((branch) => Boolean(branch.additionalProperties));
	const objects = branches.filter((branch) => isSchema(branch.properties));
	if (objects.length === 0) return [];
	return Object.entries(value).flatMap(([name, field]) => {
		const place = path === '' ? name : `${path}.${name}`;
		const fieldSchemas = objects.flatMap(({ properties }) =>
			isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [],
		);
		if (fieldSchemas.length === 0) return isOpen ? [] : [place];
		return undocumentedFields({ anyOf: fieldSchemas }, field, place);
	});
}

interface SchemaFault {
	keyword: string;
	params: Record<string, unknown>;
}

/**
 * The faults worth telling: "one of the known values, or any number" and "this, or null" fail in each
 * of their branches, and as a whole.
 */
export function tellingFaults<T extends SchemaFault>(faults: T[]): T[] {
	const telling = faults.filter(
		({ keyword, params }) => keyword !== 'anyOf' && keyword !== 'enum' && params.type !== 'null',
	);
	return telling.length > 0 ? telling : faults;
}

/** A schema and all that it is composed of. */
export function flatten(schema: unknown): JsonSchema[] {
	if (!isSchema(schema)) return [];
	const parts = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((list) =>
		Array.isArray(list) ? list : [],
	);
	return [schema, ...parts.flatMap(flatten)];
}

export function isSchema(value: unknown): value is JsonSchema {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
