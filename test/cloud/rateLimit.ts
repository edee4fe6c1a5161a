import {
	BadControlRequest,
	booleanInput,
	choiceInput,
	knownNames,
	numberInput,
	objectInput,
} from './http/controlInput';
import { page } from './http/pages';
import type { Reply } from './http/reply';

const ANSWERS = ['captcha', 'cloudflareRateLimit', 'tooManyRequests'] as const;
const SCOPES = ['signIn', 'all'] as const;

export interface RateLimit {
	/** Log-in and send-code only, as the real cloud guards them, or every request. */
	scope: (typeof SCOPES)[number];
	requests: number;
	seconds: number;
	/** With it, so many may come at once, and then one more as each share of the time has gone. */
	burst?: number;
	answer: (typeof ANSWERS)[number];
	retryAfter?: number;
}

const SIGN_IN_PATHS = [
	'/v1/user-service/user/login',
	'/v1/user-service/user/sendemail/code',
	'/v1/user-service/user/sendsmscode',
	'/api/v1/user-service/user/sendsmscode',
	'/v1/user-service/user/tfa/login',
	'/api/sign-in/tfa',
];

/** Off until it is switched on; then it refuses what exceeds its figures. */
export class RateLimiter {
	private limit: RateLimit | undefined;
	private passed: number[] = [];
	private bucket: { tokens: number; at: number } | undefined;

	set(limit: RateLimit | undefined): void {
		this.limit = limit;
		this.passed = [];
		this.bucket = undefined;
	}

	current(): RateLimit | undefined {
		return this.limit;
	}

	/** The refusal, when this request is one too many. */
	check(path: string, now: number): Reply | undefined {
		const { limit } = this;
		if (!limit || (limit.scope === 'signIn' && !SIGN_IN_PATHS.includes(path))) return undefined;
		const isFree =
			limit.burst === undefined
				? this.isFewOf(limit, now)
				: this.isInBucket(limit, limit.burst, now);
		if (isFree) return undefined;
		const refusal = page(limit.answer);
		const { retryAfter } = limit;
		if (retryAfter === undefined) return refusal;
		return { ...refusal, headers: { ...refusal.headers, 'retry-after': String(retryAfter) } };
	}

	private isFewOf({ requests, seconds }: RateLimit, now: number): boolean {
		this.passed = this.passed.filter((time) => time > now - seconds * 1000);
		if (this.passed.length >= requests) return false;
		this.passed.push(now);
		return true;
	}

	private isInBucket({ requests, seconds }: RateLimit, burst: number, now: number): boolean {
		const since = this.bucket ?? { tokens: burst, at: now };
		const refilled = ((now - since.at) / 1000) * (requests / seconds);
		const tokens = Math.min(burst, since.tokens + refilled);
		const isFree = tokens >= 1;
		this.bucket = { tokens: isFree ? tokens - 1 : tokens, at: now };
		return isFree;
	}
}

/** Reads the body of `POST /ratelimit`; undefined switches it off. */
export function readRateLimit(value: unknown): RateLimit | undefined {
	const input = objectInput(value, 'The rate limit');
	const names = ['on', 'scope', 'requests', 'seconds', 'burst', 'answer', 'retryAfter'];
	knownNames(input, names, 'The rate limit');
	if (booleanInput(input, 'on') === false) return undefined;
	const seconds = numberInput(input, 'seconds') ?? 60;
	if (seconds === 0) throw new BadControlRequest('"seconds" must be above 0.');
	const burst = numberInput(input, 'burst');
	if (burst !== undefined && burst < 1) {
		throw new BadControlRequest('"burst" must be 1 or more.');
	}
	return {
		scope: choiceInput(input, 'scope', SCOPES) ?? 'signIn',
		requests: numberInput(input, 'requests') ?? 3,
		seconds,
		burst,
		answer: choiceInput(input, 'answer', ANSWERS) ?? 'captcha',
		retryAfter: numberInput(input, 'retryAfter'),
	};
}
