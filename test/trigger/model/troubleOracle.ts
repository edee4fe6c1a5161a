import type { Endpoint } from './conditions';

const day = 86_400;
/** What could be read for so long meanwhile was mended: when it fails again, that is a new trouble. */
const mendedAfter = 3 * 3600;
/** Polls begin and end seconds apart. */
const margin = 120;

/** What a failing poll calls each. Without the account nothing can be read, so it is the poll that fails. */
export const names: { [E in Endpoint]: RegExp } = {
	account: /\baccount\b|\ba poll failed\b|\bpolls\b/i,
	prints: /\bprints?\b/i,
	messages: /\bmessages?\b/i,
	printers: /\bprinters?\b/i,
	firmware: /\bfirmware\b/i,
	spools: /\bspools?\b/i,
	milestones: /\bMakerWorld\b/,
};

/** How a poll found what it needs. */
export interface Health {
	endpoint: Endpoint;
	state: 'failed' | 'read' | 'unclear';
	/** Whether one of its answers was a refusal that the user has to mend, or a failure that passes. */
	isForbidden: boolean;
	isPassing: boolean;
	/** Whether some of its answers were true. */
	mayBeRead?: boolean;
}

interface Outage {
	since: number;
	/** Since when it has surely failed. */
	sureSince: number;
	isShown: boolean;
	isSure: boolean;
}

/**
 * What the user has to hear of failing polls: each source by its name, what must be mended once, and
 * once a day however problems alternate, what passes once it has lasted, and each recovery.
 */
export class TroubleOracle {
	private readonly outages = new Map<Endpoint, Outage>();
	private readonly mendShown = new Map<Endpoint, number>();
	/** The first and the last time that each could be read since it was refused. */
	private readonly readings = new Map<Endpoint, { since: number; until: number }>();
	/** How often each may still be shown of what was under way when it began anew. */
	private readonly excused = new Map<Endpoint, number>();
	private excusedUntil = 0;

	constructor(
		/** Seconds. */
		private readonly reportAfter: number,
	) {}

	/**
	 * n8n started again, or went on from an older state, or its clock was set: what lasts may be
	 * shown again, and need not be.
	 */
	reset(now: number): void {
		for (const endpoint of this.outages.keys()) this.excused.set(endpoint, 2);
		this.excusedUntil = now + day + margin;
		this.outages.clear();
		this.mendShown.clear();
		this.readings.clear();
	}

	/**
	 * A poll of an activation has read these. Where nobody knows, what lasts may or may not be shown again;
	 * what could not be read may count from then on.
	 */
	heal(healths: Health[], now: number): void {
		for (const { endpoint, state } of healths) {
			if (state === 'failed') {
				if (!this.outages.has(endpoint)) this.begin(endpoint, now, false);
				continue;
			}
			if (state === 'read') this.excused.delete(endpoint);
			else if (this.outages.has(endpoint)) this.excused.set(endpoint, 1);
			this.outages.delete(endpoint);
		}
	}

	/** Polls have met, so that nobody knows which of them read what: each may have recovered, and been in trouble again. */
	blur(): void {
		for (const [endpoint, outage] of this.outages) {
			outage.isSure = false;
			this.excused.set(endpoint, 1);
		}
	}

	/**
	 * @param areEvents whether what cannot be read is told as an event, and not shown
	 * @throws Error where a poll shows, or hides, what it must not. All times are true seconds.
	 */
	judge(
		healths: Health[],
		now: number,
		log: string[],
		shown: string | undefined,
		areEvents: boolean,
	) {
		const ill = healths.filter(({ state }) => state !== 'read');
		if (shown !== undefined) this.judgeShown(ill, now, shown);
		else if (!areEvents) this.judgeHidden(ill, now);
		for (const { endpoint, state, isForbidden, mayBeRead } of healths) {
			const { since = now } = this.readings.get(endpoint) ?? {};
			if (state === 'read') this.readings.set(endpoint, { since, until: now });
			else if (isForbidden || state === 'failed') {
				if (this.wasMended(endpoint, margin)) this.mendShown.delete(endpoint);
				else if (this.wasMended(endpoint, -margin)) this.excused.set(endpoint, 1);
				this.readings.delete(endpoint);
			}
			const isWhole = endpoint === 'account' && shown !== undefined;
			const isNamed = isWhole || names[endpoint].test([...log, shown ?? ''].join('\n'));
			const outage = this.outages.get(endpoint);
			if (state === 'failed') {
				if (!isNamed)
					throw new Error(`Nothing says that ${endpoint} could not be read`, { cause: log });
				if (outage === undefined) this.begin(endpoint, now);
				else if (!outage.isSure) Object.assign(outage, { isSure: true, sureSince: now });
			} else if (state === 'read') {
				if (outage?.isSure && !isNamed)
					throw new Error(`Nothing says that ${endpoint} are read again`, { cause: log });
				this.outages.delete(endpoint);
				this.excused.delete(endpoint);
			} else if (outage === undefined) this.begin(endpoint, now, false);
			else {
				outage.isSure = false;
				// It may have been read, and what comes next may be another outage.
				if (mayBeRead) this.excused.set(endpoint, 1);
			}
		}
	}

