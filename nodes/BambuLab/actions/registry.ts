// Written by `npm run registry` from the folders beside it. Do not edit.
import accountGetPreferences from './account/getPreferences.operation';
import accountResource from './account/resource';
import deviceGet from './device/get.operation';
import deviceGetAll from './device/getAll.operation';
import deviceResource from './device/resource';
import taskGetAll from './task/getAll.operation';
import taskResource from './task/resource';
import type { RegisteredResource } from '../core/operation';

export const resources: RegisteredResource[] = [
	{
		...accountResource,
		operations: [
			accountGetPreferences,
		],
	},
	{
		...deviceResource,
		operations: [
			deviceGet,
			deviceGetAll,
		],
	},
	{
		...taskResource,
		operations: [
			taskGetAll,
		],
	},
];
