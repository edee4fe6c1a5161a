import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { TaskRow } from './rowTypes';
import type { Prices } from './prices';

/** What a readable row tells from elsewhere. What is missing leaves its fields null, or away. */
export interface RowContext {
	/** Where they are given, prints have their cost. */
	prices?: Prices | undefined;
	/** Names of filaments by their ids. */
	filamentNames?: ReadonlyMap<string, string> | undefined;
	/** Names of printers by their serial numbers. */
	printerNames?: ReadonlyMap<string, string> | undefined;
	/** What printers work on, by their serial numbers. */
	currentTasks?: ReadonlyMap<string, TaskRow> | undefined;
	/** The print that details were asked of, as the list of prints has it. */
	task?: TaskRow | undefined;
	/** Where MakerWorld is for the account, such as "https://makerworld.com". */
	website?: string | undefined;
	/** Whether rows of live reports say what happened. */
	happenings?: boolean;
	/** Texts of error codes, by the model and the code; empty for one that printers never show. */
	errorTexts?: ReadonlyMap<string, string> | undefined;
	/** The language of those texts. */
	language?: string | undefined;
}

/** How rows of one kind read. */
export interface RowForm {
	/** The readable rows of one row of the cloud, mostly one; whatever it holds, they have the same fields. */
	toRows: (row: JsonObject, context: RowContext) => IDataObject[];
	/** What Simplified gives: at most ten fields, the most used first. */
	simple: readonly string[];
	/** The other fields that a row can have; written down, as finding them out slows n8n's start. */
	more?: readonly string[];
	/** What it gives besides, where an option asks for it so that the row has it. */
	asked?: (context: RowContext) => readonly string[];
	/** What opens something: it cannot be chosen, and comes with an option of its own in every form. */
	secret?: readonly string[];
	/** What Raw gives, where a row holds more than Bambu Lab's own object. */
	raw?: (row: JsonObject) => IDataObject;
}

/** The forms that a user chooses from: Simplified, Selected Fields, Raw. */
export type OutputForm = 'simple' | 'fields' | 'raw';

export interface OutputChoice {
	output: OutputForm;
	/** The fields to give; all where none is named. */
	fields: readonly string[];
}

/** All fields that a readable row can have. */
export function fieldsOf({ simple, more = [] }: RowForm): readonly string[] {
	return [...simple, ...more];
}

/** Whether a choice needs a field, so that it is worth asking the cloud for. */
export function wants(form: RowForm, { output, fields }: OutputChoice, field: string): boolean {
	if (output === 'raw') return false;
	if (output === 'simple') return form.simple.includes(field);
	return fields.length === 0 || fields.includes(field);
}

/** A row of the cloud in the form that was chosen. */
export function shape(
	form: RowForm,
	row: JsonObject,
	{ output, fields }: OutputChoice,
	context: RowContext,
): IDataObject[] {
	if (output === 'raw') return [form.raw?.(row) ?? (row as IDataObject)];
	const rows = form.toRows(row, context);
	if (output === 'fields' && fields.length === 0) return rows;
	return rows.map((full) => {
		const picked: IDataObject = {};
		for (const name of output === 'simple' ? form.simple : fields)
			picked[name] = full[name] ?? null;
		const asked = output === 'simple' ? (form.asked?.(context) ?? []) : [];
		for (const name of [...asked, ...(form.secret ?? [])]) {
			if (name in full) picked[name] = full[name];
		}
		return picked;
	});
}
