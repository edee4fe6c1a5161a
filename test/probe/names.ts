import { isObject } from '../../nodes/BambuLab/cloud/json';
import { flatten, isSchema } from '../cloud/contract';

/** Stands in a report for a name that may be a value: a serial number as a key, a printer's name. */
export const MASKED = '‹masked›';

/** Values longer than this may be prose, whose words are no secret. */
const LONGEST_NAME = 64;
/** Shorter words say nothing of anybody. */
const SHORTEST_WORD = 4;
/** Shorter words occur within other words by chance. */
const SHORTEST_PART = 6;

/** Lower case, or an abbreviation, as this API spells its fields; at most two digits, no hex. */
const FIELD_NAME = /^(?:[a-z]|[A-Z]{2})[A-Za-z_]{0,39}\d{0,2}$/;
const HEX = /^[a-f]{6,}\d*$/i;

/**
 * Decides which names of fields a report may show: those that the contract has, and of the others
 * those that look like a field of this API and share nothing with any value of the account.
 */
export class Names {
	/** Values, and the words in them, in lower case. */
	private readonly values = new Set<string>();
	private readonly known: Set<string>;
	/** Words of names and values that the contract has, which tell nothing of the account. */
	private readonly knownWords: Set<string>;

	/** @param schemas of all answers in the contract */
	constructor(schemas: unknown[]) {
		const { names, values } = vocabularyOf(schemas);
		this.known = names;
		this.knownWords = new Set([...names, ...values].flatMap(wordsIn));
	}

	/** Learns the values of an answer, none of which may be shown as a name. */
	learn(value: unknown): void {
		for (const text of textsIn(value)) {
			const name = text.trim().toLowerCase();
			if (name.length < SHORTEST_WORD || name.length > LONGEST_NAME) continue;
			for (const word of [name, ...wordsIn(text)]) {
				if (word.length >= SHORTEST_WORD && !this.knownWords.has(word)) this.values.add(word);
			}
		}
	}

	shown(name: string): string {
		if (this.known.has(name)) return name;
		if (!FIELD_NAME.test(name) || HEX.test(name)) return MASKED;
		return this.isTold(name) ? MASKED : name;
	}

	private isTold(name: string): boolean {
		const spelling = name.toLowerCase();
		if ([spelling, ...wordsIn(name)].some((word) => this.values.has(word))) return true;
		return [...this.values].some(
			(value) => value.length >= SHORTEST_PART && spelling.includes(value),
		);
	}
}

/** All strings and numbers in a value, as text. */
export function* textsIn(value: unknown): Generator<string> {
	if (typeof value === 'string') yield value;
	else if (typeof value === 'number') yield String(value);
	else if (Array.isArray(value)) for (const item of value) yield* textsIn(item);
	else if (isObject(value)) for (const item of Object.values(value)) yield* textsIn(item);
}

function wordsIn(text: string): string[] {
	return text
		.replace(/([a-z])([A-Z])/g, '$1 $2')
		.toLowerCase()
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '');
}

function vocabularyOf(schemas: unknown[]): { names: Set<string>; values: Set<string> } {
	const names = new Set<string>();
	const values = new Set<string>();
	const seen = new Set<unknown>();
	const visit = (schema: unknown) => {
		for (const branch of flatten(schema).filter((one) => !seen.has(one))) {
			seen.add(branch);
			if (Array.isArray(branch.enum)) for (const value of branch.enum) values.add(String(value));
			visit(branch.items);
			if (!isSchema(branch.properties)) continue;
			for (const [name, property] of Object.entries(branch.properties)) {
				names.add(name);
				visit(property);
			}
		}
	};
	schemas.forEach(visit);
	return { names, values };
}
