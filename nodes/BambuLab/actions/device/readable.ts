import type { JsonObject } from '../../cloud/json';
import type { Reading } from '../../core/operation';
import { printerForm } from '../../output/device';
import { currentTasks } from './currentTask';

const taskFields = ['title', 'startedAt', 'estimatedEndAt', 'estimatedMinutes', 'estimatedGrams'];

/** Printers with what they print, for operations of any parameters. */
export const readablePrinter = {
	form: printerForm,
	context: async (printers: JsonObject[], { cloud, wants }: Reading<unknown>) =>
		[...taskFields, 'taskId', 'pictureUrl'].some(wants)
			? { currentTasks: await currentTasks(printers, cloud) }
			: {},
};
