import type { Focus } from './happenings';
import { milestoneFaults } from './milestoneFaults';
import { filterFaults } from './filterFaults';
import { installFaults } from './installFaults';
import { fault, method, type Fault } from './spoil';
import { spoolFaults } from './spoolFaults';
import { statusFaults } from './statusFaults';
import { fleetFaults, stepFaults } from './stepFaults';
import { troubleFaults } from './troubleFaults';

type Categories = typeof import('../../../nodes/BambuLab/actions/message/categories');
type Check = typeof import('../../../nodes/BambuLab/trigger/check');
type Items = typeof import('../../../nodes/BambuLab/trigger/items');
type LedgerFile = typeof import('../../../nodes/BambuLab/trigger/ledger');
type NewestFile = typeof import('../../../nodes/BambuLab/trigger/readNewest');
type Process = typeof import('../../../nodes/BambuLab/trigger/processMemory');
type Durable = typeof import('../../../nodes/BambuLab/trigger/durableScheduler');
type ScopeFile = typeof import('../../../nodes/BambuLab/trigger/scope');
type Settings = typeof import('../../../nodes/BambuLab/trigger/settings');
type State = typeof import('../../../nodes/BambuLab/trigger/state');
type Trouble = typeof import('../../../nodes/BambuLab/trigger/trouble');
type FirmwareFile = typeof import('../../../nodes/BambuLab/trigger/sources/firmware');
type MessagesFile = typeof import('../../../nodes/BambuLab/trigger/sources/messages');
type PrintersFile = typeof import('../../../nodes/BambuLab/trigger/sources/printers');
type PrintsFile = typeof import('../../../nodes/BambuLab/trigger/sources/prints');
type SearchFile = typeof import('../../../nodes/BambuLab/trigger/sources/printSearch');
type SignInFile = typeof import('../../../nodes/BambuLab/trigger/sources/signIn');

type FirmwareState = import('../../../nodes/BambuLab/trigger/sources/firmware').FirmwareState;

type State1 = { status: { [status: string]: string[] }; offline: string[] };

