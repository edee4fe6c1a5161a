import type { INodeProperties } from 'n8n-workflow';

const endEvents = ['taskEnded', 'taskFailed', 'taskFinished'];
const milestoneEvents = ['modelMilestone'];

/** In the order of use: what belongs together stands together. */
export const ownOptions: INodeProperties[] = [
	{
		displayName: 'When Published',
		name: 'onActivation',
		type: 'options',
		default: 'fromNow',
		description:
			'Which events come when you publish the workflow. After a restart of n8n or a new version of the workflow, the trigger continues where it was.',
		options: [
			{
				name: 'Continue Where It Stopped',
				value: 'continue',
				description:
					'Also what happened since the workflow was unpublished. The first time, only what happens after publishing.',
			},
			{
				name: 'From Now On',
				value: 'fromNow',
				description:
					'Only what happens after publishing. A printer that is offline already is not reported.',
			},
			{
				name: 'From Now On, and the Last Hours',
				value: 'lastHours',
				description: 'Also prints and messages of some hours before',
			},
			{
				name: 'From Now On, and What Is Printing',
				value: 'running',
				description: 'Also the prints that are running, as started prints',
			},
		],
	},
	{
		displayName: 'Hours Back',
		name: 'lastHours',
		type: 'number',
		default: 24,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { onActivation: ['lastHours'] } },
		description: 'How many hours before publishing to include',
	},
	{
		displayName: 'Wait for Filament Data',
		name: 'waitForFilament',
		type: 'boolean',
		default: true,
		displayOptions: { show: { '/events': endEvents } },
		description:
			'Whether to delay the end of a print until its filaments are known, which takes up to a minute',
	},
	{
		displayName: 'Max Filament Wait (Minutes)',
		name: 'maxFilamentWait',
		type: 'number',
		default: 3,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': endEvents } },
		description: 'How long to wait for the filaments of a print that ended',
	},
	{
		displayName: 'Over Estimate By (Percent)',
		name: 'overduePercent',
		type: 'number',
		default: 20,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['taskOverdue'] } },
		description: 'How much longer than its estimate a print may take before it is overdue',
	},
	{
		displayName: 'Over Estimate By (Minutes)',
		name: 'overdueMinutes',
		type: 'number',
		default: 30,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['taskOverdue'] } },
		description: 'The same in minutes. Replaces the percentage.',
	},
	{
		displayName: 'Idle After (Minutes)',
		name: 'idleAfter',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['deviceIdle'] } },
		description: 'How long after its last print a printer counts as idle',
	},
	{
		displayName: 'Offline After (Minutes)',
		name: 'offlineAfter',
		type: 'number',
		default: 5,
		typeOptions: { minValue: 0 },
		displayOptions: { show: { '/events': ['deviceOffline', 'deviceOnline'] } },
		description:
			'How long a printer must be offline before the event comes, so that a short gap in the network is no alarm. Printer Online comes only after such an outage.',
	},
	{
		displayName: 'Filament Limit (Grams)',
		name: 'filamentLimitGrams',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description: 'A spool with less than this is low. The weight is the cloud’s estimate.',
	},
	{
		displayName: 'Filament Limit (Percent)',
		name: 'filamentLimitPercent',
		type: 'number',
		default: 10,
		typeOptions: { minValue: 1, maxValue: 100 },
		displayOptions: { show: { '/events': ['filamentLow'] } },
		description:
			'A spool with less than this part of a full one is low. Replaces the limit in grams, and ignores spools whose full weight is unknown.',
	},
	{
		displayName: 'Milestone Figures',
		name: 'milestoneFigures',
		type: 'multiOptions',
		default: ['boosts', 'downloads', 'followers', 'likes', 'prints'],
		displayOptions: { show: { '/events': milestoneEvents } },
		description: 'Which figures to watch, of each model and of the account as a whole',
		options: [
			{ name: 'Boosts', value: 'boosts' },
			{ name: 'Downloads', value: 'downloads' },
			{ name: 'Followers', value: 'followers', description: 'Of the account' },
			{ name: 'Likes', value: 'likes' },
			{ name: 'Prints', value: 'prints' },
		],
	},
	{
		displayName: 'Milestone Every',
		name: 'milestoneEvery',
		type: 'number',
		default: 100,
		typeOptions: { minValue: 1, numberPrecision: 0 },
		displayOptions: { show: { '/events': milestoneEvents } },
		description: 'Each multiple of this number is a milestone',
	},
	{
		displayName: 'Sign-In Expires In (Days)',
		name: 'daysBefore',
		type: 'number',
		default: 7,
		typeOptions: { minValue: 1 },
		displayOptions: { show: { '/events': ['signInExpiring'] } },
		description:
			'How many days before the sign-in ends to send the event. It comes again on the last day. A credential with a password renews itself, so it has no such event.',
	},
	{
		displayName: 'Report Outage After (Minutes)',
		name: 'reportOutageAfter',
		type: 'number',
		default: 15,
		typeOptions: { minValue: 0 },
		description:
			'How long Bambu Lab may be unreachable before one execution fails, so that your error workflow runs, or Trigger Trouble comes. Until then n8n only logs it, and no event is lost.',
	},
];
