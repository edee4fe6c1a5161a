import { answerRows, unexpectedAnswer } from './answer';
import { gatewayRows } from './gateway';
import { networkRows } from './network';
import type { CatalogueRow, CausedRow, FailureCause } from './row';
import { signInRows } from './signIn';

export { waitOf } from './row';
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
