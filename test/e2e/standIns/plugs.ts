import { type Answer, type Asked, demand, type StandIn } from './exchange';

/** Two plugs with Tasmota: of an air filter, and of a printer. */
export class Plugs implements StandIn {
	readonly name = 'Plugs';
	readonly hosts = ['192.168.1.51', '192.168.1.52'];
	/** What was switched, in its order. */
	readonly switched: string[] = [];

	answer({ method, host, path, query }: Asked): Answer {
		demand(method === 'GET' && path === '/cm', 'there is no such page');
		const [, state] = /^Power (On|Off)$/.exec(query.get('cmnd') ?? '') ?? [];
		demand(state !== undefined, 'unknown command');
		this.switched.push(`${host} ${state}`);
		return { body: { POWER: state.toUpperCase() } };
	}

	received(): string[] {
		return this.switched;
	}
}
