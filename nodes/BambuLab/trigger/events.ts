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

const deviceEventOptions = [
	{
		name: 'Printer Offline',
		value: 'deviceOffline',
		action: 'On printer offline',
		description: 'A printer has been offline for some minutes',
	},
	{
		name: 'Printer Online',
		value: 'deviceOnline',
		action: 'On printer online',
		description: 'A printer that was offline is back',
	},
	{
		name: 'Printer Status Changed',
		value: 'deviceStatusChanged',
		action: 'On printer status changed',
		description: 'A printer that is online went from one status to another, such as paused',
	},
] as const satisfies readonly INodePropertyOptions[];

const messageEventOption = {
	name: 'New Message',
	value: 'messageReceived',
	action: 'On new message',
	description: 'A message came into the inbox of the account',
} as const satisfies INodePropertyOptions;

const firmwareEventOption = {
	name: 'Firmware Available',
	value: 'firmwareAvailable',
	action: 'On firmware available',
	description: 'Newer firmware is offered for a printer, told once per version and printer',
} as const satisfies INodePropertyOptions;

const sessionEventOption = {
	name: 'Sign-In Expires Soon',
	value: 'signInExpiring',
	action: 'On sign-in expires soon',
	description:
		'The sign-in of the credential ends in some days, where it is known when. Never for a credential that renews itself with a password.',
} as const satisfies INodePropertyOptions;

/** The events a workflow can listen for. The values are stored in workflows and never change. */
export const eventOptions = [
	firmwareEventOption,
	messageEventOption,
	...taskEventOptions,
	...deviceEventOptions,
	sessionEventOption,
] as const;

export type TaskEventName = (typeof taskEventOptions)[number]['value'];
export type DeviceEventName = (typeof deviceEventOptions)[number]['value'];
export type EventName = (typeof eventOptions)[number]['value'];

export const taskEventNames: readonly TaskEventName[] = taskEventOptions.map(({ value }) => value);
export const deviceEventNames: readonly DeviceEventName[] = deviceEventOptions.map(
	({ value }) => value,
);

/** What a poll may have to ask for, and the events that come from it. */
const eventsOfSource = {
	tasks: taskEventNames,
	messages: [messageEventOption.value],
	devices: deviceEventNames,
	firmware: [firmwareEventOption.value],
	session: [sessionEventOption.value],
} as const satisfies { [source: string]: readonly EventName[] };

export type Source = keyof typeof eventsOfSource;

/** Whether one of the chosen events comes from the source. */
export function needs(source: Source, events: string[]): boolean {
	return eventsOfSource[source].some((name) => events.includes(name));
}
