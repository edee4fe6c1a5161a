import { fault, method, type Fault } from './spoil';

type EventsFile = typeof import('../../../nodes/BambuLab/trigger/troubleEvents');
type State = typeof import('../../../nodes/BambuLab/trigger/state');
type TroubleFile = typeof import('../../../nodes/BambuLab/trigger/trouble');
type Note = EventsFile['noteTroubles'];

/** What is told of troubles, where it is noted in another way. */
function notingWith(note: (original: Note, ...args: Parameters<Note>) => ReturnType<Note>) {
	return ({ noteTroubles }: EventsFile) => ({
		noteTroubles: (...args: Parameters<Note>) => note(noteTroubles, ...args),
	});
}

function without(name: string) {
	return notingWith((note, ...args) => note(...args).filter((event) => event.name !== name));
}

/** Of troubles that are told as events. */
export const troubleFaults: Fault[] = [
	fault<EventsFile>('tells of no trouble', 'troubleEvents', without('triggerTrouble')),
	fault<EventsFile>('tells of no recovery', 'troubleEvents', without('triggerRecovered')),
	fault<EventsFile>(
		'forgets of what it has told',
		'troubleEvents',
		notingWith((note, checking, checked) => {
			const events = note(checking, checked);
			delete checked.next.troubles;
			return events;
		}),
	),
	fault<EventsFile>(
		'tells each time that something works again',
		'troubleEvents',
		notingWith((note, checking, checked) => {
			const events = note(checking, checked);
			const { troubles = {} } = checking.before ?? {};
			checked.next.troubles = { ...troubles, ...checked.next.troubles };
			return events;
		}),
	),
	fault<EventsFile>(
		'tells at once what passes',
		'troubleEvents',
		notingWith((note, checking, checked) => {
			const settings = { ...checking.settings, reportOutageAfterMs: 0 };
			return note({ ...checking, settings }, checked);
		}),
	),
	fault<EventsFile>(
		'waits before it tells what has to be mended',
		'troubleEvents',
		notingWith((note, checking, checked) => {
			const lasting = checked.failures.filter(({ label }) => {
				return checking.own.troubles.elapsedMs(label) > 0;
			});
			return note(checking, { ...checked, failures: lasting });
		}),
	),
	fault<State>('tells again after a restart what it told before', 'state', ({ readState }) => ({
		readState: (stored: unknown) => {
			const state = readState(stored);
			const { troubles = {} } = state ?? {};
			const told = Object.entries(troubles).map(([label, each]) => {
				return [label, { ...each, toldAt: {} }];
			});
			return state && { ...state, troubles: Object.fromEntries(told) as typeof troubles };
		},
	})),
	fault<TroubleFile>('takes what passes for what has to be mended', 'trouble', () => ({
		isPassing: () => false,
	})),
	fault<TroubleFile>('shows a trouble with each poll', 'trouble', ({ Troubles }) =>
		method(Troubles.prototype, 'note', () => () => () => {}),
	),
];
