import { type Answer, type Asked, demand, type StandIn } from './exchange';

/** Plugs with Tasmota: of an air filter, and of a printer, twice. */
export class Plugs implements StandIn {
	readonly name = 'Plugs';
	readonly hosts = [51, 52, 53, 54].map((end) => `192.168.1.${end}`);
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
