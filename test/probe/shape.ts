import { isObject } from '../../nodes/BambuLab/cloud/json';
import { flatten, isSchema } from '../cloud/contract';
import { kindOf } from './forms';
import { MASKED, type Names } from './names';

/** All that a report tells of one field of an answer. */
export interface Field {
	/** `hits[].amsDetailMapping[].ams` */
	path: string;
	/** Whether the contract names it, or leaves open what is there. */
	isExpected: boolean;
	kinds: Set<string>;
	/** Values of a known enumeration, small numbers in its place, and a word for the others. */
	values: Set<string>;
	/** In how many of the objects that could hold it. */
	seen: number;
	of: number;
}

/** An object with more names than this is a table, and its names say nothing of the API. */
const MOST_NAMES = 60;
const DEEPEST = 24;
const LARGEST_NUMBER = 9999;

/** Gathers the shape of an answer: names, kinds, and values of known enumerations. */
export class Shape {
	private readonly fields = new Map<string, Field>();

	constructor(private readonly names: Names) {}

	/** What came, and what the contract names and never came, in the order of the contract. */
	static of(body: unknown, schema: unknown, names: Names): Field[] {
		const shape = new Shape(names);
		shape.visit(body, [schema], '', 0);
		return [...shape.fields.values()];
	}

	private visit(value: unknown, schemas: unknown[], path: string, depth: number): void {
		if (depth > DEEPEST) return;
		const branches = schemas.flatMap(flatten);
		if (Array.isArray(value)) {
			const items = branches.map(({ items: item }) => item).filter(isSchema);
			for (const item of value) {
				this.note(`${path}[]`, item, items, true);
				this.visit(item, items, `${path}[]`, depth + 1);
			}
		} else if (isObject(value)) {
			this.visitObject(value, branches, path, depth);
		}
	}

	private visitObject(
		value: Record<string, unknown>,
		branches: Array<Record<string, unknown>>,
		path: string,
		depth: number,
	): void {
		const schemasOf = (name: string) =>
			branches.flatMap(({ properties }) =>
				isSchema(properties) && Object.hasOwn(properties, name) ? [properties[name]] : [],
			);
		const named = branches.flatMap(({ properties }) =>
			isSchema(properties) ? Object.keys(properties) : [],
		);
		for (const name of new Set(named)) {
			const field = this.field(join(path, name), true);
			field.of += 1;
		}
		const isOpen = named.length === 0 || branches.some((branch) => branch.additionalProperties);
		const isTable = Object.keys(value).length > MOST_NAMES + named.length;
		for (const [name, item] of Object.entries(value)) {
			const schemas = schemasOf(name);
			const isKnown = schemas.length > 0;
			const shown = isKnown ? name : isTable ? MASKED : this.names.shown(name);
			const place = join(path, shown);
			const field = this.note(place, item, schemas, isKnown || isOpen);
			if (!isKnown) field.of += 1;
			field.seen += 1;
			this.visit(item, schemas, place, depth + 1);
		}
	}

	private note(path: string, value: unknown, schemas: unknown[], isExpected: boolean): Field {
		const field = this.field(path, isExpected);
		field.kinds.add(kindOf(value));
		const told = enumerationValue(value, schemas);
		if (told !== undefined) field.values.add(told);
		return field;
	}

	private field(path: string, isExpected: boolean): Field {
		const known = this.fields.get(path);
		if (known) return known;
		const field = { path, isExpected, kinds: new Set<string>(), values: new Set<string>() };
		const created = { ...field, seen: 0, of: 0 };
		this.fields.set(path, created);
		return created;
	}
}

/** What may be told of a value where the contract lists some that are known. */
function enumerationValue(value: unknown, schemas: unknown[]): string | undefined {
	const listed = schemas
		.flatMap(flatten)
		.flatMap(({ enum: values }): unknown[] => (Array.isArray(values) ? values : []));
	if (listed.length === 0 || value === null || typeof value === 'object') return undefined;
	if (listed.includes(value)) return value === '' ? '(empty)' : String(value);
	if (typeof value === 'boolean') return String(value);
	const isSmall = Number.isInteger(value) && Math.abs(Number(value)) <= LARGEST_NUMBER;
	return isSmall && typeof value === 'number' ? `${value} (new)` : '(a value that is not listed)';
}

function join(path: string, name: string): string {
	return path === '' ? name : `${path}.${name}`;
}
