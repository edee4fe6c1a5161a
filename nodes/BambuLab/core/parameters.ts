import { NodeOperationError } from 'n8n-workflow';
import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import { isObject } from '../cloud/json';
import { bad, checkedValue, innerValue, type Zone } from './checks';
import type { FilterInUse } from './leftOut';
import type { CheckedProperty, Values } from './operation';

function isNothing(value: unknown): boolean {
	return value === undefined || value === null;
}

/** What the editor keeps where nothing was picked from a list. */
function isUnpicked(property: CheckedProperty, value: unknown): boolean {
	return (
		property.type === 'resourceLocator' &&
		isObject(value) &&
		(isNothing(value.value) || value.value === '')
	);
}

/**
 * What the user has added to a collection counts. Where its expression gives nothing, or nothing was
 * picked, it is refused: left out, it would widen a filter to everything.
 */
function checkedMember(
	collection: INodeProperties,
	member: CheckedProperty,
	value: unknown,
	zone: Zone,
): unknown {
	const remedy = `or remove it from "${collection.displayName}"`;
	if (isUnpicked(member, value)) throw bad(member, `is empty. Choose one, ${remedy}`);
	if (isNothing(value)) {
		throw bad(member, `came out empty. Correct its expression, ${remedy}`);
	}
	const read = checked(member, value, zone);
	if (member.type === 'multiOptions' && value === '') {
		throw bad(member, `came out empty. Correct its expression, ${remedy}`);
	}
	if (member.type === 'resourceLocator' && read === '') {
		throw bad(member, `is empty. Choose one, ${remedy}`);
	}
	const isText = member.type === 'string' || member.type === 'dateTime';
	const isEmpty = read === '' || (Array.isArray(read) && read.length === 0);
	if (collection.name === 'filters' && isEmpty) {
		throw bad(member, `is empty. ${isText ? 'Fill it in' : 'Choose one'}, ${remedy}`);
	}
	return read;
}

function checkedCollection(property: CheckedProperty, value: unknown, zone: Zone): Values {
	const chosen = isObject(value) ? value : {};
	const members = (property.options ?? []).filter(
		(option): option is CheckedProperty => 'type' in option,
	);
	return Object.fromEntries(
		members
			.filter(({ name }) => name in chosen)
			.map((member) => [member.name, checkedMember(property, member, chosen[member.name], zone)]),
	);
}

function checkedGroups(property: CheckedProperty, value: unknown, zone: Zone): Values {
	const groups = isObject(value) ? value : {};
	return Object.fromEntries(
		(property.options ?? []).flatMap((group) => {
			if (!('values' in group) || !Array.isArray(groups[group.name])) return [];
			const rows: unknown[] = groups[group.name] as unknown[];
			const read = (row: unknown) => {
				const cells = isObject(row) ? row : {};
				return Object.fromEntries(
					group.values.map((member) => {
						const cell = member.name in cells ? cells[member.name] : member.default;
						return [member.name, checked(member, cell, zone)];
					}),
				);
			};
			return [[group.name, rows.map(read)]];
		}),
	);
}

/**
 * The value of a parameter as its literal says, for action and trigger alike.
 *
 * @param zone the workflow's time zone, in which dates without one are meant
 * @throws Error with a sentence that names the parameter, for a value that cannot be used
 */
export function checked(property: CheckedProperty, value: unknown, zone: Zone): unknown {
	if (property.type === 'collection') return checkedCollection(property, value, zone);
	if (property.type === 'fixedCollection') return checkedGroups(property, value, zone);
	return checkedValue(property, value, zone);
}

/** What the user has added to a collection of filters. */
export function filtersInUse(
	{ options = [] }: INodeProperties,
	added: { [name: string]: unknown },
): FilterInUse[] {
	return options.flatMap((option) => {
		if (!('type' in option) || !(option.name in added)) return [];
		const wanted = innerValue(added[option.name]);
		const isAny = option.type === 'options' && wanted === 'any';
		return isAny ? [] : [{ name: option.name, label: option.displayName, wanted }];
	});
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
 * An AI agent has to give every parameter that it is offered, so it leaves empty what it does not want. What
 * the user has left empty is refused all the same.
 */
function withoutEmpty(property: CheckedProperty, value: unknown, raw: unknown): unknown {
	if (property.type !== 'collection' || !isObject(value)) return value;
	const isByModel = (name: string) => isObject(raw) && hasExpression(raw[name]);
	const isEmpty = (member: unknown) => {
		const inner = innerValue(member);
		return isNothing(inner) || inner === '' || (Array.isArray(inner) && inner.length === 0);
	};
	return Object.fromEntries(
		Object.entries(value).filter(
			([name, member]) => member !== '' && !(isByModel(name) && isEmpty(member)),
		),
	);
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
	properties: CheckedProperty[],
): (itemIndex: number) => Values {
	const zone = () => context.getTimezone();
	const fixed = new Map<CheckedProperty, unknown>();
	const { parameters, type } = context.getNode();
	const isTool = type.endsWith('Tool');
	const varied = new Set(properties.filter(({ name }) => hasExpression(parameters[name])));
	const read = (property: CheckedProperty, itemIndex: number): unknown => {
		// What n8n would check and extract beside is checked and extracted here.
		const options = { skipValidation: true };
		const raw = context.getNodeParameter(property.name, itemIndex, property.default, options);
		const given = isTool ? withoutEmpty(property, raw, parameters[property.name]) : raw;
		return checked(property, given, zone);
	};
	const valueOf = (property: CheckedProperty, itemIndex: number): unknown => {
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
