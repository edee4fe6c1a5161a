import { tryToParseDateTime } from 'n8n-workflow';
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { idFault } from '../cloud/http/request';
import { finiteNumber, isObject } from '../cloud/json';
import { readColor } from '../output/colors';
import { timeOf } from '../output/times';
import type { CheckedProperty } from './operation';

export type Zone = () => string;

/** An error that names the parameter. */
export function bad(property: INodeProperties, expectation: string): Error {
	return new Error(`The parameter "${property.displayName}" ${expectation}.`);
}

function asNumber(property: INodeProperties, value: unknown): number {
	const number = finiteNumber(value);
	const { minValue, maxValue, numberPrecision } = property.typeOptions ?? {};
	if (number === undefined) throw bad(property, 'must be a number');
	if (numberPrecision === 0 && !Number.isInteger(number)) {
		throw bad(property, 'must be a whole number');
	}
	if (minValue !== undefined && number < minValue) {
		throw bad(property, `must be ${minValue} or more`);
	}
	if (maxValue !== undefined && number > maxValue) {
		throw bad(property, `must be ${maxValue} or less`);
	}
	return number;
}

/** What no text is, said so that a field is told apart from an expression that gives nothing. */
function emptyFault(value: unknown): string {
	const isGiven = value !== undefined && value !== null;
	return isGiven ? 'is empty. Enter a value' : 'came out empty. Correct its expression';
}

function asText(property: INodeProperties, value: unknown): string {
	const isPlain = typeof value === 'string' || typeof value === 'number';
	if (!isPlain && value !== undefined && value !== null) throw bad(property, 'must be text');
	const text = String(value ?? '').trim();
	if (property.required && text === '') throw bad(property, emptyFault(value));
	return text;
}

function asId(property: INodeProperties, value: unknown): string {
	const id = asText({ ...property, required: false }, value);
	if (id === '' && !property.required) return id;
	if (value === undefined || value === null) throw bad(property, emptyFault(value));
	const fault = idFault(id);
	if (fault !== undefined) throw bad(property, fault);
	return id;
}

function asDigits(property: INodeProperties, value: unknown): string {
	const text = asText(property, value);
	if (/^\d{0,30}$/.test(text)) return text;
	throw bad(property, 'must be an ID of digits, such as 712345678');
}

/** Several of them: a list, or one text with commas between them. */
function asTexts(property: INodeProperties, value: unknown): string[] {
	const parts = Array.isArray(value) ? value : asText(property, value).split(',');
	return parts.map((part) => asText(property, part)).filter((text) => text !== '');
}

const maxQuotedLength = 40;

/** A value, for the user to see what came out of an expression, or what there is. */
export function quoted(value: unknown): string {
	const whole = typeof value === 'object' ? JSON.stringify(value) : String(value);
	// n8n takes a hint for HTML.
	const text = whole.replace(/[<>]/g, '');
	return `"${text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength - 1)}…` : text}"`;
}

/** ISO 8601 in UTC. The editor's date picker gives times without a zone: they are the workflow's. */
function asTime(property: INodeProperties, value: unknown, zone: Zone): string {
	if (value === undefined || value === null || value === '') return '';
	const isNumber = typeof value === 'number' || (typeof value === 'string' && /^\d+$/.test(value));
	const refusal = bad(property, `must be a date, such as 2026-08-14T09:00, not ${quoted(value)}`);
	// Nobody can tell the day from the month in 01/02/2026.
	if (/^\s*\d{1,2}[/.-]\d{1,2}[/.-]/.test(String(value))) throw refusal;
	try {
		// Numbers are read as the cloud's own are: seconds or milliseconds.
		const time = isNumber ? timeOf(value) : tryToParseDateTime(value, zone()).toMillis();
		return new Date(time ?? NaN).toISOString();
	} catch {
		throw refusal;
	}
}

function asBoolean(property: INodeProperties, value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	if (value === 'true' || value === 'false') return value === 'true';
	throw bad(property, 'must be true or false');
}

function choicesOf({ options = [] }: INodeProperties): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

function plain(value: unknown): string {
	return String(value).trim().replace(/\s+/g, ' ').toLowerCase();
}

/** An AI agent or an expression may give a number as text, or the words of the list; they must be whole. */
function asChoice(property: INodeProperties, value: unknown): unknown {
	const choices = choicesOf(property);
	const wanted = plain(value);
	const choice =
		choices.find((candidate) => plain(candidate.value) === wanted) ??
		choices.find((candidate) => plain(candidate.name) === wanted);
	if (choice !== undefined) return choice.value;
	// The list holds what is known of the cloud, which numbers its kinds; the user may know more.
	const number = property.allowArbitraryValues ? finiteNumber(value) : undefined;
	if (number !== undefined) return number;
	const names = choices.map((candidate) => `${candidate.value} (${candidate.name})`);
	throw bad(property, `must be one of: ${names.join(', ')}`);
}

function asChoices(property: INodeProperties, value: unknown): unknown[] {
	const values = Array.isArray(value) ? value : asTexts(property, value);
	const one: INodeProperties = { ...property, type: 'options', required: true };
	// A list that the cloud fills is not known here.
	const read = choicesOf(property).length === 0 ? asText : asChoice;
	return values.map((each) => read(one, each));
}

function asColor(property: INodeProperties, value: unknown): string {
	const text = asText(property, value);
	if (text === '') return text;
	const color = readColor(text)?.hex;
	if (color === undefined) throw bad(property, 'must be a color, such as #00AE42');
	return color;
}

function asObject(property: INodeProperties, value: unknown): unknown {
	let parsed = value;
	if (typeof value === 'string') {
		try {
			parsed = JSON.parse(value) as unknown;
		} catch {
			throw bad(property, 'is not valid JSON');
		}
	}
	if (!isObject(parsed)) throw bad(property, 'must be a JSON object');
	return parsed;
}

/** A resource locator holds its value inside; in expressions and for AI agents a plain value works too. */
export function innerValue(value: unknown): unknown {
	return isObject(value) && 'value' in value ? value.value : value;
}

function asCheckedText(property: CheckedProperty, value: unknown): unknown {
	switch (property.check) {
		case 'id':
			return asId(property, value);
		case 'ids':
			return asTexts(property, value).map((id) => asId(property, id));
		case 'names':
			return asTexts(property, value);
		case 'number':
			return asDigits(property, value);
		case 'printer':
			return asId(property, value);
		default:
			return asText(property, value);
	}
}

/** The value of a single parameter as its literal says. */
export function checkedValue(property: CheckedProperty, value: unknown, zone: Zone): unknown {
	switch (property.type) {
		case 'number':
			return asNumber(property, value);
		case 'boolean':
			return asBoolean(property, value);
		case 'options':
			return asChoice(property, value);
		case 'multiOptions':
			return asChoices(property, value);
		case 'json':
			return property.check === 'anything' ? value : asObject(property, value);
		case 'color':
			return asColor(property, value);
		case 'dateTime':
			return asTime(property, value, zone);
		case 'resourceLocator':
			return asCheckedText(property, innerValue(value));
		case 'string':
			return asCheckedText(property, value);
		default:
			return value;
	}
}
