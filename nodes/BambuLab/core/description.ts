import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	binaryPropertyField,
	concurrencyOption,
	fileOptionsField,
	listFields,
	pageSizeOption,
	pictureOptions,
	retryForOption,
} from './fields';
import { byName } from './labelOrder';
import {
	isList,
	isPaged,
	type CheckedProperty,
	type Operation,
	type RegisteredResource,
} from './operation';
import { outputFields } from './output';

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
};

/** The operation's own parameters, with what the engine adds to their options, in the order of use. */
function withEngineOptions(operation: Operation): CheckedProperty[] {
	const { properties, kind, isWrite, isLocal, picture } = operation;
	const own = kind === 'file' ? [...properties, fileOptionsField] : properties;
	if (isLocal) return own;
	const known = own.find(({ name }) => name === 'options') ?? optionsField;
	// One request whatever comes in: there is nothing to send at once.
	const isSingle = properties.length === 0 && !isPaged(operation);
	const options = [
		...(known.options ?? []),
		...(picture === undefined ? [] : pictureOptions),
		retryForOption,
		...(isWrite || isSingle ? [] : [concurrencyOption]),
		...(isPaged(operation) ? [pageSizeOption] : []),
	];
	return [...own.filter((property) => property !== known), { ...known, options }];
}

/** All parameters of an operation, in the order of the panel. */
export function propertiesOf(operation: Operation): CheckedProperty[] {
	const own = withEngineOptions(operation);
	return [
		...own.filter(({ type }) => type !== 'collection'),
		...(isList(operation) ? listFields : []),
		...(operation.kind === 'file' ? [binaryPropertyField] : []),
		...outputFields(operation),
		...own.filter(({ type }) => type === 'collection'),
	];
}

/** The resources with all parameters of their operations, also those that the engine adds. */
export function withAllProperties(resources: RegisteredResource[]): RegisteredResource[] {
	return resources.map((resource) => ({
		...resource,
		operations: resource.operations.map((operation) => ({
			...operation,
			properties: propertiesOf(operation),
		})),
	}));
}

/** A parameter as n8n is to see it, without what the engine alone reads. */
export function withoutCheck(checked: CheckedProperty): INodeProperties {
	const property: CheckedProperty = { ...checked };
	delete property.check;
	const { options } = property;
	if (options === undefined) return property;
	return {
		...property,
		options: options.map((option) => {
			if ('type' in option) return withoutCheck(option);
			return 'values' in option ? { ...option, values: option.values.map(withoutCheck) } : option;
		}),
	};
}

/** What the user reads above the parameters; nothing that has a value. */
function noticesOf({ notice }: Operation): INodeProperties[] {
	if (notice === undefined) return [];
	return [{ displayName: notice, name: 'notice', type: 'notice', default: '' }];
}

function operationSelect(resource: RegisteredResource): INodeProperties {
	const options: INodePropertyOptions[] = [...resource.operations]
		.sort(byName)
		.map(({ name, value, action, description }) => ({ name, value, action, description }));
	const chosen = resource.operations.find(({ isDefault }) => isDefault) ?? resource.operations[0];
	const first = chosen?.value ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource.value] } },
		options,
		default: first,
	};
}

function shownWhere(
	show: NonNullable<INodeProperties['displayOptions']>['show'],
	property: INodeProperties,
): INodeProperties {
	const { displayOptions } = property;
	return {
		...property,
		displayOptions: { ...displayOptions, show: { ...displayOptions?.show, ...show } },
	};
}

/** The labels of what is chosen, such as "Print: Get Many", as n8n shows them below the node. */
export function nodeSubtitle(resources: RegisteredResource[]): string {
	const labels = (options: Array<{ name: string; value: string }>) =>
		JSON.stringify(Object.fromEntries(options.map(({ name, value }) => [value, name])));
	const operations = labels(resources.flatMap((resource) => resource.operations));
	const chosen = `(${labels(resources)})[$parameter["resource"]]`;
	return `={{ ${chosen} + ": " + (${operations})[$parameter["operation"]] }}`;
}

/** The node's parameters: the two selects, and each operation's own where it is chosen. */
export function nodeProperties(resources: RegisteredResource[], first: string): INodeProperties[] {
	const resourceSelect: INodeProperties = {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources
			.map(({ name, value, description }) => ({ name, value, description }))
			.sort(byName),
		default: first,
	};
	const parameters = resources.flatMap((resource) =>
		resource.operations.flatMap((operation) => {
			const show = { resource: [resource.value], operation: [operation.value] };
			return [...noticesOf(operation), ...operation.properties].map((property) =>
				shownWhere(show, withoutCheck(property)),
			);
		}),
	);
	return [resourceSelect, ...resources.map(operationSelect), ...parameters];
}
