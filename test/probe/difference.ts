import { tellingFaults } from '../cloud/contract';
import type { Contract, Fault } from '../contract/contractHarness';
import type { Answer } from './client';
import type { Names } from './names';
import type { Field } from './shape';

/** Where an answer and the contract differ, as sentences that hold no value. */
export function differencesOf(
	operationId: string,
	{ status, form, body }: Answer,
	fields: Field[],
	contract: Contract,
	names: Names,
): string[] {
	const place = { operationId, part: status };
	if (form !== 'JSON') {
		return status < 300 ? [`Status ${status} came with ${form} in place of JSON.`] : [];
	}
	if (contract.schema(place) === undefined)
		return [`JSON with status ${status} is not in the contract.`];
	const unknown = fields
		.filter(({ isExpected }) => !isExpected)
		.map(({ path, kinds }) => `\`${path}\` is not in the contract (${[...kinds].join(', ')}).`);
	return [...faultLines(contract.faults(place, body), names), ...unknown];
}

/** One line for all rows of a list that have the same fault. */
function faultLines(faults: Fault[], names: Names): string[] {
	const lines = tellingFaults(faults).map(
		({ instancePath, message = 'is wrong' }) =>
			`\`${placeName(instancePath, names)}\` ${message.replace(/,/g, ', ')}.`,
	);
	return [...new Set(lines)];
}

/** `/hits/0/status` as `hits[].status`. */
function placeName(instancePath: string, names: Names): string {
	const steps = instancePath.split('/').slice(1);
	if (steps.length === 0) return 'the answer';
	const spelt = steps.map((step) => (/^\d+$/.test(step) ? '[]' : `.${names.shown(step)}`));
	return spelt.join('').replace(/^\./, '');
}
