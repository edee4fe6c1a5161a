import type { INodePropertyOptions } from 'n8n-workflow';

/** The events a workflow can listen for. The values are stored in workflows and never change. */
export const eventOptions = [
	{
		name: 'New Print',
		value: 'taskCreated',
		action: 'On new print',
		description: 'A print was started',
	},
	{
		name: 'Print Failed or Cancelled',
		value: 'taskFailed',
		action: 'On print failed or cancelled',
		description: 'A print failed or was cancelled; the cloud does not tell which',
	},
	{
		name: 'Print Finished',
		value: 'taskFinished',
		action: 'On print finished',
		description: 'A print ended with success',
	},
] as const satisfies readonly INodePropertyOptions[];

export type EventName = (typeof eventOptions)[number]['value'];
