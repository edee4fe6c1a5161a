import type { INodeProperties } from 'n8n-workflow';

import { finiteNumber } from '../cloud/json';
import { usualPageSize } from '../cloud/list/pages';

/** The parameters that the engine itself adds to operations and reads. */
export const returnAllField: INodeProperties = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
};

export const limitField: INodeProperties = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1, numberPrecision: 0 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { returnAll: [false] }, hide: { '@tool': [true] } },
};

/** The same for an AI agent, which reads every word of what comes back. */
const agentLimitField: INodeProperties = {
	...limitField,
	default: 20,
	displayOptions: { show: { returnAll: [false], '@tool': [true] } },
};

/** The parameters of every operation that may give many rows. */
export const listFields: INodeProperties[] = [returnAllField, limitField, agentLimitField];

export const binaryPropertyField: INodeProperties = {
	displayName: 'Put Output File in Field',
	name: 'binaryPropertyName',
	type: 'string',
	required: true,
	default: 'data',
	hint: 'The name of the output binary field to put the file in',
	description: 'Name of the field of the item that holds the file',
};

const maxSizeOption: INodeProperties = {
	displayName: 'Max Size (MB)',
	name: 'maxSize',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description: 'Larger files are refused',
};

/** The most bytes that the option allows. */
export function mostBytesIn({ maxSize }: { maxSize?: unknown }): number {
	return (finiteNumber(maxSize) ?? Number(maxSizeOption.default)) * 1_048_576;
}

export const fileOptionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option',
	default: {},
	options: [
		{
			displayName: 'File Name',
			name: 'fileName',
			type: 'string',
			default: '',
			placeholder: 'e.g. benchy.png',
			description: 'What to call the file; taken from its address where it is empty',
		},
		maxSizeOption,
	],
};

/** An option that the engine adds to every list that comes in pages. */
export const pageSizeOption: INodeProperties = {
	displayName: 'Page Size',
	name: 'pageSize',
	type: 'number',
	typeOptions: { minValue: 20, maxValue: 500, numberPrecision: 0 },
	default: usualPageSize,
	description:
		'How many rows to ask for at once. Larger pages make a long list faster, but Bambu Lab is not known to give more than 100; where it refuses, the node asks for 100.',
};

export const defaultPictureField = 'data';

/** For what has a picture: the action's operations and the trigger add it to their items alike. */
export const pictureOptions: INodeProperties[] = [
	{
		displayName: 'Include Picture',
		name: 'includePicture',
		type: 'boolean',
		default: true,
		description:
			'Whether to add the picture of the print as a file, fetched at once because its address soon dies. Where that fails, the item has no file and says why in the field "pictureError".',
	},
	{
		...maxSizeOption,
		displayOptions: { show: { includePicture: [true] } },
		description: 'Larger pictures are left out',
	},
	{
		displayName: 'Put Output File in Field',
		name: 'binaryPropertyName',
		type: 'string',
		default: defaultPictureField,
		displayOptions: { show: { includePicture: [true] } },
		description: 'Name of the field of the item that holds the picture',
		hint: 'The name of the output binary field to put the picture in',
	},
];

/** An option that the engine adds to every operation. */
export const retryForOption: INodeProperties = {
	displayName: 'Retry For (Seconds)',
	name: 'retryFor',
	type: 'number',
	typeOptions: { minValue: 0 },
	default: 60,
	description:
		'How long to try on, each request for itself, where Bambu Lab asks for fewer requests or has passing trouble. What changes something is sent again only where Bambu Lab has not looked at it. Of an expression, its value for the first item counts.',
};

/** An option that the engine adds to every operation that only reads. */
export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrentRequests',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 32, numberPrecision: 0 },
	default: 4,
	description:
		'How many requests may be on their way at once. Bambu Lab bans bursts; when it asks for less, the node slows down by itself. Of an expression, its value for the first item counts.',
};
