/** How a cloud may limit its clients: gives the refusal of a request at a time, or lets it pass. */
export type Limiter = (now: number) => Refusal | undefined;

export interface Refusal {
	status: number;
	headers?: { [name: string]: string };
	text?: string;
}

const tooMany: Refusal = { status: 429, text: '{}' };

/** So many requests within any time of this length; refused ones do not count. */
export function slidingWindow(most: number, ms: number, refusal = (_waitMs: number) => tooMany) {
	let times: number[] = [];
	const limiter: Limiter = (now) => {
		times = times.filter((time) => time > now - ms);
		const [oldest] = times;
		if (times.length >= most && oldest !== undefined) return refusal(oldest + ms - now);
		times.push(now);
		return undefined;
	};
	return limiter;
}

/** So many a second on average, and so many at once after a pause. */
export function tokenBucket(
	perSecond: number,
	burst: number,
	refusal = (_waitMs: number) => tooMany,
) {
	let tokens = burst;
	let last: number | undefined;
	const limiter: Limiter = (now) => {
		tokens = Math.min(burst, tokens + ((now - (last ?? now)) / 1000) * perSecond);
		last = now;
		// Sums of fractions are not exact.
		if (tokens < 1 - 1e-6) return refusal(((1 - tokens) / perSecond) * 1000);
		tokens -= 1;
		return undefined;
	};
	return limiter;
}

/** More than so many within a time, and nothing gets through for another time. */
export function ban(most: number, ms: number, banMs: number, refusal: Refusal) {
	const window = slidingWindow(most, ms);
	let until = 0;
	const limiter: Limiter = (now) => {
		if (now < until) return refusal;
		if (window(now) === undefined) return undefined;
		until = now + banMs;
		return refusal;
	};
	return limiter;
}
