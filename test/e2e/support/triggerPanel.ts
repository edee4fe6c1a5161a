import { eventOptions } from '../../../nodes/BambuLab/trigger/events';
import { type Editor, usualView } from './editor';
import type { Lab } from './lab';
import { triggerWorkflow } from './workflows';

export const everyOption = {
	daysBefore: 7,
	idleAfter: 10,
	includePicture: true,
	maxSize: 20,
	binaryPropertyName: 'picture',
	maxFilamentWait: 3,
	offlineAfter: 10,
	onActivation: 'lastHours',
	lastHours: 12,
	overdueMinutes: 30,
	pricePerKg: 20,
	prices: { filaments: [{ filament: 'PETG', pricePerKg: 24 }] },
	reportOutageAfter: 15,
	waitForFilament: true,
};

/** All that the trigger can be asked for. */
export const everything = {
	events: eventOptions.map(({ value }) => value),
	splitByFilament: true,
	filters: {
		deviceIds: ['01P00A000000001'],
		filaments: 'PLA',
		messageTypes: ['print'],
		minMinutes: 30,
		onlyOwnDesigns: true,
		statusFrom: ['running'],
		statusTo: ['finished'],
		titleContains: 'Order',
		titlePattern: '^Order \\d+',
	},
	options: everyOption,
};

/** As high as the panel is with all of that. */
export const wholePanel = { ...usualView, height: 3600 };

/** Opens the panel of a trigger that is stored with these parameters. */
export async function openTrigger(
	{ credential, rest }: Lab,
	editor: Editor,
	parameters: Record<string, unknown>,
): Promise<void> {
	const workflow = triggerWorkflow(credential, {
		pollTimes: { item: [{ mode: 'everyMinute' }] },
		...parameters,
	});
	const { id } = await rest.createWorkflow(workflow);
	await editor.open(`/workflow/${id}/${workflow.nodes[0]?.id}`);
	await editor.part('ndv').waitFor();
	await editor.part('parameter-input-events').waitFor();
	await editor.settle();
}