	private wasMended(endpoint: Endpoint, slack: number): boolean {
		const { since, until } = this.readings.get(endpoint) ?? { since: 0, until: 0 };
		return until - since >= mendedAfter + slack;
	}

	private begin(endpoint: Endpoint, since: number, isSure = true): void {
		this.outages.set(endpoint, { since, sureSince: since, isShown: false, isSure });
	}

	private judgeShown(ill: Health[], now: number, shown: string): void {
		if (ill.length === 0) throw new Error(`A poll fails for no reason: ${shown}`);
		// The advice below it speaks of the account whatever was refused.
		const [message = ''] = shown.split('\n');
		const named = ill.filter(({ endpoint }) => names[endpoint].test(message));
		// What names nothing is said of the poll as a whole.
		const whole = ill.filter(({ endpoint }) => endpoint === 'account');
		const [meant = ill] = [named, whole].filter(({ length }) => length > 0);
		// What passes may be shown beside refusals that were not, and says nothing of them.
		const isListRefused = /does not (allow|give)/.test(shown);
		let isDue = false;
		for (const { endpoint, isForbidden, isPassing, state } of meant) {
			const last = this.mendShown.get(endpoint) ?? -Infinity;
			const outage = this.outages.get(endpoint);
			const since = outage?.since ?? now;
			const isDueAgain = now - last >= day - margin || this.wasMended(endpoint, -margin);
			const mayMend = isListRefused && (isForbidden || state === 'unclear') && isDueAgain;
			const mayPass =
				(isPassing || state === 'unclear') &&
				now - since >= this.reportAfter - margin &&
				outage?.isShown !== true;
			const left = this.excused.get(endpoint) ?? 0;
			if (left > 0 && !mayMend && !mayPass) {
				this.excused.set(endpoint, left - 1);
				isDue = true;
			}
			if (!mayMend && !mayPass) continue;
			isDue = true;
			if (mayMend) {
				this.mendShown.set(endpoint, now);
				this.readings.delete(endpoint);
			}
			// Where both met it, what is no refusal was shown of what passes.
			if (!mayMend && (!isForbidden || !isListRefused)) {
				if (outage === undefined) this.begin(endpoint, now);
				Object.assign(this.outages.get(endpoint) ?? {}, { isShown: true });
			}
		}
		if (!isDue) throw new Error(`A poll fails too soon or too often: ${shown}`);
	}

	private judgeHidden(ill: Health[], now: number): void {
		for (const { endpoint, isForbidden, isPassing, state } of ill) {
			if (state !== 'failed' || this.excused.has(endpoint)) continue;
			const outage = this.outages.get(endpoint);
			const last = this.mendShown.get(endpoint) ?? -Infinity;
			const isDaily = now > this.excusedUntil;
			const mustMend = isDaily && isForbidden && !isPassing && now - last > day + margin;
			const lasted = outage?.isSure ? now - outage.sureSince : -1;
			const mustPass =
				isPassing && !isForbidden && lasted > this.reportAfter + margin && !outage?.isShown;
			// One that alternates may have been shown by either of its problems.
			if (mustMend || (mustPass && last === -Infinity)) {
				throw new Error(`Nothing shows that ${endpoint} cannot be read`);
			}
		}
	}
}
