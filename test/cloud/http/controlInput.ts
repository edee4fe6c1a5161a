/** What a caller of the control API did wrong, in words for them. */
export class BadControlRequest extends Error {
	constructor(
		message: string,
		readonly status = 400,
	) {
		super(message);
	}
}

export type Input = Record<string, unknown>;

export function isObject(value: unknown): value is Input {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function describe(value: unknown): string {
	return value === undefined ? 'missing' : JSON.stringify(value);
}

export function objectInput(value: unknown, what: string): Input {
	if (value === undefined) return {};
	if (!isObject(value)) throw new BadControlRequest(`${what} must be a JSON object.`);
	return value;
}

export function knownNames(input: Input, names: readonly string[], what: string): void {
	const unknown = Object.keys(input).filter((name) => !names.includes(name));
	if (unknown.length > 0) {
		throw new BadControlRequest(
			`${what} has no ${unknown.map((name) => `"${name}"`).join(', ')}. It takes: ${names.join(', ')}.`,
		);
	}
}

export function numberInput(input: Input, name: string): number | undefined {
	const value = input[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) {
		throw new BadControlRequest(`"${name}" must be a number, 0 or above, not ${describe(value)}.`);
	}
	return value;
}

export function textInput(input: Input, name: string): string | undefined {
	const value = input[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'string') {
		throw new BadControlRequest(`"${name}" must be a text, not ${describe(value)}.`);
	}
	return value;
}

export function booleanInput(input: Input, name: string): boolean | undefined {
	const value = input[name];
	if (value === undefined) return undefined;
	if (typeof value !== 'boolean') {
		throw new BadControlRequest(`"${name}" must be true or false, not ${describe(value)}.`);
	}
	return value;
}

export function choiceInput<T extends string>(
	input: Input,
	name: string,
	choices: readonly T[],
): T | undefined {
	const value = textInput(input, name);
	if (value === undefined) return undefined;
	const choice = choices.find((candidate) => candidate === value);
	if (choice === undefined) {
		throw new BadControlRequest(
			`"${name}" must be one of ${choices.join(', ')}, not ${describe(value)}.`,
		);
	}
	return choice;
}
