import { isObject } from '../json';
import { retryAfterOf, type Failure } from './failure';

/** Why a request failed, in the words by which n8n decides whether waiting can help. */
export type FailureCause =
	| 'rate-limited'
	| 'quota-exhausted'
	| 'temporarily-unavailable'
	| 'credential-invalid'
	| 'configuration-invalid';

/** From what arrived to what the user reads. */
export interface CatalogueRow {
	name: string;
	cause: FailureCause;
	when: (failure: Failure) => boolean;
	message: string | ((failure: Failure) => string);
	/** The next step. */
	next: string | ((failure: Failure) => string);
	/** Whether the words of the API only repeat this sentence, so that it stands alone. */
	saysAll?: (failure: Failure) => boolean;
}

export const notTheApi =
	'Check the region or API URL in the credential. A proxy or a gateway between n8n and Bambu Lab may also have answered.';
export const tryLater = 'Nothing has to be changed here; try again in a few minutes.';

/** The one thing that the API says to a token that it does not know, or to none. */
export function isPleaseLogin({ status, code }: Failure): boolean {
	return status === 401 && code === 4;
}

export function isJson({ json }: Failure): boolean {
	return isObject(json);
}

export function hasStatus(...statuses: number[]): (failure: Failure) => boolean {
	return ({ status }) => status !== undefined && statuses.includes(status);
}

export function waitText(failure: Failure): string {
	const seconds = retryAfterOf(failure);
	if (seconds === undefined) return 'Wait some minutes, and ask less often.';
	const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
	return `Wait ${wait}, and ask less often.`;
}
