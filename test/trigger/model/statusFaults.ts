import { fault, method, type Fault } from './spoil';

type ScopeFile = typeof import('../../../nodes/BambuLab/trigger/scope');
type Changes = typeof import('../../../nodes/BambuLab/trigger/sources/statusChanges');
type Change = ReturnType<InstanceType<Changes['StatusChanges']>['find']>;

/** What a change is found to be, told from another one or by a process that knows something else. */
function changesWith(
	{ StatusChanges }: Changes,
	change: (found: Change) => Change,
	ownOf: (own: object) => object = (own) => own,
): object {
	return method(
		StatusChanges.prototype,
		'find',
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
	fault<Changes>(
		'misses the end of a print from before a restart',
		'sources/statusChanges',
		(file) =>
			changesWith(file, ({ from, to, previous }) => ({
				from: from.filter((each) => each === previous),
				to,
				previous,
			})),
	),
	fault<Changes>('takes each end for one of a print', 'sources/statusChanges', (file) =>
		changesWith(
			file,
			(change) => change,
			() => new file.StatusChanges(),
		),
	),
	fault<Changes>('says another status before', 'sources/statusChanges', (file) =>
		changesWith(file, (change) => ({ ...change, previous: 'unknown' })),
	),
];