const prints: Fault[] = [
	fault<LedgerFile>('forgets what has ended', 'ledger', ({ follow }) => ({
		follow: (...args: Parameters<typeof follow>) => {
			const followed = follow(...args);
			return { ...followed, ledger: { ...followed.ledger, done: {} } };
		},
	})),
	fault<LedgerFile>('forgets what runs', 'ledger', ({ follow }) => ({
		follow: (...args: Parameters<typeof follow>) => {
			const followed = follow(...args);
			return { ...followed, ledger: { ...followed.ledger, open: {} } };
		},
	})),
	fault<LedgerFile>('takes each change for a start', 'ledger', ({ follow }) => ({
		follow: (...args: Parameters<typeof follow>) => {
			const { changes, ledger } = follow(...args);
			return { changes: changes.map((change) => ({ ...change, isNew: true })), ledger };
		},
	})),
	fault<LedgerFile>('takes old rows for new', 'ledger', ({ follow }) => ({
		follow: (ledger: Parameters<typeof follow>[0], ...rest: never[]) =>
			(follow as (...args: unknown[]) => unknown)({ ...ledger, floor: 0 }, ...rest),
	})),
	fault<LedgerFile>('takes the newest row for the floor', 'ledger', ({ follow }) => ({
		follow: (...args: Parameters<typeof follow>) => {
			const { changes, ledger } = follow(...args);
			const times = Object.values(ledger.done);
			return { changes, ledger: { ...ledger, floor: Math.max(ledger.floor, ...times) + 1 } };
		},
	})),
	fault<LedgerFile>('reads one page', 'ledger', () => ({ isDeepEnough: () => true })),
	fault<LedgerFile>('tells nothing of what began before', 'ledger', ({ begin }) => ({
		begin: (...[rows, beginning, ...rest]: Parameters<typeof begin>) =>
			begin(rows, { ...beginning, isStartTold: () => false, from: Infinity }, ...rest),
	})),
	fault<LedgerFile>('takes the past for news', 'ledger', ({ begin }) => ({
		begin: (...[rows, beginning, ...rest]: Parameters<typeof begin>) =>
			begin(rows, { ...beginning, from: -Infinity }, ...rest),
	})),
	fault<LedgerFile>('tells on publishing what it told before', 'ledger', ({ begin }) => ({
		begin: (...[rows, beginning, ...rest]: Parameters<typeof begin>) =>
			begin(rows, { ...beginning, earlier: undefined }, ...rest),
	})),
	fault<PrintsFile>('takes a failure for a success', 'sources/prints', ({ Prints }) =>
		method(
			Prints.prototype as never as { eventsOf: object },
			'eventsOf',
			(original) =>
				function (this: object, ...args: never[]) {
					const events = original.apply(this, args) as Array<{ name: string }>;
					return events.map((event) => ({
						...event,
						name: event.name.replace('Failed', 'Finished'),
					}));
				},
		),
	),
	fault<PrintsFile>('tells of no failed print that it ended', 'sources/prints', ({ Prints }) =>
		method(
			Prints.prototype as never as { eventsOf: object },
			'eventsOf',
			(original) =>
				function (this: object, ...args: never[]) {
					const events = original.apply(this, args) as Array<{ name: string }>;
					const isFailed = events.some(({ name }) => name === 'taskFailed');
					return events.filter(({ name }) => !isFailed || name !== 'taskEnded');
				},
		),
	),
	fault<SearchFile>('looks for no print further down', 'sources/printSearch', ({ PrintSearch }) =>
		method(PrintSearch.prototype, 'look', () => async () => ({ below: [] })),
	),
	fault<NewestFile>('reads nothing but the first page', 'readNewest', ({ NewestRows }) =>
		method(
			NewestRows.prototype,
			'read',
			(original) =>
				async function (this: object, send: never, wanted: never) {
					const first = { ...(wanted as object), isEnough: () => true };
					return await original.apply(this, [send, first as never]);
				},
		),
	),
	fault<ScopeFile>('ignores the printers', 'scope', ({ isInScope }) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) =>
			isInScope({ ...scope, printers: [] }, event),
	})),
	fault<Check>('stores nothing', 'check', ({ check }) => ({
		check: async (all: Parameters<typeof check>[0]) => ({
			...(await check(all)),
			next: all.before ?? (await check(all)).next,
		}),
	})),
	fault<Items>('gives events in any order', 'items', ({ itemsFor }) => ({
		itemsFor: (events: Parameters<typeof itemsFor>[0], ...rest: never[]) =>
			(itemsFor as (...args: unknown[]) => unknown)([...events].reverse(), ...rest),
	})),
	fault<SignInFile>('tells each time that a sign-in ends', 'sources/signIn', ({ SignIn }) =>
		method(
			SignIn.prototype,
			'look',
			(original) =>
				async function (this: object, look: never) {
					const forgetful = { ...(look as object), known: undefined, earlier: undefined };
					return await (original.apply(this, [forgetful as never]) as Promise<unknown>);
				},
		),
	),
	fault<SignInFile>('tells of no sign-in', 'sources/signIn', ({ SignIn }) =>
		method(SignIn.prototype, 'look', () => async () => ({ events: [], state: { told: [] } })),
	),
	fault<Process>('polls at the start of n8n', 'processMemory', ({ beginningOf }) => ({
		beginningOf: (...args: Parameters<typeof beginningOf>) => {
			const beginning = beginningOf(...args);
			return beginning === 'start' ? undefined : beginning;
		},
	})),
	fault<Process>('takes each publishing for a restart', 'processMemory', ({ beginningOf }) => ({
		beginningOf: (...args: Parameters<typeof beginningOf>) => {
			const beginning = beginningOf(...args);
			return beginning === 'publishing' ? undefined : beginning;
		},
	})),
	fault<Trouble>('shows each failure', 'trouble', ({ Troubles }) =>
		method(Troubles.prototype, 'note', () => () => () => {}),
	),
	fault<Trouble>('shows no failure', 'trouble', ({ Troubles }) =>
		method(Troubles.prototype, 'note', () => () => undefined),
	),
	fault<State>('reads no state', 'state', () => ({ readState: () => undefined })),
	fault<Settings>('waits for no filaments', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, filamentWaitMs: 0 } };
		},
	})),
	fault<Settings>('waits for filaments for ever', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, filamentWaitMs: Infinity } };
		},
	})),
	fault<Settings>('tells nothing of the past', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => ({
			...readSettings(...args),
			opening: { since: Infinity, tellRunning: false, goesOn: false },
		}),
	})),
	fault<Durable>('keeps to the first state', 'durableScheduler', () => ({
		isOutdated: () => true,
	})),
];

