import { quoted } from './checks';

/** A filter that the user has added. */
export interface FilterInUse {
	name: string;
	label: string;
	/** What it is set to: a text, a number, a switch, or several. */
	wanted: unknown;
}

/** A text, or what the user chose by its id and knows by its name. */
type Value = string | { id: string; name: string };

/** What a thing holds for each filter, by the filter's name; null where the filter is not about such things. */
export interface FilterValues<T> {
	[filter: string]: (thing: T) => Value | null | ReadonlyArray<Value | null>;
}

/** Whether something passes one filter, whatever the others are set to. */
type Passes = (filter: string) => boolean;

const maxNoted = 500;
const maxNamed = 8;

const dayOrMinutes = /^(\d{4}-\d\d-\d\d|[\d.]+ min)$/;

/** Of days and durations, the first and the last say all. */
function span(values: string[]): string {
	const inOrder = new Intl.Collator('en', { numeric: true }).compare;
	const [first = '', ...rest] = values.sort(inOrder);
	const last = rest.at(-1);
	return last === undefined ? first : `${first} to ${last}`;
}

function valuesText(values: string[]): string {
	if (values.length === 0) return '';
	if (values.every((value) => dayOrMinutes.test(value))) return span(values);
	const rest = values.length > maxNamed ? ', and others' : '';
	return values.slice(0, maxNamed).map(quoted).join(', ') + rest;
}

/** What to do about filters that nothing matches. */
export function remedy(inUse: FilterInUse[]): string {
	return `Change or remove ${inUse.length === 1 ? 'it' : 'one'}`;
}

/** Some of what filters have left out, for a user whom they leave nothing. */
export class LeftOut<T> {
	private readonly noted: Array<{ thing: T; passes: Passes }> = [];

	constructor(private readonly valuesOf: FilterValues<T>) {}

	get isEmpty(): boolean {
		return this.noted.length === 0;
	}

	note(thing: T, passes: Passes): void {
		if (this.noted.length < maxNoted) this.noted.push({ thing, passes });
	}

	/** A sentence for each filter: what it is set to, and what there is instead, beside what the others leave. */
	sentences(inUse: FilterInUse[]): string {
		const seen = inUse.filter(({ name }) => this.isAboutAny(name));
		const matching = seen.filter(({ name }) => this.noted.some(({ passes }) => passes(name)));
		const contradict = matching.length > 1 && matching.length === seen.length;
		const sentences = inUse.map((filter) => {
			if (!seen.includes(filter)) return `${this.setting(filter)}.`;
			if (!contradict && matching.includes(filter)) {
				return `${this.setting(filter)}, which some match.`;
			}
			return `${this.setting(filter)}${this.instead(filter, matching)}.`;
		});
		const lead = 'Each filter matches something, but nothing matches all of them.';
		return [...(contradict ? [lead] : []), ...sentences].join(' ');
	}

	/** Which values there are where the filter lets nothing through. */
	private instead(filter: FilterInUse, matching: FilterInUse[]): string {
		const others = matching.filter((each) => each !== filter);
		const left = this.valuesOfPassing(others, filter.name);
		if (others.length > 0 && left !== '') {
			return `, but what matches ${others.map(({ label }) => label).join(' and ')} has ${left}`;
		}
		const all = this.valuesOfPassing([], filter.name);
		return all === '' || matching.includes(filter) ? '' : `; there is ${all}`;
	}

	/** Whether things were seen that the filter is about. */
	private isAboutAny(filter: string): boolean {
		const valueOf = this.valuesOf[filter];
		return this.noted.some(({ thing }) => valueOf?.(thing) !== null);
	}

	private passing(filters: FilterInUse[]): T[] {
		return this.noted
			.filter(({ passes }) => filters.every(({ name }) => passes(name)))
			.map(({ thing }) => thing);
	}

	private valuesIn(things: T[], filter: string): Value[] {
		return things
			.flatMap((thing) => this.valuesOf[filter]?.(thing) ?? [])
			.filter((value): value is Value => value !== null && value !== '');
	}

	/** The values of what passes some filters; empty where there are none. */
	private valuesOfPassing(filters: FilterInUse[], name: string): string {
		const values = this.valuesIn(this.passing(filters), name);
		const names = new Set(values.map((value) => (typeof value === 'string' ? value : value.name)));
		names.delete('');
		return valuesText([...names]);
	}

	private setting({ name, label, wanted }: FilterInUse): string {
		if (typeof wanted === 'boolean') return `${label} is ${wanted ? 'on' : 'off'}`;
		const known = this.valuesIn(this.passing([]), name);
		const nameOf = (each: unknown) => {
			const found = known.find((value) => typeof value !== 'string' && value.id === each);
			return typeof found === 'object' ? found.name || each : each;
		};
		return `${label} is ${[wanted].flat().map(nameOf).map(quoted).join(', ')}`;
	}
}
