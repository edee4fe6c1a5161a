import type { INodePropertyOptions } from 'n8n-workflow';

/** The events a workflow can listen for. The values are stored in workflows and never change. */
export const eventOptions = [
	{
		name: 'Filament Low',
		value: 'filamentLow',
		action: 'On filament low',
		description:
			'A spool in the filament inventory fell below a limit, 100 g by default. Checked every 15 minutes.',
	},
	{
		name: 'Firmware Available',
		value: 'firmwareAvailable',
		action: 'On firmware available',
		description:
			'Bambu Lab offers newer firmware for a printer or its AMS. Once per version and printer; checked every hour.',
	},
	{
		name: 'Firmware Installed',
		value: 'firmwareInstalled',
		action: 'On firmware installed',
		description: 'A printer has another firmware version than before. Checked every hour.',
	},
	{
		name: 'Model Milestone',
		value: 'modelMilestone',
		action: 'On model milestone',
		description:
			'Your models passed a round number of downloads, prints, likes, boosts, or followers',
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
			'A print finished or failed; its status says which. Choose this or the two separate events, not both.',
	},
	{
		name: 'Print Failed or Cancelled',
		value: 'taskFailed',
		action: 'On print failed or cancelled',
		description: 'A print failed or was cancelled; the cloud does not say which',
	},
	{
		name: 'Print Filament Data',
		value: 'taskFilamentData',
		action: 'On print filament data',
		description:
			'The filaments and grams of a print have become known, mostly within a minute of its end',
	},
	{
		name: 'Print Finished',
		value: 'taskFinished',
		action: 'On print finished',
		description: 'A print finished successfully',
	},
	{
		name: 'Print Overdue',
		value: 'taskOverdue',
		action: 'On print overdue',
		description:
			'A print takes longer than its estimate, by 20 % unless you change it. Once per print.',
	},
	{
		name: 'Print Started',
		value: 'taskCreated',
		action: 'On print started',
		description: 'A print appeared in the list of the account',
	},
	{
		name: 'Printer Added',
		value: 'deviceAdded',
		action: 'On printer added',
		description:
			'A printer was added or shared. Choose Printer Removed too, or one that leaves and comes back may be missed.',
	},
	{
		name: 'Printer Idle',
		value: 'deviceIdle',
		action: 'On printer idle',
		description: 'A print ended, and its printer started no other one for some minutes',
	},
	{
		name: 'Printer Offline',
		value: 'deviceOffline',
		action: 'On printer offline',
		description:
			'A printer has been offline for 5 minutes. Choose Printer Online too, so that a restart of n8n repeats none, and filter it out afterwards.',
	},
	{
		name: 'Printer Online',
		value: 'deviceOnline',
		action: 'On printer online',
		description: 'A printer that was offline is back',
	},
	{
		name: 'Printer Removed',
		value: 'deviceRemoved',
		action: 'On printer removed',
		description: 'A printer has been missing from the account for ten minutes',
	},
	{
		name: 'Printer Status Changed',
		value: 'deviceStatusChanged',
		action: 'On printer status changed',
		description:
			'The status of an online printer changed, for example to running. Pauses may not show; live reports have them.',
	},
	{
		name: 'Sign-In Expires Soon',
		value: 'signInExpiring',
		action: 'On sign-in expiring soon',
		description: 'The sign-in ends in some days. A credential with a password renews itself.',
	},
	{
		name: 'Trigger Recovered',
		value: 'triggerRecovered',
		action: 'On trigger recovered',
		description:
			'What Trigger Trouble reported works again. Choose it together with Trigger Trouble.',
	},
	{
		name: 'Trigger Trouble',
		value: 'triggerTrouble',
		action: 'On trigger trouble',
		description:
			'Bambu Lab cannot be read. You get this item instead of a failed execution. Needs at least one other event.',
	},
] as const satisfies readonly INodePropertyOptions[];

export type EventName = (typeof eventOptions)[number]['value'];

/** What a poll may have to look at, in the order in which it does, and the events that come from it. */
const eventsOfSource = {
	prints: [
		'taskCreated',
		'taskOverdue',
		'taskEnded',
		'taskFailed',
		'taskFinished',
		'taskFilamentData',
		'deviceIdle',
	],
	messages: ['messageReceived', 'commentReceived'],
	printers: [
		'deviceAdded',
		'deviceRemoved',
		'deviceOffline',
		'deviceOnline',
		'deviceStatusChanged',
	],
	firmware: ['firmwareAvailable', 'firmwareInstalled'],
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

export type PrintEventName = (typeof eventsOfSource.prints)[number];
export type PrinterEventName = (typeof eventsOfSource.printers)[number];

/** The events that are about a print. */
export const printEvents: readonly PrintEventName[] = eventsOfSource.prints;

/** Those of the trigger itself. */
export const troubleEvents = ['triggerTrouble', 'triggerRecovered'] as const;
