import type { SimulatedCloud } from '../cloud';
import { FIRMWARE } from './faults';

export interface Traffic {
	requests: number;
	/** Those that met with a fault, by its name. */
	faulty: Record<string, number>;
	polls: number;
	/** Requests for the firmware, each of which was refused. */
	firmware: number;
	logins: number;
	/** Logins that met with a fault. */
	failedLogins: number;
}

const LOGIN = '/v1/user-service/user/login';
const TASKS = '/v1/user-service/my/tasks';
/** Of the trigger's pages; bulk jobs ask for larger ones. */
const POLL_PAGE = '50';

/** Counts what the cloud received, whose own log forgets: read it often. */
export class TrafficCount {
	private seen = 0;
	readonly traffic: Traffic = {
		requests: 0,
		faulty: {},
		polls: 0,
		firmware: 0,
		logins: 0,
		failedLogins: 0,
	};

	constructor(private readonly cloud: SimulatedCloud) {}

	read(): Traffic {
		const { traffic } = this;
		const news = this.cloud.requests().filter(({ number }) => number > this.seen);
		this.seen = news.at(-1)?.number ?? this.seen;
		for (const { path, query, fault } of news) {
			traffic.requests++;
			if (path === FIRMWARE) traffic.firmware++;
			else if (fault !== undefined) traffic.faulty[fault] = (traffic.faulty[fault] ?? 0) + 1;
			const isPoll = path === TASKS && query.limit === POLL_PAGE && query.offset === '0';
			if (isPoll) traffic.polls++;
			if (path !== LOGIN) continue;
			traffic.logins++;
			if (fault !== undefined) traffic.failedLogins++;
		}
		return traffic;
	}
}
