import type { GenericValue, IDataObject, INodeProperties } from 'n8n-workflow';

import { propertiesOf } from '../../nodes/BambuLab/core/description';
import type { Operation } from '../../nodes/BambuLab/core/operation';

/** A place inside a parameter where a user can put text, and the parameter's value with a text there. */
interface TextPlace {
	at: string;
	put: (text: string) => GenericValue | IDataObject;
}

const textTypes = ['string', 'resourceLocator', 'color'];

/** Every place for text in a parameter, those in collections of any depth included. */
export function textsIn(property: INodeProperties): TextPlace[] {
	const { name, type, options = [] } = property;
	if (textTypes.includes(type)) return [{ at: name, put: (text) => text }];
	return options.flatMap((option) => {
		const inGroup = 'values' in option;
		if (!inGroup && !('type' in option)) return [];
		const members = inGroup ? option.values : [option];
		return members.flatMap((member) =>
			textsIn(member).map(({ at, put }) => ({
				at: inGroup ? `${name}.${option.name}.${at}` : `${name}.${at}`,
				put: (text: string) => {
					const value = { [member.name]: put(text) };
					return inGroup ? { [option.name]: [value] } : value;
				},
			})),
		);
	});
}

type Values = { [name: string]: unknown };

function isShown({ displayOptions }: INodeProperties, values: Values): boolean {
	return Object.entries(displayOptions?.show ?? {}).every(([name, shownFor]) =>
		(shownFor ?? []).some((candidate) => candidate === values[name]),
	);
}

/** The sample's parameters, changed so that the panel shows `wanted` and nothing needed is empty. */
export function parametersThatShow(operation: Operation, wanted: INodeProperties): IDataObject {
	const properties = propertiesOf(operation);
	const conditions = Object.entries(wanted.displayOptions?.show ?? {});
	const values: Values = {
		...Object.fromEntries(properties.map(({ name, default: value }) => [name, value])),
		...operation.sample.parameters,
		...Object.fromEntries(conditions.map(([name, shownFor]) => [name, shownFor?.[0]])),
	};
	const shown = properties.filter((property) => isShown(property, values));
	return Object.fromEntries(
		shown.flatMap(({ name, type, required }) => {
			if (name in operation.sample.parameters || conditions.some(([other]) => other === name)) {
				return [[name, values[name]]];
			}
			return required === true && textTypes.includes(type) ? [[name, 'other1']] : [];
		}),
	) as IDataObject;
}
