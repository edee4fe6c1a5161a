import { fault, method, type Fault } from './spoil';

type LedgerFile = typeof import('../../../nodes/BambuLab/trigger/ledger');
type PrintsFile = typeof import('../../../nodes/BambuLab/trigger/sources/prints');
type PrintersFile = typeof import('../../../nodes/BambuLab/trigger/sources/printers');
type Settings = typeof import('../../../nodes/BambuLab/trigger/settings');
type StepsFile = typeof import('../../../nodes/BambuLab/trigger/sources/printSteps');

type Look = Parameters<StepsFile['printSteps']>[1];
type Steps = ReturnType<StepsFile['printSteps']>;

function stepsWith(
	change: (look: Look) => Look,
	after: (steps: Steps) => Steps = (steps) => steps,
) {
	return ({ printSteps }: StepsFile) => ({
		printSteps: (...[row, look]: Parameters<typeof printSteps>) =>
			after(printSteps(row, change(look))),
	});
}

function rulesWith(change: object) {
	return ({ readSettings }: Settings) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, ...change } };
		},
	});
}

const same = (look: Look) => look;

/** Of what prints come to beside their start and end. */
export const stepFaults: Fault[] = [
	fault<StepsFile>(
		'takes each printer for idle whatever it does',
		'sources/printSteps',
		stepsWith((look) => ({ ...look, isNewest: true })),
	),
	fault<StepsFile>(
		'takes no printer for idle',
		'sources/printSteps',
		stepsWith((look) => ({ ...look, isNewest: false })),
	),
	fault<StepsFile>(
		'waits for nothing after an end',
		'sources/printSteps',
		stepsWith(same, ({ reached }) => ({ reached, isOver: 'e' in reached })),
	),
	fault<StepsFile>(
		'takes a print for overdue that has no end yet',
		'sources/printSteps',
		stepsWith(same, ({ reached, isOver }) => ({ reached: { ...reached, o: 0 }, isOver })),
	),
	fault<Settings>('is idle at once', 'settings', rulesWith({ idleAfterMs: 0 })),
	fault<Settings>(
		'knows no print that is overdue',
		'settings',
		rulesWith({ overdue: { unit: 'percent', by: 1e9 } }),
	),
	fault<LedgerFile>('forgets which steps were told', 'ledger', ({ follow }) => ({
		follow: (...args: Parameters<typeof follow>) => {
			const { changes, ledger } = follow(...args);
			const open = Object.entries(ledger.open).map(([id, [time, printer]]) => [
				id,
				[time, printer],
			]);
			return { changes, ledger: { ...ledger, open: Object.fromEntries(open) as never } };
		},
	})),
	fault<PrintsFile>('tells of no filaments', 'sources/prints', ({ Prints }) =>
		method(
			Prints.prototype as never as { eventsOf: object },
			'eventsOf',
			(original) =>
				function (this: object, ...args: never[]) {
					const events = original.apply(this, args) as Array<{ name: string }>;
					return events.filter(({ name }) => name !== 'taskFilamentData');
				},
		),
	),
];

type State = { status: { [status: string]: string[] }; offline: string[]; gone?: string[] };

function fleetWith({ Printers }: PrintersFile, change: (state: State) => State): object {
	return method(
		Printers.prototype,
		'look',
		(original) =>
			async function (this: object, look: never) {
				const found = (await original.apply(this, [look])) as { state: State };
				return { ...found, state: change(found.state) };
			},
	);
}

/** Of printers that come and go. */
export const fleetFaults: Fault[] = [
	fault<PrintersFile>('forgets who is gone', 'sources/printers', (file) =>
		fleetWith(file, ({ status, offline }) => ({ status, offline })),
	),
	fault<PrintersFile>('forgets who was there', 'sources/printers', (file) =>
		fleetWith(file, (state) => ({ ...state, status: {} })),
	),
	fault<PrintersFile>('tells of nobody who is gone', 'sources/printers', ({ Printers }) =>
		method(
			Printers.prototype,
			'look',
			(original) =>
				async function (this: object, look: never) {
					const found = (await original.apply(this, [look])) as {
						events: Array<{ name: string }>;
					};
					const events = found.events.filter(({ name }) => name !== 'deviceRemoved');
					return { ...found, events };
				},
		),
	),
];
