import { figureNames } from './makerPage';
import { fault, method, type Fault } from './spoil';

type MilestonesFile = typeof import('../../../nodes/BambuLab/trigger/sources/milestones');
type Settings = typeof import('../../../nodes/BambuLab/trigger/settings');

interface State {
	since: number;
	rule: string;
	highest: { [key: string]: number };
}
type MilestonesLook = {
	known: State | undefined;
	rules: { milestoneEvery: number; milestoneFigures: string[] };
};

/** Every figure of the account and of its first models, as if none had counted yet. */
const zeros = Object.fromEntries(
	['account', ...Array.from({ length: 30 }, (_, index) => `${500 + index}`)].flatMap((owner) =>
		figureNames.map((name) => [`${owner}:${name}`, 0]),
	),
);

/** A look at the figures from another state, or with another one after it. */
function milestonesWith(
	{ Milestones }: MilestonesFile,
	change: (look: MilestonesLook) => State | undefined,
	after: (state: State) => State = (state) => state,
): object {
	return method(
		Milestones.prototype,
		'look',
		(original) =>
			async function (this: object, look: never) {
				const given = look as MilestonesLook;
				const changed = { ...given, known: change(given) };
				const found = (await original.apply(this, [changed as never])) as { state: State };
				return { ...found, state: after(found.state) };
			},
	);
}

export const milestoneFaults: Fault[] = [
	fault<MilestonesFile>('tells each multiple again', 'sources/milestones', (file) =>
		milestonesWith(file, ({ known }) => known && { ...known, highest: zeros }),
	),
	fault<MilestonesFile>(
		'tells the multiples that were passed at first',
		'sources/milestones',
		(file) =>
			milestonesWith(file, ({ known, rules: { milestoneEvery, milestoneFigures } }) => {
				const rule = [milestoneEvery, ...milestoneFigures].join(' ');
				return known ?? { since: 0, rule, highest: zeros };
			}),
	),
	fault<MilestonesFile>('forgets how high a figure was', 'sources/milestones', (file) =>
		milestonesWith(
			file,
			({ known }) => known,
			(state) => ({ ...state, highest: {} }),
		),
	),
	fault<MilestonesFile>('tells again what a figure reaches again', 'sources/milestones', (file) =>
		milestonesWith(
			file,
			({ known }) => known,
			({ highest, ...state }) => ({
				...state,
				highest: Object.fromEntries(
					Object.entries(highest).map(([key, count]) => [key, Math.max(0, count - 60)]),
				),
			}),
		),
	),
	fault<MilestonesFile>('asks for the figures once', 'sources/milestones', ({ Milestones }) =>
		method(Milestones.prototype, 'isDue', () => () => false),
	),
	fault<MilestonesFile>('asks for the figures with each poll', 'sources/milestones', (file) =>
		method(file.Milestones.prototype, 'isDue', () => () => true),
	),
	fault<Settings>('takes other multiples', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			return { ...settings, rules: { ...settings.rules, milestoneEvery: 150 } };
		},
	})),
];
