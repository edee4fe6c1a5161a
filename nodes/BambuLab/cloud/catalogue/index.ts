import { answerRows, unexpectedAnswer } from './answer';
import { gatewayRows } from './gateway';
import { networkRows } from './network';
import type { CatalogueRow, FailureCause } from './row';
import { signInRows } from './signIn';

export { waitOf } from './row';
export type { FailureCause };
export { unexpectedAnswer };

type RowWithCause = CatalogueRow & { cause: FailureCause };

function caused(cause: FailureCause, rows: readonly CatalogueRow[]): RowWithCause[] {
	return rows.map((row) => ({ cause, ...row }));
}

/** The first row that fits names the problem. Sources: the API reference's sections on Cloudflare, sign-in and errors. */
export const catalogue: readonly RowWithCause[] = [
	...caused('temporarily-unavailable', networkRows),
	...caused('temporarily-unavailable', gatewayRows),
	...caused('credential-invalid', signInRows),
	...caused('configuration-invalid', answerRows),
];
