import { UserError, type IDataObject } from 'n8n-workflow';

import { finiteNumber, idText, textOrEmpty, type JsonObject } from '../../cloud/json';
import { Semaphore, type CloudClient } from '../../cloud/client';
import { readHits } from '../../cloud/list/pages';
import { filamentCatalogue, readCatalogue } from '../../core/filamentCatalogue';
import { spoolName } from '../../output/spool';
import { rounded } from '../../output/values';

export const inventory = '/v1/design-user-service/my/filament/v2';

/**
 * The spool of this account with an id.
 * @throws UserError where there is none
 */
export async function findSpool(id: string, { send }: CloudClient): Promise<JsonObject> {
	const query = { ids: id, limit: 20, offset: 0 };
	const { rows } = readHits(await send({ method: 'GET', path: inventory, query }));
	const spool = rows.find((row) => idText(row.id) === id);
	if (spool !== undefined) return spool;
	throw new UserError(`The filament inventory has no spool with the ID "${id}"`, {
		description: 'Choose it from the list, or get its ID with "Filament Spool: Get Many".',
	});
}

/** By the spool, for as long as the process lives. */
const turns = new Map<string, Semaphore>();

/**
 * Changes of one spool, one after the other, also of executions that overlap: the cloud takes a new weight
 * only, so that of two who read the same one, the second would undo what the first has deducted.
 */
export async function inTurn<T>(spoolId: string, change: () => Promise<T>): Promise<T> {
	const turn = turns.get(spoolId) ?? new Semaphore(1);
	turns.set(spoolId, turn);
	return await turn.run(change);
}

/** What the catalogue says of a filament, by its id or its name; undefined where it has none such. */
export async function findFilament(
	wanted: string,
	{ sendOnce }: CloudClient,
): Promise<JsonObject | undefined> {
	const { rows } = readCatalogue(await sendOnce(filamentCatalogue));
	const isWanted = (text: string) => text.toLowerCase() === wanted.toLowerCase();
	const own = rows.find(({ filamentId }) => isWanted(textOrEmpty(filamentId)));
	if (own !== undefined) return own;
	const named = rows.filter(
		(row) => isWanted(spoolName(row)) || isWanted(textOrEmpty(row.filamentName)),
	);
	return named.length === 1 ? named[0] : undefined;
}

/**
 * The weight that is left of a spool from which so many grams are taken; nothing where none are to be.
 * @param wanted the weight that the user gives beside
 * @throws UserError where that cannot be reckoned
 */
export function lessOf(
	spool: JsonObject,
	grams: number | undefined,
	wanted: number | undefined,
): { netWeight?: number } {
	if (grams === undefined || grams === 0) return {};
	if (wanted !== undefined) {
		throw new UserError('"Deduct (Grams)" and "Remaining Weight (Grams)" cannot be used together', {
			description: 'Remove one of them from "Update Fields".',
		});
	}
	const left = finiteNumber(spool.netWeight);
	if (left === undefined) {
		throw new UserError('Bambu Lab does not know how much filament is left on this spool', {
			description: 'Weigh it, and set "Remaining Weight (Grams)" once.',
		});
	}
	return { netWeight: Math.max(0, rounded(left - grams, 2)) };
}

/**
 * An empty name keeps the one that there is.
 * @throws UserError where nothing is to change: the cloud would take that, and nobody would notice
 */
export function refuseNoChange({ furtherFields, filamentName, ...changes }: IDataObject): void {
	const changed = { ...changes, ...(furtherFields as IDataObject | undefined) };
	if (filamentName || Object.keys(changed).length > 0) return;
	throw new UserError('The parameter "Update Fields" is empty', {
		description: 'Add what is to change, for example "Remaining Weight (Grams)".',
	});
}

/** @throws UserError where a spool would hold more than it can */
export function refuseOverfull(netWeight: unknown, totalNetWeight: unknown): void {
	const [left, full] = [finiteNumber(netWeight), finiteNumber(totalNetWeight)];
	if (left === undefined || full === undefined || left <= full) return;
	throw new UserError(
		`The parameter "Remaining Weight (Grams)" is ${left}, more than the ${full} g of the full spool`,
		{ description: 'Enter less, or change "Full Spool Weight (Grams)" as well.' },
	);
}
