import { NodeOperationError, tryToParseDateTime } from 'n8n-workflow';
import type { IExecuteFunctions, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { idFault } from '../cloud/http/request';
import { finiteNumber, isObject } from '../cloud/json';
import type { Values } from './operation';

type Zone = () => string;

function bad(property: INodeProperties, expectation: string): Error {
	return new Error(`The parameter "${property.displayName}" ${expectation}.`);
}

function asNumber(property: INodeProperties, value: unknown): number {
	const number = finiteNumber(value);
	const { minValue, maxValue, numberPrecision } = property.typeOptions ?? {};
	if (number === undefined) throw bad(property, 'must be a number');
	if (numberPrecision === 0 && !Number.isInteger(number)) {
		throw bad(property, 'must be a whole number');
	}
	if (minValue !== undefined && number < minValue) {
		throw bad(property, `must be ${minValue} or more`);
	}
	if (maxValue !== undefined && number > maxValue) {
		throw bad(property, `must be ${maxValue} or less`);
	}
	return number;
}

function asText(property: INodeProperties, value: unknown): string {
	const isPlain = typeof value === 'string' || typeof value === 'number';
	if (!isPlain && value !== undefined && value !== null) throw bad(property, 'must be text');
	const text = String(value ?? '').trim();
	if (property.required && text === '') throw bad(property, 'is empty. Enter a value');
	return text;
}

function asId(property: INodeProperties, value: unknown): string {
	const id = asText({ ...property, required: false }, value);
	const fault = id === '' && !property.required ? undefined : idFault(id);
	if (fault !== undefined) throw bad(property, fault);
	return id;
}

/** ISO 8601 in UTC. The editor's date picker gives times without a zone: they are the workflow's. */
function asTime(property: INodeProperties, value: unknown, zone: Zone): string {
	if (value === undefined || value === null || value === '') return '';
	try {
		return new Date(tryToParseDateTime(value, zone()).toMillis()).toISOString();
	} catch {
		throw bad(property, 'must be a date, such as 2026-08-14T09:00');
	}
}

function asBoolean(property: INodeProperties, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 'true' || value === 'false') return value === 'true';
	throw bad(property, 'must be true or false');
}

function asChoice(property: INodeProperties, value: unknown): unknown {
	const choices = (property.options ?? []).filter(
		(option): option is INodePropertyOptions => 'value' in option,
	);
	// An AI agent or an expression may give a number as text, or the words of the list.
	const wanted = String(value).trim().toLowerCase();
	const beginning = choices.filter(({ name }) => name.toLowerCase().startsWith(wanted));
	const choice =
		choices.find((candidate) => String(candidate.value).toLowerCase() === wanted) ??
		(wanted !== '' && beginning.length === 1 ? beginning[0] : undefined);
	if (choice !== undefined) return choice.value;
	// The list holds what is known of the cloud; the user may know more.
	if (property.allowArbitraryValues) return finiteNumber(value) ?? asText(property, value);
	const names = choices.map((candidate) => `${candidate.value} (${candidate.name})`);
	throw bad(property, `must be one of: ${names.join(', ')}`);
}

function asObject(property: INodeProperties, value: unknown): unknown {
	let parsed = value;
	if (typeof value === 'string') {
		try {
			parsed = JSON.parse(value) as unknown;
		} catch {
			throw bad(property, 'is not valid JSON');
		}
	}
	if (!isObject(parsed)) throw bad(property, 'must be a JSON object');
	return parsed;
}

/** A resource locator holds its value inside; in expressions and for AI agents a plain value works too. */
function locatorValue(value: unknown): unknown {
	return isObject(value) && '__rl' in value ? value.value : value;
}

