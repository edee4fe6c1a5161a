import { idText, type JsonObject } from '../cloud/json';
import type { RowTest } from '../core/wantedPages';
import type { ParameterLiteral } from '../core/operation';

/** The API's notes name such a filter, but its cloud ignores it, so it is the node's own. */
export const newerField = {
	displayName: 'Newer Than (ID)',
	name: 'after',
	type: 'string',
	check: 'number',
	default: '',
	placeholder: 'e.g. 712345678',
	description: 'Only what is newer than the print or message with this ID',
} as const satisfies ParameterLiteral;

/** Ids rise with time; a row whose id is no number is no older than anything. Undefined where nothing is asked. */
export function newerThan(after: string | undefined): RowTest | undefined {
	if (!after) return undefined;
	const known = BigInt(after);
	return ({ id }: JsonObject) => {
		const text = idText(id);
		return !/^\d+$/.test(text) || BigInt(text) > known;
	};
}
