import {
	type INode,
	type INodeProperties,
	type INodePropertyCollection,
	type INodeTypeDescription,
	type INodeParameters,
	type INodePropertyOptions,
	NodeHelpers,
} from 'n8n-workflow';

import { choicesOf } from './parameters';

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

function isRecord(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isParameter(entry: Entry): entry is INodeProperties {
	return 'type' in entry;
}

function isGroup(entry: Entry): entry is INodePropertyCollection {
	return 'values' in entry;
}

/** Whether a value is one that n8n computes at run time. */
function isExpression(value: unknown): boolean {
	return typeof value === 'string' && value.startsWith('=');
}

/** What is wrong with the parameters of a stored node, by a description of its type. */
export function parameterProblems(description: INodeTypeDescription, node: INode): string[] {
	const shows: Shows = (property, values) =>
		NodeHelpers.displayParameter(
			values as INodeParameters,
			property,
			node,
			description,
			node.parameters,
		);
	const required = description.properties.filter(
		(property) => property.required === true && shows(property, node.parameters),
	);
	const left = required.filter(({ name }) => node.parameters[name] === undefined);
	return [
		...collectionProblems(description.properties, node.parameters, '', shows),
		...left.map(({ name }) => `"${name}" is required`),
	];
}

/** Whether the form shows a parameter beside these values. */
type Shows = (property: INodeProperties, values: Record<string, unknown>) => boolean;

function collectionProblems(
	entries: readonly Entry[],
	values: Record<string, unknown>,
	within: string,
	shows: Shows,
): string[] {
	const offered = entries.filter(isParameter).filter((entry) => shows(entry, values));
	return Object.entries(values).flatMap(([name, value]) => {
		const path = within + name;
		const property = offered.find((entry) => entry.name === name);
		return property === undefined
			? [`there is no "${path}"`]
			: valueProblems(property, value, path, shows);
	});
}

function valueProblems(
	property: INodeProperties,
	value: unknown,
	path: string,
	shows: Shows,
): string[] {
	if (isExpression(value)) return [];
	const wrong = [`"${path}" cannot be ${JSON.stringify(value)}`];
	switch (property.type) {
		case 'boolean':
		case 'number':
			return typeof value === property.type ? [] : wrong;
		case 'options':
			return isChoice(property, value) ? [] : wrong;
		case 'multiOptions':
			return Array.isArray(value) && value.every((each) => isChoice(property, each)) ? [] : wrong;
		case 'collection':
			if (!isRecord(value)) return wrong;
			return collectionProblems(property.options ?? [], value, `${path}.`, shows);
		case 'fixedCollection':
			return isRecord(value) ? groupProblems(property, value, path, shows) : wrong;
		case 'resourceLocator': {
			const modes = property.modes?.map(({ name }) => name);
			return isRecord(value) && modes?.includes(String(value.mode)) ? [] : wrong;
		}
		default:
			return typeof value === 'string' ? [] : wrong;
	}
}

function isChoice(property: INodeProperties, value: unknown): boolean {
	const choices = choicesOf(property);
	const isOpen = property.allowArbitraryValues ?? property.typeOptions?.loadOptionsMethod;
	return Boolean(isOpen) || choices.some((choice) => choice.value === value);
}

function groupProblems(
	property: INodeProperties,
	value: Record<string, unknown>,
	path: string,
	shows: Shows,
): string[] {
	return Object.entries(value).flatMap(([name, rows]) => {
		const group = (property.options ?? []).filter(isGroup).find((each) => each.name === name);
		if (group === undefined) return [`there is no "${path}.${name}"`];
		return [rows]
			.flat()
			.flatMap((row) =>
				isRecord(row)
					? collectionProblems(group.values, row, `${path}.${name}.`, shows)
					: [`"${path}.${name}" holds no rows`],
			);
	});
}
