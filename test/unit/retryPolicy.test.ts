import type { IHttpRequestMethods } from 'n8n-workflow';

import { problemNames, type Problem } from '../../nodes/BambuLab/cloud/errors/cloudError';
import { delayBefore, retryPolicy, shouldRetry } from '../../nodes/BambuLab/cloud/http/retry';

function problem(name: string, more: Partial<Problem> = {}): Problem {
	return { name, cause: 'temporarily-unavailable', message: '', next: '', ...more };
}

/** Problem, how long the server wants to be left alone, method, tries so far, seconds left: again or not. */
const cases: Array<[string, number | undefined, IHttpRequestMethods, number, number, boolean]> = [
	// Nothing was processed (RFC 6585), so that no method can be done twice.
	['rateLimited', undefined, 'GET', 1, 60, true],
	['rateLimited', undefined, 'DELETE', 1, 60, true],
	['rateLimited', undefined, 'POST', 9, 60, true],
	['rateLimited', 30, 'POST', 1, 60, true],
	['rateLimited', 61, 'GET', 1, 60, false],
	['rateLimited', undefined, 'GET', 1, 0, false],
	['cloudflareRateBlock', 10, 'POST', 1, 60, true],
	// Nobody knows what became of a write.
	['serverTrouble', undefined, 'GET', 1, 60, true],
	['serverTrouble', undefined, 'POST', 1, 60, false],
	['serverTrouble', undefined, 'GET', 4, 60, false],
	['serverTrouble', 30, 'GET', 1, 60, true],
	['serverTrouble', 90, 'GET', 1, 60, false],
	['cutOff', undefined, 'GET', 1, 60, true],
	['cutOff', undefined, 'PUT', 1, 60, false],
	['timeout', undefined, 'GET', 3, 60, true],
	['timeout', undefined, 'DELETE', 1, 60, false],
	['unreachable', undefined, 'GET', 1, 60, true],
	['unreachable', undefined, 'POST', 1, 60, false],
	['cloudflareUnderAttack', undefined, 'GET', 1, 60, true],
	['cloudflareUnderAttack', undefined, 'POST', 1, 60, false],
	// A person has to do something first.
	['captcha', undefined, 'GET', 1, 60, false],
	['cloudflareChallenge', undefined, 'GET', 1, 60, false],
	['cloudflareBlock', undefined, 'GET', 1, 60, false],
	// What the answer says stays true.
	['notFound', undefined, 'GET', 1, 60, false],
	['forbidden', undefined, 'GET', 1, 60, false],
	['aborted', undefined, 'GET', 1, 60, false],
	['untrusted', undefined, 'GET', 1, 60, false],
];

test.each(cases)(
	'%s, wait %s s, %s, tried %d times, %d s left: again %s',
	(name, retryAfterSeconds, method, tries, secondsLeft, isAgain) => {
		const met = problem(name, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
		expect(shouldRetry(met, { method, tries, leftMs: secondsLeft * 1000 })).toBe(isAgain);
	},
);

test('a sign-in that failed is not tried again with each request', () => {
	const met = problem('serverTrouble', { isSignIn: true });
	expect(shouldRetry(met, { method: 'GET', tries: 1, leftMs: 60_000 })).toBe(false);
});

test.each([
	['serverTrouble', undefined, 1, 400],
	['serverTrouble', undefined, 3, 1600],
	// RFC 9110: Retry-After stands beside 503 as well as 429.
	['serverTrouble', 30, 1, 30_000],
	['rateLimited', 7, 1, 7_000],
	['rateLimited', undefined, 10, 3_000],
])('after %s, wait %s s, try %d: %d ms', (name, retryAfterSeconds, tries, ms) => {
	const met = problem(name, retryAfterSeconds === undefined ? {} : { retryAfterSeconds });
	expect(delayBefore(met, tries, 0.5)).toBe(ms);
});

test('every problem of the policy is one of the catalogue', () => {
	expect(problemNames).toEqual(expect.arrayContaining(Object.keys(retryPolicy)));
});
