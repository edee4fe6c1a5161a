import { answerRows, unexpectedAnswer } from './answer';
import { gatewayRows } from './gateway';
import { networkRows } from './network';
import type { CatalogueRow } from './row';
import { signInRows } from './signIn';

export { waitOf } from './row';
export { unexpectedAnswer };

/** The first row that fits names the problem. Sources: the API reference's sections on Cloudflare, sign-in and errors. */
export const catalogue: readonly CatalogueRow[] = [
	...networkRows,
	...gatewayRows,
	...signInRows,
	...answerRows,
];
