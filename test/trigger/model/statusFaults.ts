import { fault, method, type Fault } from './spoil';

type ScopeFile = typeof import('../../../nodes/BambuLab/trigger/scope');
type PrintersFile = typeof import('../../../nodes/BambuLab/trigger/sources/printers');
type Change = import('../../../nodes/BambuLab/trigger/scope').StatusChange;

/** What a change is found to be, told from another one or by a process that knows something else. */
function changesWith(
	{ Printers }: PrintersFile,
	change: (found: Change) => Change,
	ownOf: (own: object) => object = (own) => own,
): object {
	return method(
		Printers.prototype as never as { changeOf: object },
		'changeOf',
		(original) =>
			function (this: object, ...args: never[]) {
				return change(original.apply(ownOf(this), args) as Change);
			},
	);
}

/** Of changes of a status that are chosen by it. */
export const statusFaults: Fault[] = [
	fault<ScopeFile>('ignores from which status', 'scope', ({ isInScope }) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) =>
			isInScope({ ...scope, statusFrom: [] }, event),
	})),
	fault<ScopeFile>('ignores to which status', 'scope', ({ isInScope }) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) =>
			isInScope({ ...scope, statusTo: [] }, event),
	})),
	fault<ScopeFile>('takes both statuses for one', 'scope', ({ isInScope }) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) =>
			isInScope({ ...scope, statusTo: scope.statusFrom ?? [] }, event),
	})),
	fault<PrintersFile>(
		'misses the end of a print from before a restart',
		'sources/printers',
		(file) =>
			changesWith(file, ({ from, to, previous }) => ({
				from: from.filter((each) => each === previous),
				to,
				previous,
			})),
	),
	fault<PrintersFile>('takes each end for one of a print', 'sources/printers', (file) =>
		changesWith(
			file,
			(change) => change,
			() => ({ statuses: new Map() }),
		),
	),
	fault<PrintersFile>('says another status before', 'sources/printers', (file) =>
		changesWith(file, (change) => ({ ...change, previous: 'unknown' })),
	),
];