/** A value of the type that the parameter's literal says. @throws Error with a sentence for the user */
export function checked(property: INodeProperties, value: unknown, zone: Zone): unknown {
	switch (property.type) {
		case 'number':
			return asNumber(property, value);
		case 'boolean':
			return asBoolean(property, value);
		case 'options':
			return asChoice(property, value);
		case 'json':
			return asObject(property, value);
		case 'resourceLocator':
			return asId(property, locatorValue(value));
		case 'string':
			return property.name.endsWith('Id') ? asId(property, value) : asText(property, value);
		case 'color':
			return asText(property, value);
		case 'dateTime':
			return asTime(property, value, zone);
		case 'collection':
			return checkedCollection(property, value, zone);
		case 'fixedCollection':
			return checkedGroups(property, value, zone);
		default:
			return value;
	}
}

function checkedCollection(property: INodeProperties, value: unknown, zone: Zone): Values {
	const chosen = isObject(value) ? value : {};
	const members = (property.options ?? []).filter(
		(option): option is INodeProperties => 'type' in option,
	);
	return Object.fromEntries(
		members
			.filter(({ name }) => chosen[name] !== undefined)
			// An ID that came out empty must not widen a filter to everything.
			.map((member) => (member.type === 'resourceLocator' ? { ...member, required: true } : member))
			.map((member) => [member.name, checked(member, chosen[member.name], zone)]),
	);
}

function checkedGroups(property: INodeProperties, value: unknown, zone: Zone): Values {
	const groups = isObject(value) ? value : {};
	return Object.fromEntries(
		(property.options ?? []).flatMap((group) => {
			if (!('values' in group) || !Array.isArray(groups[group.name])) return [];
			const rows: unknown[] = groups[group.name] as unknown[];
			const read = (row: unknown) =>
				Object.fromEntries(
					group.values.map((member) => [
						member.name,
						checked(member, isObject(row) ? (row[member.name] ?? member.default) : undefined, zone),
					]),
				);
			return [[group.name, rows.map(read)]];
		}),
	);
}

/** Whether the panel shows the parameter for the values read so far. */
function isShown({ displayOptions }: INodeProperties, values: Values): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(
		([name, shownFor]) =>
			!(name in values) || (shownFor ?? []).some((candidate) => candidate === values[name]),
	);
}

/** Whether n8n evaluates something in a value as it stands in the workflow, so that items may differ. */
function hasExpression(raw: unknown): boolean {
	if (typeof raw === 'string') return raw.startsWith('=');
	return typeof raw === 'object' && raw !== null && Object.values(raw).some(hasExpression);
}

/**
 * Reads the values of an operation's parameters, each of the type that its literal says. Asking n8n
 * takes time for each item, so what holds no expression is asked for once.
 *
 * @returns what gives the values for one item; it throws a NodeOperationError that names the parameter
 * that cannot be used, before any request is sent
 */
export function parameterReader(
	context: IExecuteFunctions,
	properties: INodeProperties[],
): (itemIndex: number) => Values {
	const zone = () => context.getTimezone();
	const fixed = new Map<INodeProperties, unknown>();
	const { parameters } = context.getNode();
	const varied = new Set(properties.filter(({ name }) => hasExpression(parameters[name])));
	const read = (property: INodeProperties, itemIndex: number): unknown => {
		// What n8n would check and extract beside is checked and extracted here.
		const options = { skipValidation: true };
		const raw = context.getNodeParameter(property.name, itemIndex, property.default, options);
		return checked(property, raw, zone);
	};
	const valueOf = (property: INodeProperties, itemIndex: number): unknown => {
		if (varied.has(property)) return read(property, itemIndex);
		if (!fixed.has(property)) fixed.set(property, read(property, itemIndex));
		return fixed.get(property);
	};
	return (itemIndex) => {
		try {
			const values: Values = {};
			for (const property of properties) {
				if (isShown(property, values)) values[property.name] = valueOf(property, itemIndex);
			}
			return values;
		} catch (error) {
			throw new NodeOperationError(context.getNode(), error as Error, { itemIndex });
		}
	};
}
