import { fault, type Fault } from './spoil';

type FilterFile = typeof import('../../../nodes/BambuLab/trigger/printFilter');
type Filter = Parameters<FilterFile['passesPrint']>[0];
type Task = Parameters<FilterFile['passesPrint']>[1];

/** Which prints pass by another filter, or by another row. */
function passing(change: (filter: Filter) => Filter, changeRow = (task: Task): Task => task) {
	return ({ passesPrint }: FilterFile) => ({
		passesPrint: (filter: Filter, task: Task) => passesPrint(change(filter), changeRow(task)),
	});
}

function without(name: keyof Filter) {
	return passing((filter) => ({ ...filter, [name]: undefined }));
}

const same = (filter: Filter) => filter;

/** Of filters for prints. */
export const filterFaults: Fault[] = [
	fault<FilterFile>('ignores the title', 'printFilter', without('titleContains')),
	fault<FilterFile>('ignores the pattern', 'printFilter', without('titlePattern')),
	fault<FilterFile>('ignores the filaments', 'printFilter', without('filaments')),
	fault<FilterFile>('ignores the minutes', 'printFilter', without('minMinutes')),
	fault<FilterFile>('ignores who made the design', 'printFilter', without('onlyOwnDesigns')),
	fault<FilterFile>(
		'tells capitals apart',
		'printFilter',
		passing(({ titleContains, ...filter }) => ({
			...filter,
			...(titleContains !== undefined && { titleContains: titleContains.toUpperCase() }),
		})),
	),
	fault<FilterFile>(
		'goes by the estimate of an ended print',
		'printFilter',
		passing(same, (task) => ({ ...task, endTime: null })),
	),
	fault<FilterFile>(
		'goes by the title of the profile',
		'printFilter',
		passing(same, (task) => ({ ...task, designTitle: '' })),
	),
	fault<FilterFile>(
		'goes by the ids of filaments alone',
		'printFilter',
		passing(same, (task) => {
			const slots = task.amsDetailMapping as Array<{ filamentId?: string }>;
			const amsDetailMapping = slots.map(({ filamentId = '' }) => ({ filamentId }));
			return { ...task, amsDetailMapping };
		}),
	),
	fault<FilterFile>('lets every print through', 'printFilter', () => ({
		passesPrint: () => true,
	})),
];
