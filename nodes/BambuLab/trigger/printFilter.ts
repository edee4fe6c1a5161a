import { textOrEmpty, type JsonObject } from '../cloud/json';
import { taskTitle } from '../output/design';
import { filamentTypeOf } from '../output/prices';
import { readTask, usedFilaments } from '../output/task';
import { idOrNull } from '../output/values';

/** Which prints are wanted; what is missing leaves none out. */
export interface PrintFilter {
	titleContains?: string;
	/** Source of a regular expression. */
	titlePattern?: string;
	/** Types or ids, in lower case. */
	filaments?: string[];
	minMinutes?: number;
	onlyOwnDesigns?: boolean;
}

/** A pattern that takes its time must not stop n8n. */
const longestTitle = 300;

function pattern(source: string): RegExp {
	const [, inner = source, flags = 'i'] = /^\/(.+)\/([a-z]*)$/.exec(source) ?? [];
	return new RegExp(inner, flags.replace(/[gy]/g, ''));
}

function isPattern(source: string): boolean {
	try {
		return pattern(source) !== undefined;
	} catch {
		return false;
	}
}

/** @throws Error with a sentence where a filter cannot be used */
export function printFilterIn(filters: JsonObject): PrintFilter {
	const filter: PrintFilter = {};
	const textOf = (name: string, label: string): string | undefined => {
		if (!(name in filters)) return undefined;
		const text = String(filters[name]);
		if (text.trim() === '')
			throw new Error(`"${label}" is empty. Fill it in, or remove it from "Filters".`);
		return text;
	};
	const contains = textOf('titleContains', 'Title Contains');
	if (contains !== undefined) filter.titleContains = contains.toLowerCase();
	const source = textOf('titlePattern', 'Title Pattern');
	if (source !== undefined) {
		if (!isPattern(source))
			throw new Error(
				`"Title Pattern" is not a valid regular expression. Correct "${source}"; one that works is ^Order \\d+.`,
			);
		filter.titlePattern = source;
	}
	if (Array.isArray(filters.filaments)) {
		filter.filaments = filters.filaments.map((name) => String(name).toLowerCase());
	}
	if ('minMinutes' in filters) filter.minMinutes = Number(filters.minMinutes);
	if (filters.onlyOwnDesigns === true) filter.onlyOwnDesigns = true;
	return filter;
}

export function passesPrint(filter: PrintFilter, task: JsonObject): boolean {
	const { titleContains, titlePattern, filaments, minMinutes, onlyOwnDesigns } = filter;
	const title = taskTitle(task).slice(0, longestTitle);
	if (titleContains !== undefined && !title.toLowerCase().includes(titleContains)) return false;
	if (titlePattern !== undefined && !pattern(titlePattern).test(title)) return false;
	if (onlyOwnDesigns === true && idOrNull(task.designId) !== null) return false;
	if (filaments !== undefined && !usesAny(task, filaments)) return false;
	if (minMinutes === undefined) return true;
	const { durationMinutes, estimatedMinutes } = readTask(task, {});
	return (durationMinutes ?? estimatedMinutes ?? -1) >= minMinutes;
}

function usesAny(task: JsonObject, filaments: string[]): boolean {
	return usedFilaments(task).some((use) =>
		[filamentTypeOf(use), textOrEmpty(use.filamentId)].some((name) =>
			filaments.includes(name.toLowerCase()),
		),
	);
}
