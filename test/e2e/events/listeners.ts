import { signInForDays } from '../examples/steps';
import type { Lab } from '../support/lab';
import type { Audience } from './audience';

type Parameters = { events: string[] } & Record<string, unknown>;

const ofPrinters = ['deviceAdded', 'deviceRemoved', 'deviceStatusChanged', 'firmwareInstalled'];
const ofPrints = ['deviceIdle', 'taskFilamentData', 'taskFinished', 'taskOverdue'];

function finished(filters: Record<string, unknown>, options = {}): Parameters {
	return { events: ['taskFinished'], filters, options };
}

function status(filters: Record<string, unknown>): Parameters {
	return {
		events: ['deviceStatusChanged'],
		filters: { deviceIds: ['Kitchen'], ...filters },
	};
}

function overdue(titleContains: string, options = {}): Parameters {
	return { events: ['taskOverdue'], filters: { titleContains }, options };
}

function milestone(options: Record<string, unknown>): Parameters {
	return { events: ['modelMilestone'], options };
}

/** The filaments come eight minutes after the end. */
const untilFilled = { waitForFilament: true, maxFilamentWait: 10 };
const trouble = ['triggerTrouble', 'triggerRecovered'];

/** Of each event and filter somebody who is to hear of it, and somebody who is not. */
const listeners: Record<string, Parameters> = {
	'title contains "order 12"': finished({ titleContains: 'order 12' }),
	'title contains "benchy"': finished({ titleContains: 'benchy' }),
	'title like ^order \\d+': finished({ titlePattern: '^order \\d+' }),
	'title like shelf$': finished({ titlePattern: 'shelf$' }),
	'of PETG': finished({ filaments: 'petg' }, untilFilled),
	'of GFA00 or TPU': finished({ filaments: 'GFA00, TPU' }, untilFilled),
	'30 minutes at least': finished({ minMinutes: 30 }),
	'60 minutes at least': finished({ minMinutes: 60 }),
	'own designs': finished({ onlyOwnDesigns: true }),

	'Kitchen, any status': status({}),
	'Kitchen, from running': status({ statusFrom: ['running'] }),
	'Kitchen, to paused': status({ statusTo: ['paused'] }),
	'Kitchen, from running to paused': status({ statusFrom: ['running'], statusTo: ['paused'] }),
	'Kitchen, from paused to failed': status({ statusFrom: ['paused'], statusTo: ['failed'] }),

	'the list of printers': { events: ['deviceAdded', 'deviceRemoved'] },
	Studio: { events: ['deviceAdded', 'deviceRemoved'], filters: { deviceIds: ['Studio'] } },
	Workshop: {
		events: ['deviceIdle', 'taskFilamentData', 'firmwareInstalled'],
		filters: { deviceIds: ['Workshop'] },
	},
	Garage: { events: [...ofPrinters, ...ofPrints], filters: { deviceIds: ['Garage'] } },

	'over by 20 %': overdue('lamp'),
	'over by 30 minutes': overdue('lamp', { overdueMinutes: 30 }),
	'over, another title': overdue('vase'),

	'100 downloads': milestone({ milestoneFigures: ['downloads'] }),
	'100 likes': milestone({ milestoneFigures: ['likes'] }),
	'1000 of anything': milestone({ milestoneEvery: 1000 }),

	'trouble, with comments': { events: [...trouble, 'commentReceived'] },
	'trouble, with spools': { events: [...trouble, 'filamentLow'] },
	'trouble, with neither': { events: [...trouble, 'taskFailed'] },

	'goes on': finished({ titleContains: 'bracket' }, { onActivation: 'continue' }),
	'begins anew': finished({ titleContains: 'bracket' }),
};

/** Those whose sign-in ends in three days; one of them renews itself. */
async function publishSignIns(lab: Lab, audience: Audience): Promise<void> {
	const events = ['signInExpiring'];
	await audience.add('sign-in', { events }, await signInForDays(lab, 3));
	const onLastDay = { events, options: { daysBefore: 1 } };
	await audience.add('sign-in, last day', onLastDay, await signInForDays(lab, 3));
	await audience.add('sign-in by password', { events }, lab.credential);
}

export async function publishListeners(lab: Lab, audience: Audience): Promise<void> {
	const { tokenSeconds } = (await lab.control('/settings')) as { tokenSeconds: number };
	await publishSignIns(lab, audience);
	await lab.control('/settings', { tokenSeconds });
	const waiting = Object.entries(listeners);
	const publishNext = async (): Promise<void> => {
		for (let next = waiting.shift(); next; next = waiting.shift()) await audience.add(...next);
	};
	// n8n's polls at publishing take most of the time, and several go together.
	await Promise.all([publishNext(), publishNext(), publishNext(), publishNext()]);
}
