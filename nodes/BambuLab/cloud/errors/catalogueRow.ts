import { finiteNumber, isObject } from '../json';
import type { Failure } from './failure';

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

/** Who asks for more is not believed: nothing would be sent for as long. */
const longestWaitSeconds = 6 * 3600;

/** Seconds until the server wants to hear from us again. */
export function retryAfterOf({ headers }: Failure): number | undefined {
	const header = headers['retry-after'];
	if (header === undefined) return undefined;
	const seconds = finiteNumber(header) ?? (Date.parse(header) - Date.now()) / 1000;
	if (Number.isNaN(seconds) || seconds < 0) return undefined;
	return Math.min(Math.ceil(seconds), longestWaitSeconds);
}

export function waitText(failure: Failure): string {
	const seconds = retryAfterOf(failure);
	if (seconds === undefined) return 'Wait some minutes, and ask less often.';
	const wait = seconds < 120 ? `${seconds} seconds` : `${Math.ceil(seconds / 60)} minutes`;
	return `Wait ${wait}, and ask less often.`;
}
