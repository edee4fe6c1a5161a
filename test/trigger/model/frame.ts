import type { StubbedAnswer } from '../support/stubContext';
import type { Scope } from './observer';
import type { Disturbance } from './stories';
import type { Seen } from './watchedAccount';

/** A poll under way. */
export interface Frame {
	disturbances: Disturbance[];
	requests: number;
	failure: { status: number; retryAfter: number } | undefined;
	log: string[];
	seen: Seen;
}

export interface PollKind {
	isOpening?: boolean;
	isLast?: boolean;
	/** What was listened for before. */
	before?: Scope;
}

export function newFrame(disturbances: Disturbance[]): Frame {
	const seen: Seen = { sighting: undefined, offers: undefined };
	return { disturbances, requests: 0, failure: undefined, log: [], seen };
}

/** How the request fails that a frame has let fail. */
export function failureIn({ failure }: Frame): StubbedAnswer | undefined {
	if (failure === undefined) return undefined;
	const headers = { 'retry-after': String(failure.retryAfter) };
	return { status: failure.status, body: {}, headers };
}
