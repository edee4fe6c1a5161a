import { fault, method, type Fault } from './spoil';

type NewestFile = typeof import('../../../nodes/BambuLab/trigger/readNewest');
type Settings = typeof import('../../../nodes/BambuLab/trigger/settings');
type SpoolsFile = typeof import('../../../nodes/BambuLab/trigger/sources/spools');

type SpoolsState = { limit: string; enough: string[] };
type SpoolsLook = {
	known: SpoolsState | undefined;
	rules: { filamentLimit: { least: number } };
	cloud: { send: (request: never) => Promise<unknown> };
};
/** A look at the spools with other rules, or another state before or after. */
function spoolsWith(
	{ Spools }: SpoolsFile,
	change: (look: SpoolsLook) => SpoolsLook,
	after: (state: SpoolsState) => SpoolsState = (state) => state,
): object {
	return method(
		Spools.prototype,
		'look',
		(original) =>
			async function (this: object, look: never) {
				const found = (await original.apply(this, [change(look) as never])) as {
					state: SpoolsState;
				};
				return { ...found, state: after(found.state) };
			},
	);
}

const anySpool = Array.from({ length: 60 }, (_, index) => String(712_345_678 + index * 7919));

export const spoolFaults: Fault[] = [
	fault<SpoolsFile>('tells each time that a spool is low', 'sources/spools', (file) =>
		spoolsWith(file, ({ known, ...rest }) => ({
			...rest,
			known: known && { ...known, enough: anySpool },
		})),
	),
	fault<SpoolsFile>('forgets which spools had enough', 'sources/spools', (file) =>
		spoolsWith(
			file,
			(look) => look,
			(state) => ({ ...state, enough: [] }),
		),
	),
	fault<SpoolsFile>('forgets a spool that vanishes', 'sources/spools', (file) => {
		let listed: string[] = [];
		return spoolsWith(
			file,
			({ known, cloud, ...rest }) => {
				listed = [];
				const send = async (request: never) => {
					const body = (await cloud.send(request)) as { hits: Array<{ id: number }> };
					listed.push(...body.hits.map(({ id }) => String(id)));
					return body;
				};
				return { ...rest, known, cloud: { ...cloud, send } };
			},
			({ enough, ...rest }) => ({ ...rest, enough: enough.filter((id) => listed.includes(id)) }),
		);
	}),
	fault<SpoolsFile>(
		'takes a spool that was low at first for one that fell',
		'sources/spools',
		(file) =>
			spoolsWith(file, ({ known, rules, ...rest }) => ({
				...rest,
				rules,
				known: known ?? { limit: `${rules.filamentLimit.least} grams`, enough: anySpool },
			})),
	),
	fault<SpoolsFile>('asks for the spools once', 'sources/spools', ({ Spools }) =>
		method(Spools.prototype, 'isDue', () => () => false),
	),
	fault<SpoolsFile>('asks for the spools with each poll', 'sources/spools', ({ Spools }) =>
		method(Spools.prototype, 'isDue', () => () => true),
	),
	fault<Settings>('takes another limit', 'settings', ({ readSettings }) => ({
		readSettings: (...args: Parameters<typeof readSettings>) => {
			const settings = readSettings(...args);
			const filamentLimit = { unit: 'grams', least: 200 };
			return { ...settings, rules: { ...settings.rules, filamentLimit } };
		},
	})),
	fault<NewestFile>('reads one page of the spools', 'readNewest', ({ NewestRows }) =>
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
];
