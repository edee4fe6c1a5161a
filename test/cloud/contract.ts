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

/** What a look at one place of a value finds; with the schemas that the contract has for it. */
type Look = (place: string, value: unknown, branches: JsonSchema[]) => string[];

function lookThrough(schema: unknown, value: unknown, look: Look, path = ''): string[] {
	const branches = flatten(schema);
	const under = (found: unknown[], inner: unknown, place: string) =>
		lookThrough({ anyOf: found }, inner, look, place);
	const here = look(path, value, branches);
	if (Array.isArray(value)) {
		const items = branches.flatMap((branch) => (isSchema(branch.items) ? [branch.items] : []));
		return [...here, ...value.flatMap((item, index) => under(items, item, `${path}[${index}]`))];
	}
	if (!isSchema(value)) return here;
	const inside = Object.entries(value).flatMap(([name, inner]) => {
		const found = branches.flatMap(({ properties }) =>
			isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [],
		);
		return found.length === 0 ? [] : under(found, inner, path === '' ? name : `${path}.${name}`);
	});
	return [...here, ...inside];
}

/**
 * Names of fields in a value that its schema doesn't list. The contract leaves objects open, as the
 * real cloud is; strict mode wants to hear of every field that nobody documented.
 */
export function undocumentedFields(schema: unknown, value: unknown): string[] {
	return lookThrough(schema, value, (place, object, branches) => {
		const listed = branches.flatMap(({ properties }) => (isSchema(properties) ? [properties] : []));
		const isOpen = branches.some((branch) => Boolean(branch.additionalProperties));
		if (!isSchema(object) || isOpen || listed.length === 0) return [];
		return Object.keys(object)
			.filter((name) => !listed.some((properties) => Object.hasOwn(properties, name)))
			.map((name) => (place === '' ? name : `${place}.${name}`));
	});
}

/** Values where the contract lists the known ones, and not these. */
export function unknownValues(schema: unknown, value: unknown): string[] {
	return lookThrough(schema, value, (place, found, branches) => {
		const known = branches.flatMap((branch) => (Array.isArray(branch.enum) ? branch.enum : []));
		const isOfTheirKind = known.some((one) => typeof one === typeof found);
		return isOfTheirKind && !known.includes(found) ? [`${place}: ${JSON.stringify(found)}`] : [];
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
