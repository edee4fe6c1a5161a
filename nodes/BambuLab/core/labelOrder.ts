import type { INodeProperties } from 'n8n-workflow';

type Option = NonNullable<INodeProperties['options']>[number];

/** In the order of the alphabet; `localeCompare` would take longer than all else at n8n's start. */
function compareLabels(a: string, b: string): number {
	return a.toLowerCase() < b.toLowerCase() ? -1 : 1;
}

export function byDisplayName(a: Option, b: Option): number {
	const labelOf = (option: Option) => ('displayName' in option ? option.displayName : option.name);
	return compareLabels(labelOf(a), labelOf(b));
}

export function byName(a: { name: string }, b: { name: string }): number {
	return compareLabels(a.name, b.name);
}
