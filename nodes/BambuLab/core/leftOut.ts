import { quoted } from './checks';

/** A filter that the user has added. */
export interface FilterInUse {
	name: string;
	label: string;
	/** What it is set to: a text, a number, a switch, or several. */
	wanted: unknown;
}

/** What a thing holds for each filter, by the filter's name. */
export interface FilterValues<T> {
	[filter: string]: (thing: T) => string | null | ReadonlyArray<string | null>;
}

const maxNoted = 500;
const maxNamed = 8;

const dayPattern = /^\d{4}-\d\d-\d\d$/;

/** A list of days would not show that the trouble is with another filter. */
function span(days: string[]): string {
	const [first = '', ...rest] = days.sort();
	const last = rest.at(-1);
	return last === undefined ? first : `${first} to ${last}`;
}

function settingOf({ label, wanted }: FilterInUse): string {
	if (typeof wanted === 'boolean') return `${label} is ${wanted ? 'on' : 'off'}`;
	return `${label} is ${[wanted].flat().map(quoted).join(', ')}`;
}

function valuesText(values: string[]): string {
	if (values.every((value) => dayPattern.test(value))) return span(values);
	const rest = values.length > maxNamed ? ', and others' : '';
	return values.slice(0, maxNamed).map(quoted).join(', ') + rest;
}

/** Whether a filter is not what keeps things out, as where the cloud itself has filtered by it. */
function isAllThereIs(wanted: unknown, values: string[]): boolean {
	const wantedTexts = [wanted].flat().map((each) => String(each).toLowerCase());
	return values.length > 0 && values.every((value) => wantedTexts.includes(value.toLowerCase()));
}

/** Some values of what filters have left out, for a user whom they leave nothing. */
export class LeftOut<T> {
	private readonly kept = new Map<string, Set<string>>();
	private noted = 0;

	constructor(private readonly valuesOf: FilterValues<T>) {}

	note(thing: T): void {
		if (++this.noted > maxNoted) return;
		for (const [filter, valueOf] of Object.entries(this.valuesOf)) {
			const known = this.kept.get(filter) ?? new Set();
			this.kept.set(filter, known);
			for (const value of [valueOf(thing)].flat()) {
				if (value !== null && value !== '') known.add(value);
			}
		}
	}

	/** A sentence for each filter: what it is set to, and which values there are, where some were seen. */
	sentences(inUse: FilterInUse[]): string {
		const each = inUse.map((filter) => ({
			...filter,
			values: [...(this.kept.get(filter.name) ?? [])],
		}));
		const matching = each.filter(({ wanted, values }) => isAllThereIs(wanted, values));
		const others = each.filter((filter) => !matching.includes(filter));
		const thereIs = matching.length > 0 ? 'among those there is' : 'there is';
		return [
			...matching.map((filter) => `${settingOf(filter)}, which exists.`),
			...others.map(({ values, ...filter }) =>
				values.length === 0
					? `${settingOf(filter)}.`
					: `${settingOf(filter)}; ${thereIs} ${valuesText(values)}.`,
			),
		].join(' ');
	}
}
