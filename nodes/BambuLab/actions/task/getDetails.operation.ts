import { defineObject } from '../../core/operation';
import { isObject, type JsonObject } from '../../cloud/json';
import type { CloudClient } from '../../cloud/client';
import { filamentNames } from '../../core/filamentCatalogue';
import { plateFilamentIds, taskDetailsForm } from '../../output/project';
import { platePicture } from '../file/locate';
import { taskField } from './fields';

/** The details hold neither the print's id nor its printer; where the list doesn't know either, the id stays. */
async function listedTask(taskId: string, { sendOnce }: CloudClient): Promise<JsonObject> {
	const path = '/v1/user-service/my/task/{taskId}';
	const request = { method: 'GET', path, pathParameters: { taskId } } as const;
	const task = await sendOnce(request).catch(() => undefined);
	return { id: taskId, ...(isObject(task) ? task : {}) };
}

export default defineObject({
	name: 'Get Details',
	value: 'getDetails',
	action: 'Get details of print',
	description:
		'Retrieve plates, filaments, and pictures of one print. Bambu Lab refuses it for some prints.',
	properties: [taskField],
	request: ({ taskId }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/user/task/{taskId}',
		pathParameters: { taskId },
	}),
	readable: {
		form: taskDetailsForm,
		context: async (rows, { values, cloud, wants }) => ({
			...(wants('plates') && {
				filamentNames: await filamentNames(rows.flatMap(plateFilamentIds), cloud),
			}),
			task:
				wants('printerName') || wants('printerSerial')
					? await listedTask(values.taskId, cloud)
					: { id: values.taskId },
		}),
	},
	picture: platePicture,
	advice: {
		forbidden: {
			message: 'Bambu Lab does not give out the details of this print',
			next: 'It refuses them for many prints, also your own. Use "Print: Get" instead.',
		},
	},
	sample: {
		parameters: { taskId: '712033198' },
		request: 'GET /v1/iot-service/api/user/task/712033198',
		then: ['GET /v1/design-user-service/filament/config', 'GET /v1/user-service/my/task/712033198'],
	},
});
