import type { JsonObject } from '../../../nodes/BambuLab/cloud/json';
import type { StubbedAnswer } from './stubContext';

export type ListName = 'tasks' | 'messages';
export type EndpointName =
	| ListName
	| 'bind'
	| 'version'
	| 'preference'
	| 'config'
	| 'count'
	| 'profile'
	| 'published'
	| 'spools';

/** What an endpoint does instead of its work; undefined lets it work. */
export type Fault = (target: URL) => StubbedAnswer | undefined;

export const forbidden: StubbedAnswer = { status: 403, body: { code: 8, error: 'Forbidden' } };
export const broken: StubbedAnswer = { status: 500, body: {} };
const ok = (body: unknown): StubbedAnswer => ({ status: 200, body });

/** A cloud of plain rows for tests that poll thousands of times, and count what is asked. */
export class StubCloud {
	uid: unknown = 7;
	/** Newest first. */
	readonly tasks: JsonObject[] = [];
	readonly messages: JsonObject[] = [];
	/** By category, newest first; those of prints, or all of them, are `messages`. */
	readonly categories: { [category: string]: JsonObject[] } = {};
	/** What the counters are beside the numbers of messages. */
	counters: { [counter: string]: number } = {};
	/** The account on MakerWorld, and its models. */
	maker: JsonObject = {};
	models: JsonObject[] = [];
	devices: JsonObject[] = [];
	firmware: JsonObject[] = [];
	/** The filament inventory, of which the cloud gives no total. */
	spools: JsonObject[] = [];
	/** The catalogue of filaments. */
	filaments: JsonObject[] = [];
	/** `tasks 0`, `tasks of P1`, `messages 0`, `messages 0 in 1`, `bind` and so on, since it was last emptied. */
	requests: string[] = [];
	readonly faults: { [Name in EndpointName]?: Fault | undefined } = {};
	/** Called before each answer. */
	meanwhile: (name: EndpointName) => Promise<void> = async () => {};

	async answer(target: URL): Promise<StubbedAnswer> {
		const last = target.pathname.split('/').at(-1);
		const name = (last === 'v2' ? 'spools' : last) as EndpointName;
		const [offset = 0, limit = 0] = ['offset', 'limit'].map((key) =>
			Number(target.searchParams.get(key)),
		);
		const deviceId = target.searchParams.get('deviceId');
		const category = target.searchParams.get('type');
		const place = category === null ? '' : ` in ${category}`;
		if (name !== 'preference') {
			const isList = ['tasks', 'messages', 'spools'].includes(name);
			this.requests.push(
				deviceId ? `${name} of ${deviceId}` : isList ? `${name} ${offset}${place}` : name,
			);
		}
		await this.meanwhile(name);
		// The service that has the messages counts them.
		const own = this.faults[name] ?? (name === 'count' ? this.faults.messages : undefined);
		const fault = own?.(target);
		if (fault !== undefined) return fault;
		if (name === 'preference') return ok({ uid: this.uid });
		if (name === 'bind') return ok({ devices: this.devices });
		if (name === 'config') return ok({ filamentSettings: this.filaments });
		if (name === 'version') return ok({ devices: this.firmware });
		if (name === 'spools') return ok({ hits: this.spools.slice(offset, offset + limit) });
		if (name === 'count') return ok(this.counts());
		if (name === 'profile') return ok(this.maker);
		if (name === 'published') return ok({ total: this.models.length, hits: this.models });
		const list = category === null ? this[name] : (this.categories[category] ?? []);
		const rows = list.filter((row) => deviceId === null || row.deviceId === deviceId);
		return ok({ total: rows.length, hits: rows.slice(offset, offset + limit) });
	}

	private counts(): object {
		const of = (category: string) => this.categories[category]?.length ?? 0;
		const counts = { commentCount: of('1'), designCount: of('2'), communityCount: of('5') };
		const deviceCount = this.messages.length;
		return { ...counts, systemCount: of('3'), deviceCount, ...this.counters };
	}
}
