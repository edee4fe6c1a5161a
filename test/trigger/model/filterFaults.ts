import { fault, type Fault } from './spoil';

type ScopeFile = typeof import('../../../nodes/BambuLab/trigger/scope');
type Filter = import('../../../nodes/BambuLab/trigger/scope').PrintFilter;
type Task = NonNullable<Parameters<ScopeFile['isInScope']>[1]['print']>;

/** Which prints pass by another filter, or by another row. */
function passing(change: (filter: Filter) => object, changeRow = (task: Task): Task => task) {
	return ({ isInScope }: ScopeFile) => ({
		isInScope: (...[scope, event]: Parameters<typeof isInScope>) => {
			const { prints = {} } = scope;
			const { print } = event;
			return isInScope(
				{ ...scope, prints: change(prints) },
				print === undefined ? event : { ...event, print: changeRow(print) },
			);
		},
	});
}

function without(name: keyof Filter) {
	return passing((filter) => ({ ...filter, [name]: undefined }));
}

const same = (filter: Filter) => filter;

/** Of filters for prints. */
export const filterFaults: Fault[] = [
	fault<ScopeFile>('ignores the title', 'scope', without('titleContains')),
	fault<ScopeFile>('ignores the pattern', 'scope', without('titlePattern')),
	fault<ScopeFile>('ignores the filaments', 'scope', without('filaments')),
	fault<ScopeFile>('ignores the minutes', 'scope', without('minMinutes')),
	fault<ScopeFile>('ignores who made the design', 'scope', without('onlyOwnDesigns')),
	fault<ScopeFile>(
		'tells capitals apart',
		'scope',
		passing(({ titleContains, ...filter }) => ({
			...filter,
			...(titleContains !== undefined && { titleContains: titleContains.toUpperCase() }),
		})),
	),
	fault<ScopeFile>(
		'goes by the estimate of an ended print',
		'scope',
		passing(same, (task) => ({ ...task, endTime: null })),
	),
	fault<ScopeFile>(
		'goes by the title of the profile',
		'scope',
		passing(same, (task) => ({ ...task, designTitle: '' })),
	),
	fault<ScopeFile>(
		'goes by the ids of filaments alone',
		'scope',
		passing(same, (task) => {
			const slots = task.amsDetailMapping as Array<{ filamentId?: string }>;
			const amsDetailMapping = slots.map(({ filamentId = '' }) => ({ filamentId }));
			return { ...task, amsDetailMapping };
		}),
	),
	fault<ScopeFile>(
		'lets every print through',
		'scope',
		passing(() => ({})),
	),
];
