import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	binaryPropertyField,
	concurrencyOption,
	fileOptionsField,
	limitField,
	pageSizeOption,
	pictureOptions,
	retryForOption,
	returnAllField,
	simplifyField,
} from './fields';
import { byDisplayName, byName } from './labelOrder';
import { isPaged, type Operation, type RegisteredResource } from './operation';

const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
};

/** The operation's own parameters, with what the engine adds to their options. */
function withEngineOptions(operation: Operation): INodeProperties[] {
	const { properties, kind, isWrite, picture } = operation;
	const own = kind === 'file' ? [...properties, fileOptionsField] : properties;
	const known = own.find(({ name }) => name === 'options') ?? optionsField;
	const added = [
		...(isWrite ? [] : [concurrencyOption]),
		retryForOption,
		...(isPaged(operation) ? [pageSizeOption] : []),
		...(picture === undefined ? [] : pictureOptions),
	];
	const options = [...(known.options ?? []), ...added].sort(byDisplayName);
	return [...own.filter((property) => property !== known), { ...known, options }];
}

/** All parameters of an operation, in the order of the panel. */
export function propertiesOf(operation: Operation): INodeProperties[] {
	const followsSimplify = ({ displayOptions }: INodeProperties): boolean =>
		displayOptions?.show?.simplify !== undefined;
	const own = withEngineOptions(operation);
	const single = own.filter(({ type }) => type !== 'collection');
	return [
		...single.filter((property) => !followsSimplify(property)),
		...(isPaged(operation) ? [returnAllField, limitField] : []),
		...(operation.kind === 'file' ? [binaryPropertyField] : []),
		...(operation.simplify === undefined ? [] : [simplifyField]),
		...single.filter(followsSimplify),
		...own.filter(({ type }) => type === 'collection'),
	];
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
			return propertiesOf(operation).map((property) => shownWhere(show, property));
		}),
	);
	return [resourceSelect, ...resources.map(operationSelect), ...parameters];
}
