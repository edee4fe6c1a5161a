import { answerRows, unexpectedAnswer } from './answerCatalogue';
import { gatewayRows } from './gatewayCatalogue';
import { networkRows } from './networkCatalogue';
import type { CatalogueRow, CausedRow, FailureCause } from './catalogueRow';
import { signInRows } from './signInCatalogue';

export { waitOf } from './catalogueRow';
export type { FailureCause };
export { unexpectedAnswer };

function caused(cause: FailureCause, rows: readonly CatalogueRow[]): CausedRow[] {
	return rows.map((row) => ({ cause, ...row }));
}

/** The first row that fits names the problem. */
export const catalogue: readonly CausedRow[] = [
	...caused('temporarily-unavailable', networkRows),
	...caused('temporarily-unavailable', gatewayRows),
	...caused('credential-invalid', signInRows),
	...caused('configuration-invalid', answerRows),
];
