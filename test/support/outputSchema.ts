import { isObject } from '../../nodes/BambuLab/cloud/json';

/** The part of JSON Schema that n8n shows as the preview of an output. */
export interface OutputSchema {
	type: string | string[];
	properties?: { [name: string]: OutputSchema };
	items?: OutputSchema;
}

function typeOf(value: unknown): string {
	if (value === null || value === undefined) return 'null';
	return Array.isArray(value) ? 'array' : typeof value;
}

/** What all of these values have in common. A type stands before `null`, as in n8n's own nodes. */
export function schemaOf(values: unknown[]): OutputSchema {
	const found = new Set(values.map(typeOf));
	const types = [...found].sort((a, b) => Number(a === 'null') - Number(b === 'null'));
	const [type = 'null'] = types;
	// What is never there in the simulated cloud is a text wherever it is.
	if (type === 'null') return { type: ['string', 'null'] };
	const schema: OutputSchema = { type: types.length > 1 ? types : type };
	if (found.has('array')) schema.items = schemaOf(values.filter(Array.isArray).flat());
	if (found.has('object')) {
		const objects = values.filter(isObject);
		const names = new Set(objects.flatMap((object) => Object.keys(object)));
		schema.properties = Object.fromEntries(
			[...names].map((name) => [name, schemaOf(objects.map((object) => object[name]))]),
		);
	}
	return schema;
}

/** The form of n8n's files. */
export function schemaText(rows: unknown[]): string {
	const text = JSON.stringify({ ...schemaOf(rows), version: 1 }, null, '\t');
	// As the formatter has it.
	return `${text.replace(/\[\s+("\w+"),\s+("\w+")\s+\]/g, '[$1, $2]')}\n`;
}
