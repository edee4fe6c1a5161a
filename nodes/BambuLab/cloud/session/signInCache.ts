import { CloudError, problemOf, type Problem } from '../errors/cloudError';
import type { Session } from './credentials';

/*
 * n8n does not lock sign-ins (twenty executions with a dead token ask for twenty) and repeats a failing
 * activation five times within 15 seconds, while Bambu Lab answers a burst of sign-ins with a captcha. So
 * each process keeps their outcomes, by a hash of the account, on a clock that nobody can set.
 */

const minute = 60_000;

/**
 * Verdicts that only another code or another way to sign in changes, for n8n's Test too: a code never
 * becomes right, and each password of such an account has another code sent.
 */
const verdicts = ['codeExpired', 'codeUsed', 'codeWrong', 'codeNeeded'];
const verdictMs = 12 * 60 * minute;
/** These last for hours unless somebody does something. */
const barriers = ['captcha', 'cloudflareChallenge', 'cloudflareBlock'];
/** Others double: a poll a minute must not become a sign-in a minute, and an outage may end any time. */
const outageMs = { first: 30_000, most: 2 * minute };
const refusalMs = { first: 2 * minute, most: 30 * minute };
/** Failures in which nothing reached Bambu Lab are not kept. */
const neverSent = ['notSent', 'refusedByHost', 'unreachable', 'untrusted', 'credentialIncomplete'];
/** n8n's Test asks anew, but not more often than this. */
const testEveryMs = minute;

/** What a sign-in obtained is shared for a while with those who still hold the old token, or none. */
export const keepSessionMs = 10 * minute;
/** A form that stays open sends its code again with each save. */
export const keepCodeSessionMs = 12 * 60 * minute;

function remembered(problem: Problem, leftMs: number, isTest: boolean): CloudError {
	const moment = Math.ceil((Date.now() + leftMs) / minute) * minute;
	const until = new Date(moment).toISOString().slice(0, 16).replace('T', ' ');
	const isForGood = isTest || verdicts.includes(problem.name);
	const orTest = isForGood ? '' : ', or when you test the credential';
	const note = `This is the answer from before: n8n asks Bambu Lab again after ${until} UTC${orTest}.`;
	const wait = problem.retryAfterSeconds === undefined ? undefined : Math.ceil(leftMs / 1000);
	return new CloudError({ ...problem, retryAfterSeconds: wait, next: `${problem.next} ${note}` });
}

type Result<Value> = { value: Value } | { problem: Problem };
type Outcome<Value> = Result<Value> & { since: number; until: number };

/** How long a failure is kept: longer each time, where it follows one that was kept before. */
function failureLife(problem: Problem, before: Outcome<unknown> | undefined): number {
	const { name, cause, retryAfterSeconds = 0 } = problem;
	if (verdicts.includes(name)) return verdictMs;
	const { first, most } = cause === 'temporarily-unavailable' ? outageMs : refusalMs;
	const isRepeated =
		before !== undefined && 'problem' in before && before.until + most > performance.now();
	const doubled = isRepeated ? (before.until - before.since) * 2 : first;
	const usual = Math.min(Math.max(doubled, first), most);
	return Math.max(barriers.includes(name) ? refusalMs.most : usual, retryAfterSeconds * 1000);
}

interface Attempt<Value> {
	keepMs: number;
	isGood: (value: Value) => boolean;
	/** Whether a person waits for a real answer, which a remembered failure of a minute ago is not. */
	isTest: boolean;
	act: (remembered?: Value) => Promise<Value>;
}

class OutcomeCache<Value> {
	private readonly inFlight = new Map<string, Promise<Value>>();
	private readonly outcomes = new Map<string, Outcome<Value>>();

	/** Runs `act` at most once at a time per key, unless what is remembered will do. */
	async once(key: string, attempt: Attempt<Value>): Promise<Value> {
		const inFlight = this.inFlight.get(key);
		if (inFlight !== undefined) return await inFlight;
		const known = this.rememberedValue(key, attempt.isTest);
		if (known !== undefined && attempt.isGood(known)) return known;
		const running = this.run(key, attempt, known).finally(() => this.inFlight.delete(key));
		this.inFlight.set(key, running);
		return await running;
	}

	drop(key: string): void {
		this.outcomes.delete(key);
	}

	forget(): void {
		this.inFlight.clear();
		this.outcomes.clear();
	}

	private rememberedValue(key: string, isTest: boolean): Value | undefined {
		const outcome = this.outcomes.get(key);
		const now = performance.now();
		if (outcome === undefined || outcome.until <= now) return undefined;
		if ('value' in outcome) return outcome.value;
		const { problem, since, until } = outcome;
		const asksAnew = isTest && !verdicts.includes(problem.name);
		const leftMs = (asksAnew ? Math.min(until, since + testEveryMs) : until) - now;
		if (leftMs > 0) throw remembered(problem, leftMs, isTest);
		return undefined;
	}

	private async run(key: string, { keepMs, act }: Attempt<Value>, known?: Value): Promise<Value> {
		try {
			const value = await act(known);
			this.keep(key, keepMs, { value });
			return value;
		} catch (error) {
			const problem = problemOf(error);
			if (problem && (problem.status !== undefined || !neverSent.includes(problem.name))) {
				this.keep(key, failureLife(problem, this.outcomes.get(key)), { problem });
			}
			throw error as Error;
		}
	}

	private keep(key: string, lifeMs: number, result: Result<Value>): void {
		const since = performance.now();
		this.outcomes.set(key, { ...result, since, until: since + lifeMs });
	}
}

/** When a verification code was sent to an account: on our clock, and on that of the user. */
export const codesSent = new OutcomeCache<{ sentAt: number; date: number }>();

/** Sessions, each with the token in whose place it came; empty where there was none. */
export const signIns = new OutcomeCache<{ session: Session; replacedToken: string }>();
