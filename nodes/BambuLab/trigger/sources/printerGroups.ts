import { listOf, tableOf, text } from '../state';

/** Serial numbers of printers by what is so of each: stored so, as many have the same. */
export interface Groups {
	[value: string]: string[];
}

export type Pair = [value: string, serial: string];

export const isGroups = tableOf(listOf(text));

export function pairsIn(groups: Groups): Pair[] {
	return Object.entries(groups).flatMap(([value, serials]) =>
		serials.map((serial): Pair => [value, serial]),
	);
}

/** What is so of each printer, by its serial number. */
export function bySerial(groups: Groups): Map<string, string> {
	return new Map(pairsIn(groups).map(([value, serial]) => [serial, value]));
}

export function grouped(pairs: Pair[]): Groups {
	const groups = new Map<string, string[]>();
	for (const [value, serial] of pairs) {
		const serials = groups.get(value) ?? [];
		groups.set(value, serials);
		serials.push(serial);
	}
	return Object.fromEntries(groups);
}
