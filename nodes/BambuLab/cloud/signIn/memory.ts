import { CloudProblem, type Problem } from '../errors';

/*
 * What must live per process, and why: n8n does not lock sign-ins (twenty executions with a dead
 * token ask for twenty) and repeats a failing activation five times within 15 seconds, while Bambu
 * Lab answers a burst of sign-ins with a captcha. Every entry is keyed by a hash of the account and
 * ends by itself.
 */

export interface Session {
	token: string;
	/** When the token ends, in milliseconds; undefined where Bambu Lab did not say. */
	expiresAt?: number;
}

type Outcome = { until: number } & ({ session: Session } | { problem: Problem });

const keepFailureMs = 2 * 60_000;
const keepSessionMs = 10 * 60_000;
const mostEntries = 200;

const signInsUnderWay = new Map<string, Promise<Session>>();
const recentOutcomes = new Map<string, Outcome>();

function remember(key: string, outcome: Outcome): void {
	recentOutcomes.delete(key);
	recentOutcomes.set(key, outcome);
	for (const oldest of recentOutcomes.keys()) {
		if (recentOutcomes.size <= mostEntries) break;
		recentOutcomes.delete(oldest);
	}
}

function recall(key: string, now: number): Outcome | undefined {
	const outcome = recentOutcomes.get(key);
	if (outcome === undefined || outcome.until > now) return outcome;
	recentOutcomes.delete(key);
	return undefined;
}

async function signInAndRemember(key: string, signIn: () => Promise<Session>): Promise<Session> {
	try {
		const session = await signIn();
		remember(key, { until: Date.now() + keepSessionMs, session });
		return session;
	} catch (error) {
		// A network failure never reached Bambu Lab, so asking again does no harm.
		if (error instanceof CloudProblem && error.problem.status !== undefined) {
			remember(key, { until: Date.now() + keepFailureMs, problem: error.problem });
		}
		throw asProblem(error);
	}
}

function asProblem(error: unknown): Error {
	return error instanceof Error ? error : new Error('The sign-in to Bambu Lab failed.');
}

/**
 * Runs `signIn` at most once at a time per key. A sign-in that failed a moment ago is answered from
 * memory with the same words; one that succeeded is shared with callers that still hold `spentToken`.
 */
export async function signInOnce(
	key: string,
	spentToken: string,
	signIn: () => Promise<Session>,
): Promise<Session> {
	const underWay = signInsUnderWay.get(key);
	if (underWay !== undefined) return await underWay;
	const outcome = recall(key, Date.now());
	if (outcome !== undefined && 'problem' in outcome) throw new CloudProblem(outcome.problem);
	if (outcome !== undefined && outcome.session.token !== spentToken) return outcome.session;

	const attempt = signInAndRemember(key, signIn);
	signInsUnderWay.set(key, attempt);
	try {
		return await attempt;
	} finally {
		signInsUnderWay.delete(key);
	}
}

/** For tests, which play many processes in one. */
export function forgetSignIns(): void {
	signInsUnderWay.clear();
	recentOutcomes.clear();
}
