import type { INodePropertyOptions } from 'n8n-workflow';

/** What is told of the prints; the value is also the name of the event. */
const taskEventOptions = [
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

const sessionEventOption = {
	name: 'Sign-In Expires Soon',
	value: 'signInExpiring',
	action: 'On sign-in expires soon',
	description:
		'The sign-in of the credential ends in some days, where it is known when. Never for a credential that renews itself with a password.',
} as const satisfies INodePropertyOptions;

/** The events a workflow can listen for. The values are stored in workflows and never change. */
export const eventOptions = [...taskEventOptions, sessionEventOption] as const;

export type TaskEventName = (typeof taskEventOptions)[number]['value'];

export const taskEventNames: readonly TaskEventName[] = taskEventOptions.map(({ value }) => value);
export const sessionEventName = sessionEventOption.value;

/** How long before the end of a sign-in it is told, unless the user says otherwise. */
export const defaultDaysBefore = 7;

/** Which sources the chosen events need. */
export function needsTasks(events: string[]): boolean {
	return taskEventNames.some((name) => events.includes(name));
}

export function needsSession(events: string[]): boolean {
	return events.includes(sessionEventName);
}
