import type { JsonObject } from '../../../nodes/BambuLab/cloud/json';
import type { StubbedAnswer } from './stubContext';

export type ListName = 'tasks' | 'messages';
export type EndpointName = ListName | 'bind' | 'version' | 'preference' | 'config' | 'spools';

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
	devices: JsonObject[] = [];
	firmware: JsonObject[] = [];
	/** The filament inventory, of which the cloud gives no total. */
	spools: JsonObject[] = [];
	/** The catalogue of filaments. */
	filaments: JsonObject[] = [];
	/** `tasks 0`, `tasks of P1`, `bind` and so on, since it was last emptied. */
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
		if (name !== 'preference') {
			const isList = ['tasks', 'messages', 'spools'].includes(name);
			this.requests.push(deviceId ? `${name} of ${deviceId}` : isList ? `${name} ${offset}` : name);
		}
		await this.meanwhile(name);
		const fault = this.faults[name]?.(target);
		if (fault !== undefined) return fault;
		if (name === 'preference') return ok({ uid: this.uid });
		if (name === 'bind') return ok({ devices: this.devices });
		if (name === 'config') return ok({ filamentSettings: this.filaments });
		if (name === 'version') return ok({ devices: this.firmware });
		if (name === 'spools') return ok({ hits: this.spools.slice(offset, offset + limit) });
		const rows = this[name].filter((row) => deviceId === null || row.deviceId === deviceId);
		return ok({ total: rows.length, hits: rows.slice(offset, offset + limit) });
	}
}
