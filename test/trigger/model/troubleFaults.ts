import { fault, method, type Fault } from './spoil';

type State = typeof import('../../../nodes/BambuLab/trigger/state');
type TroubleFile = typeof import('../../../nodes/BambuLab/trigger/trouble');
type Note = TroubleFile['noteTroubles'];

/** What is told of troubles, where it is noted in another way. */
function notingWith(note: (original: Note, ...args: Parameters<Note>) => ReturnType<Note>) {
	return ({ noteTroubles }: TroubleFile) => ({
		noteTroubles: (...args: Parameters<Note>) => note(noteTroubles, ...args),
	});
}

function without(name: string) {
	return notingWith((note, ...args) => note(...args).filter((event) => event.name !== name));
}

/** Of troubles that are told as events. */
export const troubleFaults: Fault[] = [
	fault<TroubleFile>('tells of no trouble', 'trouble', without('triggerTrouble')),
	fault<TroubleFile>('tells of no recovery', 'trouble', without('triggerRecovered')),
	fault<TroubleFile>(
		'forgets of what it has told',
		'trouble',
		notingWith((note, look, next) => {
			const events = note(look, next);
			delete next.troubles;
			return events;
		}),
	),
	fault<TroubleFile>(
		'tells each time that something works again',
		'trouble',
		notingWith((note, look, next) => {
			const events = note(look, next);
			next.troubles = { ...look.told, ...next.troubles };
			return events;
		}),
	),
	fault<TroubleFile>(
		'tells at once what passes',
		'trouble',
		notingWith((note, look, next) => {
			const settings = { ...look.settings, reportOutageAfterMs: 0 };
			return note({ ...look, settings }, next);
		}),
	),
	fault<TroubleFile>(
		'waits before it tells what has to be mended',
		'trouble',
		notingWith((note, look, next) => {
			const lasting = look.failures.filter(({ label }) => look.troubles.elapsedMs(label) > 0);
			return note({ ...look, failures: lasting }, next);
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
	fault<TroubleFile>(
		'takes what passes for what has to be mended',
		'trouble',
		notingWith((note, look, next) => {
			const failures = look.failures.map(({ label, error }) => {
				const context = { ...error.context, failureCause: 'credential-invalid' };
				return { label, error: Object.create(error, { context: { value: context } }) as never };
			});
			return note({ ...look, failures }, next);
		}),
	),
	fault<TroubleFile>('shows a trouble with each poll', 'trouble', ({ Troubles }) =>
		method(Troubles.prototype, 'note', () => () => () => {}),
	),
];
