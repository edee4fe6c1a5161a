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

function wantedText(wanted: unknown): string {
	if (typeof wanted === 'boolean') return wanted ? 'on' : 'off';
	return [wanted].flat().map(quoted).join(', ');
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
		const each = inUse.map(({ name, label, wanted }) => {
			const values = [...(this.kept.get(name) ?? [])];
			const is = `${label} is ${wantedText(wanted)}`;
			if (values.length === 0) return `${is}.`;
			if (values.every((value) => dayPattern.test(value)))
				return `${is}; there is ${span(values)}.`;
			const rest = values.length > maxNamed ? ', and others' : '';
			return `${is}; there is ${values.slice(0, maxNamed).map(quoted).join(', ')}${rest}.`;
		});
		return each.join(' ');
	}
}
