import { CloudError, type Problem } from '../errors/problem';

/*
 * What must live per process, and why: n8n does not lock sign-ins (twenty executions with a dead
 * token ask for twenty) and repeats a failing activation five times within 15 seconds, while Bambu
 * Lab answers a burst of sign-ins with a captcha. Every outcome is keyed by a hash of the account and
 * ends by itself.
 */

export interface Session {
	token: string;
	refreshToken: string;
	/** When the token was obtained, and when it ends, in milliseconds; undefined where nobody said. */
	since?: number;
	expiresAt?: number;
}

type Outcome<Value> = { until: number; keptMs: number } & ({ value: Value } | { problem: Problem });

const minute = 60_000;
const hour = 60 * minute;

/** A failure that repeats is kept twice as long each time: a poll a minute must not become a login a minute. */
const keepFailureMs = 2 * minute;
const keepFailureAtMostMs = 30 * minute;

/** A code never becomes right, each password of such an account makes Bambu Lab send a mail, and a captcha lasts hours. */
const lastingFailures: { [problemName: string]: number } = {
	codeExpired: 12 * hour,
	codeUsed: 12 * hour,
	codeWrong: 12 * hour,
	codeNeeded: 6 * hour,
	captcha: 30 * minute,
};

/** Failures in which nothing reached Bambu Lab, so asking again does no harm. */
const neverSent = [
	'credentialIncomplete',
	'credentialAddress',
	'notSent',
	'refusedByHost',
	'unreachable',
	'untrusted',
];

function wasSent({ name, status }: Problem): boolean {
	return status !== undefined || !neverSent.includes(name);
}

/** What a sign-in obtained is shared for a while with those who still hold the old token, or none. */
const keepSessionMs = 10 * minute;
/** A form that stays open sends its code again with each save. */
export const keepCodeSessionMs = 12 * hour;
/** About as long as a code lives: until then another one would only make it useless. */
const keepCodeSentMs = 10 * minute;
const mostEntries = 200;

function failureLife({ name, retryAfterSeconds = 0 }: Problem, keptBefore: number): number {
	const usual = Math.min(Math.max(keptBefore * 2, keepFailureMs), keepFailureAtMostMs);
	const asked = Math.min(retryAfterSeconds * 1000, 6 * hour);
	return Math.max(lastingFailures[name] ?? usual, asked);
}

class Memory<Value> {
	private underWay = new Map<string, Promise<Value>>();
	private outcomes = new Map<string, Outcome<Value>>();

	/**
	 * Runs `act` at most once at a time per key. A value that is still good, or a failure, of a
	 * moment ago is answered from memory, a failure with the same words.
	 */
	async once(
		key: string,
		keepMs: number,
		isGood: (value: Value) => boolean,
		act: (remembered?: Value) => Promise<Value>,
	): Promise<Value> {
		const underWay = this.underWay.get(key);
		if (underWay !== undefined) return await underWay;
		const outcome = this.outcomes.get(key);
		let remembered: Value | undefined;
		if (outcome !== undefined && outcome.until > Date.now()) {
			if ('problem' in outcome) throw new CloudError(outcome.problem);
			if (isGood(outcome.value)) return outcome.value;
			remembered = outcome.value;
		}
		const attempt = this.actAndRemember(key, keepMs, async () => await act(remembered));
		this.underWay.set(key, attempt);
		try {
			return await attempt;
		} finally {
			this.underWay.delete(key);
		}
	}

	/** Forgets one outcome before its end. */
	drop(key: string): void {
		this.outcomes.delete(key);
	}

	forget(): void {
		this.underWay.clear();
		this.outcomes.clear();
	}

	private async actAndRemember(
		key: string,
		keepMs: number,
		act: () => Promise<Value>,
	): Promise<Value> {
		try {
			const value = await act();
			this.keep(key, { until: Date.now() + keepMs, keptMs: 0, value });
			return value;
		} catch (error) {
			if (error instanceof CloudError && wasSent(error.problem)) {
				const keptMs = failureLife(error.problem, this.keptBefore(key));
				this.keep(key, { until: Date.now() + keptMs, keptMs, problem: error.problem });
			}
			throw error instanceof Error ? error : new Error('The sign-in to Bambu Lab failed.');
		}
	}

	/** How long the failure before was kept; 0 where that was long ago. */
	private keptBefore(key: string): number {
		const earlier = this.outcomes.get(key);
		if (earlier === undefined) return 0;
		return earlier.until + earlier.keptMs > Date.now() ? earlier.keptMs : 0;
	}

	private keep(key: string, outcome: Outcome<Value>): void {
		this.outcomes.delete(key);
		this.outcomes.set(key, outcome);
		for (const oldest of this.outcomes.keys()) {
			if (this.outcomes.size <= mostEntries) break;
			this.outcomes.delete(oldest);
		}
	}
}

const signIns = new Memory<{ session: Session; insteadOf: string }>();
/** When a verification code was sent to an account. */
const codesSent = new Memory<number>();

/**
 * One sign-in per key; its session is shared with all who held the same `spentToken`, or none. Who
 * holds another token has it from another process, so that `signIn` gets the remembered session,
 * which may be as dead as that token.
 */
export async function signInOnce(
	key: string,
	spentToken: string,
	signIn: (remembered?: Session) => Promise<Session>,
	keepMs = keepSessionMs,
): Promise<Session> {
	const { session } = await signIns.once(
		key,
		keepMs,
		(known) => known.session.token !== spentToken && ['', known.insteadOf].includes(spentToken),
		async (known) => ({ session: await signIn(known?.session), insteadOf: spentToken }),
	);
	return session;
}

/**
 * Runs `send` unless a code was sent within `windowMs`.
 * @returns when the code was sent that is now on its way, in milliseconds
 */
export async function sendCodeOnce(
	key: string,
	send: () => Promise<void>,
	windowMs = keepCodeSentMs,
): Promise<number> {
	const isOnItsWay = (sentAt: number) => sentAt + windowMs > Date.now();
	return await codesSent.once(key, keepCodeSentMs, isOnItsWay, async () => {
		await send();
		return Date.now();
	});
}

/** A code that has signed somebody in is not on its way any more. */
export function dropCodeSent(key: string): void {
	codesSent.drop(key);
}

/**
 * The credentials that n8n's Test works with. n8n hands the same object to every step of one request
 * and to no other request, so a poll at the same time is not taken for a test; each ends with its
 * object.
 */
const underTest = new WeakSet<object>();

/** @returns whether it was not known before that n8n tests these credentials */
export function noteTest(data: object): boolean {
	const isNews = !underTest.has(data);
	underTest.add(data);
	return isNews;
}

export function isUnderTest(data: object): boolean {
	return underTest.has(data);
}

/** For tests, which play many processes in one. */
export function forgetSignIns(): void {
	signIns.forget();
	codesSent.forget();
}