const messages: Fault[] = [
	...prints.filter(({ what }) =>
		['forgets what has ended', 'takes old rows for new', 'reads one page'].includes(what),
	),
	fault<ScopeFile>('ignores the kinds of messages', 'scope', ({ isInScope }) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) =>
			isInScope({ ...scope, messageTypes: [] }, event),
	})),
	fault<Categories>('reads one list alone', '../actions/message/categories', () => ({
		categoriesOf: () => [''],
	})),
	fault<MessagesFile>('knows each list by itself', 'sources/messages', ({ Messages }) =>
		method(
			Messages.prototype,
			'look',
			(original) =>
				async function (this: object, look: never) {
					const { known, ...rest } = look as { known?: object };
					const forgetful = { ...rest, known: known && { ...known, done: {} } };
					return await (original.apply(this, [forgetful as never]) as Promise<unknown>);
				},
		),
	),
];

/** A look at the printers with another state before, or after. */
function printersWith(
	{ Printers }: PrintersFile,
	change: { before?: (state: State1) => State1; after?: (state: State1) => State1 },
): object {
	const { before = (state) => state, after = (state) => state } = change;
	return method(
		Printers.prototype,
		'look',
		(original) =>
			async function (this: object, look: never) {
				const { known, ...rest } = look as { known: State1 | undefined };
				const given = { ...rest, known: known && before(known) };
				const found = (await original.apply(this, [given as never])) as { state: State1 };
				return { ...found, state: after(found.state) };
			},
	);
}

const printers: Fault[] = [
	fault<Settings>('tells at once that a printer is offline', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, offlineAfterMs: 0 } };
		},
	})),
	fault<Settings>('never tells that a printer is offline', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, offlineAfterMs: Infinity } };
		},
	})),
	fault<PrintersFile>('tells again that a printer is offline', 'sources/printers', (file) =>
		printersWith(file, { after: (state) => ({ ...state, offline: [] }) }),
	),
	fault<PrintersFile>('takes a new printer for one that changed', 'sources/printers', (file) =>
		printersWith(file, {
			before: ({ status, offline }) => ({
				status: { NEW: Object.values(status).flat() },
				offline,
			}),
		}),
	),
	fault<PrintersFile>('forgets the printers', 'sources/printers', (file) =>
		printersWith(file, { after: () => ({ status: {}, offline: [] }) }),
	),
	fault<FirmwareFile>('tells each time of a firmware', 'sources/firmware', ({ Firmware }) =>
		method(
			Firmware.prototype,
			'look',
			(original) =>
				async function (this: object, look: never) {
					const given = look as { known: FirmwareState | undefined };
					const known = given.known?.map((seen) => ({ ...seen, offered: [] }));
					return await (original.apply(this, [{ ...given, known } as never]) as Promise<unknown>);
				},
		),
	),
	fault<FirmwareFile>('tells of no firmware', 'sources/firmware', ({ Firmware }) =>
		method(Firmware.prototype, 'isDue', () => () => false),
	),
	fault<State>('gives different events one id', 'state', ({ readState }) => ({
		readState: (stored: unknown) => {
			const state = readState(stored);
			return state && { ...state, lastEventAt: 1 };
		},
	})),
];

/** By what the stories are about; the model must see each. */
export const faults: { [F in Focus]?: Fault[] } = {
	prints,
	messages,
	printers,
	steps: stepFaults,
	fleet: fleetFaults,
	installs: installFaults,
	filters: filterFaults,
	statuses: statusFaults,
	troubles: troubleFaults,
	spools: [
		...spoolFaults,
		...prints.filter(({ what }) => ['stores nothing', 'ignores the printers'].includes(what)),
	],
	milestones: [...milestoneFaults, ...prints.filter(({ what }) => what === 'stores nothing')],
};
