import { type Answer, type Asked, demand, jsonBody, Refused, type StandIn } from './exchange';

interface Spool {
	id: number;
	location: string;
	used_weight: number;
	archived: boolean;
}

/** Spoolman's API, as far as spools and their use go. */
export class Spoolman implements StandIn {
	readonly name = 'Spoolman';
	readonly host = '192.168.1.10:7912';
	readonly spools: Spool[] = [];
	/** Whether it refuses to write, as with a full disk. */
	isReadOnly = false;
	private readonly uses: string[] = [];

	answer(asked: Asked): Answer {
		const { method, path } = asked;
		if (method === 'GET' && path === '/api/v1/spool') return { body: this.spools };
		const [, id] = /^\/api\/v1\/spool\/(\d+)\/use$/.exec(path) ?? [];
		if (method !== 'PUT' || id === undefined) {
			const answer = { status: 404, body: { detail: 'Not Found' } };
			throw new Refused(`no such path: ${path}`, answer);
		}
		if (this.isReadOnly) {
			return { status: 500, body: { message: 'attempt to write a readonly database' } };
		}
		const spool = this.spools.find((each) => each.id === Number(id));
		if (!spool) return { status: 404, body: { message: `No spool with ID ${id} found.` } };
		const { use_weight: grams } = jsonBody(asked);
		demand(typeof grams === 'number' && grams >= 0, 'use_weight: Input should be a number');
		spool.used_weight += grams;
		this.uses.push(`${grams} g of the spool in ${spool.location}`);
		return { body: spool };
	}

	/** A new spool in a place. */
	put(location: string): Spool {
		const spool = { id: this.spools.length + 1, location, used_weight: 0, archived: false };
		this.spools.push(spool);
		return spool;
	}

	received(): string[] {
		return this.uses;
	}
}
