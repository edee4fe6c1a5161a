import type { Reading } from './observer';
import type { Hardship, Tally } from './tally';
import type { VirtualTime } from './virtualTime';

export const sources = [
	'prints',
	'messages',
	'printers',
	'firmware',
	'spools',
	'milestones',
] as const;
export type SourceName = (typeof sources)[number];
/** What the cloud can be asked for, each by an endpoint of its own. */
export type Endpoint = SourceName | 'account';

export type Trouble =
	| 'forbidden'
	| 'server trouble'
	| 'rate limited'
	| 'broken connection'
	| 'answer cut off'
	/** Another of these with each request. */
	| 'alternating'
	/** One request of three fails. */
	| 'flaky';

const alternatives = ['forbidden', 'server trouble', 'broken connection'] as const;

/** What the cloud says once although it is not so. */
export type Lie = 'empty' | 'contradiction' | 'user id of 0';

export interface Answered {
	status: number;
	body: string;
	headers?: { [name: string]: string };
}

interface Condition {
	trouble: Trouble | undefined;
	until: number;
	/** Seconds that an answer takes. */
	delay: number;
	slowUntil: number;
	lies: Lie[];
	asked: number;
}

/** How an answer was, and when the cloud looked at what it holds. */
export interface Record {
	endpoint: Endpoint;
	at: number;
	/** Declined is what was asked in a way, or of a printer, that the cloud does not know. */
	kind: 'good' | 'failed' | 'declined' | 'lie';
	/** What the user has to mend; the rest passes by itself. */
	isForbidden: boolean;
	/** The printer that it was asked for, where it was asked for one. */
	serial: string | undefined;
	/** The spools that it showed. */
	spools?: Reading['spools'];
	/** The figures that it showed. */
	figures?: Reading['figures'];
}

const normalDelay = 0.3;
const retryAfter = 240;

/** How each endpoint of the cloud is at the moment, and how it has answered. */
export class Conditions {
	readonly records: Record[] = [];
	/** Until then the cloud wants no request. */
	refusedUntil = 0;
	private readonly now = new Map<Endpoint, Condition>();

	constructor(
		private readonly time: VirtualTime,
		private readonly tally: Tally,
	) {}

	of(endpoint: Endpoint): Condition {
		const fresh = { trouble: undefined, until: 0, delay: 0, slowUntil: 0, lies: [], asked: 0 };
		const condition = this.now.get(endpoint) ?? fresh;
		this.now.set(endpoint, condition);
		return condition;
	}

	break(endpoint: Endpoint, trouble: Trouble, seconds: number): void {
		Object.assign(this.of(endpoint), { trouble, until: this.time.now + seconds });
		if (seconds >= 86_400) this.tally.note('source unreadable for a day');
	}

	slow(endpoint: Endpoint, delay: number, seconds: number): void {
		Object.assign(this.of(endpoint), { delay, slowUntil: this.time.now + seconds });
	}

	repair(endpoint: Endpoint): void {
		Object.assign(this.of(endpoint), { trouble: undefined, slowUntil: 0, lies: [] });
	}

	/** Whether every request would fail now. */
	isDown(endpoint: Endpoint): boolean {
		const { trouble, until } = this.of(endpoint);
		return trouble !== undefined && trouble !== 'flaky' && until > this.time.now;
	}

	delayOf(endpoint: Endpoint): number {
		const { delay, slowUntil } = this.of(endpoint);
		return slowUntil > this.time.now ? delay : normalDelay;
	}

	/**
	 * How the next request fails.
	 * @throws Error as n8n does where a connection breaks
	 */
	failure(endpoint: Endpoint): Answered | undefined {
		const condition = this.of(endpoint);
		const turn = condition.asked++;
		if (condition.trouble === undefined || condition.until <= this.time.now) return undefined;
		let { trouble } = condition;
		if (trouble === 'flaky') {
			if (turn % 3 !== 0) return undefined;
			trouble = 'server trouble';
		}
		if (trouble === 'alternating')
			trouble = alternatives[turn % alternatives.length] ?? 'forbidden';
		this.tally.note(trouble as Hardship);
		if (endpoint === 'account') this.tally.note('account unreadable');
		switch (trouble) {
			case 'forbidden':
				return { status: 403, body: '{"code":8,"error":"Resource forbidden"}' };
			case 'rate limited':
				this.refusedUntil = this.time.now + retryAfter;
				return { status: 429, body: '{}', headers: { 'retry-after': String(retryAfter) } };
			case 'answer cut off':
				return { status: 200, body: '{"total":3,"hi' };
			case 'broken connection':
				throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
			default:
				return { status: [500, 502, 503][turn % 3] ?? 500, body: '{}' };
		}
	}

	lie(endpoint: Endpoint): Lie | undefined {
		return this.of(endpoint).lies.shift();
	}

	/** How the answers were that came since a moment. */
	since(moment: number, endpoint: Endpoint): Record[] {
		const found: Record[] = [];
		for (let index = this.records.length - 1; index >= 0; index--) {
			const record = this.records[index] as Record;
			if (record.at < moment) break;
			if (record.endpoint === endpoint) found.unshift(record);
		}
		return found;
	}
}
