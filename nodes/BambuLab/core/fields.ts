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
	description: 'The largest file to download',
};

/** The most bytes that the option allows. */
export function maxBytesIn({ maxSize }: { maxSize?: unknown }): number {
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
			description: 'Name of the file. If empty, it is taken from the address.',
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
		'How many rows to ask for with one request. Larger pages read a long list faster, but Bambu Lab is not known to return more than 100. If it refuses, the node asks for 100.',
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
			'Whether to add the picture of the print as a file. If it cannot be fetched, the field "pictureError" says why.',
	},
	{
		...maxSizeOption,
		displayOptions: { show: { includePicture: [true] } },
		description: 'The largest picture to add',
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
		'How long to repeat each request while Bambu Lab receives too many requests. While it is unavailable, the node tries up to four times. A write is repeated only if Bambu Lab did not process it. Expressions use the first item only.',
};

/** An option that the engine adds to every operation that only reads. */
export const concurrencyOption: INodeProperties = {
	displayName: 'Concurrent Requests',
	name: 'concurrentRequests',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: 32, numberPrecision: 0 },
	default: 5,
	description:
		'How many requests to send at once. If Bambu Lab asks for fewer, the node slows down by itself. Expressions use the first item only.',
};
