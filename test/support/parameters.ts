import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

export interface Parameter {
	/** With the collections it lies in: `filters.status`. */
	path: string;
	property: INodeProperties;
}

type Entry = INodeProperties | INodePropertyCollection | INodePropertyOptions;

/** Every parameter of a node or credential, those within collections included. */
export function allParameters(entries: readonly Entry[], within = ''): Parameter[] {
	return entries.flatMap((entry) => {
		const path = within + entry.name;
		if ('values' in entry) return allParameters(entry.values, `${path}.`);
		if (!('type' in entry)) return [];
		const parameter = { path, property: entry };
		const nested = entry.type === 'collection' || entry.type === 'fixedCollection';
		return nested ? [parameter, ...allParameters(entry.options ?? [], `${path}.`)] : [parameter];
	});
}

/** What the user can choose from: name and value of each option of a list. */
export function choicesOf({ type, options = [] }: INodeProperties): INodePropertyOptions[] {
	if (type !== 'options' && type !== 'multiOptions') return [];
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}
