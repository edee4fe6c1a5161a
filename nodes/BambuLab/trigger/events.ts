import type { INodePropertyOptions } from 'n8n-workflow';

/** The events a workflow can listen for. The values are stored in workflows and never change. */
export const eventOptions = [
	{
		name: 'Filament Low',
		value: 'filamentLow',
		action: 'On filament low',
		description:
			'A spool in the filament inventory fell below a limit, 100 g by default. It comes again only after the spool has had more.',
	},
	{
		name: 'Firmware Available',
		value: 'firmwareAvailable',
		action: 'On new firmware available',
		description:
			'Bambu Lab offers newer firmware for a printer or its AMS. It comes once per version and printer.',
	},
	{
		name: 'Model Milestone',
		value: 'modelMilestone',
		action: 'On model milestone',
		description:
			'A model of yours on MakerWorld, or all of them together, passed a round number of downloads, prints, likes, boosts, or followers',
	},
	{
		name: 'New Comment or Rating',
		value: 'commentReceived',
		action: 'On new comment or rating',
		description: 'Somebody commented on a model of yours on MakerWorld, or rated it',
	},
	{
		name: 'New Message',
		value: 'messageReceived',
		action: 'On new message',
		description: 'A message arrived in the inbox of the account',
	},
	{
		name: 'Print Ended',
		value: 'taskEnded',
		action: 'On print ended',
		description:
			'A print finished or failed, as its status says. Chosen together with Print Finished or Print Failed, each end gives two items.',
	},
	{
		name: 'Print Failed or Cancelled',
		value: 'taskFailed',
		action: 'On print failed or cancelled',
		description: 'A print failed or was cancelled; the cloud does not say which',
	},
	{
		name: 'Print Finished',
		value: 'taskFinished',
		action: 'On print finished',
		description: 'A print finished successfully',
	},
	{
		name: 'Print Started',
		value: 'taskCreated',
		action: 'On print started',
		description: 'A print appeared in the list of the account',
	},
	{
		name: 'Printer Offline',
		value: 'deviceOffline',
		action: 'On printer offline',
		description:
			'A printer has been offline for some minutes. Choose Printer Online too, otherwise a printer that is offline when n8n starts is reported again.',
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
		description: 'The status of an online printer changed, for example to paused',
	},
	{
		name: 'Sign-In Expires Soon',
		value: 'signInExpiring',
		action: 'On sign-in expiring soon',
		description:
			'The sign-in of the credential ends in some days. Never comes for a credential with a password, which renews itself.',
	},
] as const satisfies readonly INodePropertyOptions[];

export type EventName = (typeof eventOptions)[number]['value'];

/** What a poll may have to look at, in the order in which it does, and the events that come from it. */
const eventsOfSource = {
	prints: ['taskCreated', 'taskEnded', 'taskFailed', 'taskFinished'],
	messages: ['messageReceived', 'commentReceived'],
	printers: ['deviceOffline', 'deviceOnline', 'deviceStatusChanged'],
	firmware: ['firmwareAvailable'],
	spools: ['filamentLow'],
	milestones: ['modelMilestone'],
	signIn: ['signInExpiring'],
} as const satisfies { [source: string]: readonly EventName[] };

export type SourceName = keyof typeof eventsOfSource;

export const sourceNames = Object.keys(eventsOfSource) as SourceName[];

/** Those of the chosen events that come from the source. */
export function eventsFrom(source: SourceName, chosen: string[]): string[] {
	return chosen.filter((name) => eventsOfSource[source].some((own) => own === name));
}

/** The events that have prints. */
export const printEvents: readonly EventName[] = eventsOfSource.prints;

/** What the user listens for; an empty list of printers or of kinds of messages means all. */
export interface Scope {
	events: string[];
	/** Serial numbers. */
	printers: string[];
	messageTypes?: string[];
}

/** What of an event the user can choose by. */
export interface Choosable {
	name: EventName;
	/** Serial number; empty where nobody knows it, undefined for what concerns the account as a whole. */
	printer: string | undefined;
	/** What a message may be called: its kind, and its number. */
	messageTypes?: string[];
}

export function includesPrinter({ printers }: Scope, serial: string): boolean {
	return printers.length === 0 || printers.includes(serial);
}

export function isInScope(scope: Scope, { name, printer, messageTypes }: Choosable): boolean {
	// What concerns the account as a whole has no printer to choose by.
	const isPrinterChosen = printer === undefined || includesPrinter(scope, printer);
	const { messageTypes: chosenTypes = [] } = scope;
	const isTypeChosen =
		messageTypes === undefined ||
		chosenTypes.length === 0 ||
		messageTypes.some((type) => chosenTypes.includes(type));
	return scope.events.includes(name) && isPrinterChosen && isTypeChosen;
}
