import { randomUUID } from 'node:crypto';
import { Faults } from './faults';
import type { LiveBroker } from './live/broker';
import { presign } from './presign';
import { RateLimiter } from './rateLimit';
import { RequestLog } from './requestLog';
import { defaultSettings, type Settings } from './settings';
import { SignIn } from './signIn/signIn';
import type { Sign } from './world/types';
import { World } from './world/world';

export interface CloudStart {
	speed: number;
	printers: number;
	history: number;
	strict: boolean;
	lean: boolean;
	odd: boolean;
	now: () => number;
}

/** All that the servers of one simulated cloud share. */
export class Cloud {
	readonly settings: Settings;
	readonly signIn: SignIn;
	readonly faults = new Faults();
	readonly rateLimiter = new RateLimiter();
	readonly log = new RequestLog();
	readonly strict: boolean;
	readonly lean: boolean;
	/** Where the request or the answer broke the contract. */
	readonly violations: string[] = [];
	world: World;
	filesUrl = '';
	/** Where printers tell their live status, if that was asked for. */
	broker: LiveBroker | undefined;

	constructor(private readonly start: CloudStart) {
		this.strict = start.strict;
		this.lean = start.lean;
		this.settings = defaultSettings(start.speed);
		this.signIn = new SignIn(this.settings, start.now, randomUUID());
		this.world = this.createWorld();
	}

	now(): number {
		return this.start.now();
	}

	readonly sign: Sign = (path) =>
		`${this.filesUrl}${presign(path, this.now(), this.settings.urlSeconds)}`;

	/** Like a fresh start: the first world, no tokens, no faults, nothing throttled, an empty log. */
	reset(): void {
		Object.assign(this.settings, defaultSettings(this.start.speed));
		this.signIn.reset();
		this.faults.clear();
		this.rateLimiter.set(undefined);
		this.log.clear();
		this.violations.length = 0;
		this.world = this.createWorld();
		this.broker?.reset();
	}

	private createWorld(): World {
		const { printers, history, odd, now } = this.start;
		return new World({ printers, history, odd, settings: this.settings, clock: now });
	}
}
