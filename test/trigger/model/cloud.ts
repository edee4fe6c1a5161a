import type { AccountWorld, Message } from './accountWorld';
import type { Answered, Conditions, Endpoint, Lie, Record } from './conditions';
import type { ListAnswer } from './rowList';
import { spoolsIn } from './spoolShelf';
import type { Tally } from './tally';
import type { VirtualTime } from './virtualTime';

const endpoints: Array<[path: string, endpoint: Endpoint]> = [
	['/my/preference', 'account'],
	['/my/tasks', 'prints'],
	['/my/messages', 'messages'],
	['/my/message/count', 'messages'],
	['/user/bind', 'printers'],
	['/user/device/version', 'firmware'],
	['/my/filament/v2', 'spools'],
	['/my/profile', 'milestones'],
	['/my/design/published', 'milestones'],
];

function timedOut(): Error {
	return Object.assign(new Error('timeout exceeded'), { code: 'ECONNABORTED' });
}

/** The cloud as it answers, with its troubles. */
export class ModelCloud {
	/** Whether the next list has a row twice. */
	hasDuplicate = false;

	constructor(
		private readonly time: VirtualTime,
		private readonly conditions: Conditions,
		private readonly tally: Tally,
		private readonly world: () => AccountWorld,
	) {}

	/** @param timeout seconds after which n8n gives up waiting */
	async answer(target: URL, timeout: number): Promise<Answered> {
		const endpoint = endpoints.find(([path]) => target.pathname.endsWith(path))?.[1];
		if (endpoint === undefined) throw new Error(`Nobody knows ${target.pathname}`);
		this.tally.requests++;
		const { conditions, time } = this;
		const delay = conditions.delayOf(endpoint);
		const isLate = delay > timeout;
		// A slow answer is old when it comes.
		const early = delay > 5 && !isLate ? this.look(endpoint, target) : undefined;
		await time.wait(Math.min(delay, timeout));
		if (isLate) {
			this.note({ endpoint, kind: 'failed' }, target);
			throw timedOut();
		}
		return await (early ?? this.look(endpoint, target))();
	}

	/** What the cloud has to say now. */
	private look(endpoint: Endpoint, target: URL): () => Answered | Promise<Answered> {
		const { conditions } = this;
		try {
			const failure = conditions.failure(endpoint);
			if (failure !== undefined) {
				const isForbidden = failure.status === 403;
				this.note({ endpoint, kind: 'failed', isForbidden }, target);
				return () => failure;
			}
		} catch (error) {
			this.note({ endpoint, kind: 'failed' }, target);
			return async () => await Promise.reject(error as Error);
		}
		const lie = conditions.lie(endpoint);
		const { status, body } = lie ? this.lying(lie, endpoint) : this.truth(endpoint, target);
		const kind = lie ? 'lie' : status < 400 ? 'good' : 'declined';
		const spools = endpoint === 'spools' ? spoolsIn(body as ListAnswer) : undefined;
		const isFigures = endpoint === 'milestones' && kind === 'good';
		const isProfile = target.pathname.endsWith('/profile');
		const figures = isFigures ? this.world().maker.shown(isProfile) : undefined;
		this.note({ endpoint, kind, spools, figures }, target);
		const answer = { status, body: JSON.stringify(body) };
		return () => answer;
	}

	private truth(
		endpoint: Endpoint,
		{ pathname, searchParams }: URL,
	): { status: number; body: object } {
		const world = this.world();
		const { prints, messages, park, shelf, maker, uid } = world;
		if (pathname.endsWith('/count')) return { status: 200, body: world.messageCounts() };
		const offset = Number(searchParams.get('offset') ?? 0);
		const limit = Number(searchParams.get('limit') ?? 20);
		const { hasDuplicate } = this;
		if (endpoint === 'prints' || endpoint === 'messages' || endpoint === 'spools') {
			if (hasDuplicate) this.tally.note('duplicate row');
			this.hasDuplicate = false;
		}
		switch (endpoint) {
			case 'account':
				return { status: 200, body: { uid } };
			case 'prints': {
				const device = prints.settings.hasFilter ? searchParams.get('deviceId') : null;
				const isAsked = (print: { device: string }) => device === null || print.device === device;
				return { status: 200, body: prints.page(offset, limit, hasDuplicate, isAsked) };
			}
			case 'messages': {
				const category = searchParams.get('type') ?? '';
				const isAsked = (message: Message) => world.isIn(category, message);
				return { status: 200, body: messages.page(offset, limit, hasDuplicate, isAsked) };
			}
			case 'spools':
				return { status: 200, body: shelf.list.page(offset, limit, hasDuplicate) };
			case 'printers':
				return { status: 200, body: park.bind() };
			case 'milestones': {
				const isProfile = pathname.endsWith('/profile');
				return { status: 200, body: isProfile ? maker.profile() : maker.published() };
			}
			default:
				return park.versions(searchParams.get('dev_id'));
		}
	}

	private lying(lie: Lie, endpoint: Endpoint): { status: number; body: object } {
		const { prints, messages, shelf } = this.world();
		if (endpoint === 'account') {
			this.tally.note('user id of 0');
			return { status: 200, body: { uid: 0 } };
		}
		if (endpoint === 'milestones') {
			this.tally.note('no figures by mistake');
			return { status: 200, body: lie === 'empty' ? {} : { total: 0, hits: [] } };
		}
		if (endpoint === 'printers' || endpoint === 'firmware') {
			this.tally.note('no printers by mistake');
			return { status: 200, body: lie === 'empty' ? {} : { devices: [] } };
		}
		if (lie === 'contradiction') {
			this.tally.note('contradictory list');
			const list = { prints, messages, spools: shelf.list }[endpoint];
			const total = list.rows.length + 1;
			return { status: 200, body: { total, hits: [] } };
		}
		this.tally.note('empty list');
		return { status: 200, body: { total: 0, hits: [] } };
	}

	private note(
		record: Omit<Record, 'at' | 'serial' | 'isForbidden'> & Partial<Record>,
		target: URL,
	) {
		const at = this.time.stamp();
		const serial = target.searchParams.get('dev_id') ?? undefined;
		this.conditions.records.push({ isForbidden: false, ...record, at, serial });
	}
}
