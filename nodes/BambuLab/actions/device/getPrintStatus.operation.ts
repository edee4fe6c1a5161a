import { defineCustom } from '../../core/operation';
import { printStatusForm } from '../../output/device';
import { boundDevices, readDevices } from '../../cloud/api/endpoints';
import { includeAccessCodes } from './fields';

export default defineCustom({
	name: 'Get Print Status',
	value: 'getPrintStatus',
	action: 'Get print status of all printers (often empty)',
	description: 'Retrieve what each printer is printing. Often empty; "Get Many" is more reliable.',
	properties: [
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				{
					displayName: 'Force Refresh',
					name: 'force',
					type: 'boolean',
					default: true,
					description: 'Whether to ask for a fresh status, as Bambu Studio does',
				},
				includeAccessCodes,
			],
		},
	],
	isList: true,
	run: async ({ options: { force = true } }, { sendOnce }) => {
		const body = await sendOnce({
			method: 'GET',
			path: '/v1/iot-service/api/user/print',
			query: { force: force ? true : undefined },
		});
		const { rows } = readDevices(body);
		// Where nothing is queued it names no printers at all; then they are there without a print.
		return rows.length > 0 ? rows : readDevices(await sendOnce(boundDevices)).rows;
	},
	readable: { form: printStatusForm },
	sample: { parameters: {}, request: 'GET /v1/iot-service/api/user/print?force=true' },
});
