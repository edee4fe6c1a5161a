import type { Execution, StoredCredential } from '../../../sandbox/restTypes';
import { waitFor } from '../../../sandbox/wait';
import type { Lab } from '../support/lab';
import { outputOf, triggerWorkflow } from '../support/workflows';
import { sentenceOf } from './sentence';

/** Each poll asks once for the printers, as every listener listens for one event of theirs that never happens. */
const heartbeat = 'GET /v1/iot-service/api/user/bind';
const neverHappens = 'deviceOnline';

interface Listener {
	workflowId: string;
	/** By which the cloud's log tells its polls from those of others. */
	token: string;
	isPublished: boolean;
	/** What it has told so far. */
	told: string[];
	eventIds: unknown[];
	/** How much of that was expected already. */
	expected: number;
}

/** Published workflows, each with a trigger and a session of its own, by their names. */
export class Audience {
	private readonly listeners = new Map<string, Listener>();
	private readonly executionsRead = new Set<string>();

	constructor(private readonly lab: Lab) {}

	async add(
		name: string,
		{ events, ...parameters }: { events: string[] } & Record<string, unknown>,
		credential?: StoredCredential,
	): Promise<void> {
		const { rest } = this.lab;
		const pasted = credential ? undefined : await this.lab.issueToken('maker@example.com');
		const own = credential ?? (await this.pastedCredential(name, pasted));
		const workflow = triggerWorkflow(own, { events: [...events, neverHappens], ...parameters });
		const { id: workflowId } = await rest.createWorkflow({ ...workflow, name });
		await rest.publish(workflowId);
		const token = pasted ?? this.newestToken();
		const nothing = { told: [], eventIds: [], expected: 0 };
		this.listeners.set(name, { workflowId, token, isPublished: true, ...nothing });
	}

	async unpublish(name: string): Promise<void> {
		const listener = this.listener(name);
		listener.isPublished = false;
		await this.lab.rest.unpublish(listener.workflowId);
	}

	async publishAgain(name: string): Promise<void> {
		const listener = this.listener(name);
		await this.lab.rest.publish(listener.workflowId);
		listener.isPublished = true;
	}

	/**
	 * Waits until all of this has been told and everybody has polled twice more. Then nobody may have told
	 * anything else, nor anything twice; who is not named is to be silent.
	 */
	async expectTold(expected: Record<string, string[]>): Promise<void> {
		const isComplete = async () => {
			await this.readExecutions();
			return Object.entries(expected).every(([name, { length }]) => {
				const { told, expected: before } = this.listener(name);
				return told.length - before >= length;
			});
		};
		// What is missing then shows best in the comparison.
		await waitFor(isComplete, { what: 'events', timeoutMs: 60_000, intervalMs: 500 }).catch(
			() => undefined,
		);
		await this.twoMorePolls();
		await this.readExecutions();
		const news = [...this.listeners].flatMap(([name, listener]) => {
			const lines = listener.told.slice(listener.expected).sort();
			listener.expected = listener.told.length;
			return lines.length > 0 ? [[name, lines] as const] : [];
		});
		const wanted = Object.entries(expected).map(([name, lines]) => [name, [...lines].sort()]);
		expect(Object.fromEntries(news)).toEqual(Object.fromEntries(wanted));
		const repeated = [...this.listeners.values()].flatMap(({ eventIds }) =>
			eventIds.filter((each, index) => eventIds.indexOf(each) !== index),
		);
		expect(repeated).toEqual([]);
	}

	private async twoMorePolls(): Promise<void> {
		const since = this.lab.cloud.requests().at(-1)?.number ?? 0;
		const published = [...this.listeners.values()].filter(({ isPublished }) => isPublished);
		await waitFor(
			async () => {
				const beats = this.tokensSince(since);
				// A poll has ended once the next one asks.
				return published.every(({ token }) => beats.filter((each) => each === token).length >= 3);
			},
			{ what: 'two more polls of everybody', timeoutMs: 90_000 },
		);
	}

	private async pastedCredential(name: string, accessToken = ''): Promise<StoredCredential> {
		const fields = { authentication: 'accessToken', account: '', password: '', accessToken };
		return await this.lab.createCredential(name, fields);
	}

	/** Of who has just been published, where nobody else polls with a token that is not known. */
	private newestToken(): string {
		const known = new Set([...this.listeners.values()].map(({ token }) => token));
		const token = this.tokensSince(0).find((each) => !known.has(each));
		if (token === undefined) throw new Error('Nobody new has polled');
		return token;
	}

	private tokensSince(number: number): string[] {
		return this.lab
			.requests(heartbeat)
			.filter((request) => request.number > number)
			.map(({ headers }) => headers.authorization?.replace(/^Bearer /, '') ?? '');
	}

	private async readExecutions(): Promise<void> {
		const { rest } = this.lab;
		const newest = await rest.listExecutions({}, 100);
		const ended = newest.filter(({ id, stoppedAt }) => stoppedAt && !this.executionsRead.has(id));
		for (const { id } of ended.reverse()) {
			this.executionsRead.add(id);
			this.note(await rest.getExecution(id));
		}
	}

	private note(execution: Execution): void {
		const { error } = execution.data.resultData;
		const items = outputOf(execution, 'Bambu Lab Trigger');
		for (const listener of this.listeners.values()) {
			if (listener.workflowId !== execution.workflowId) continue;
			listener.told.push(...items.map(sentenceOf), ...(error ? [`failed: ${error.message}`] : []));
			listener.eventIds.push(...items.map(({ eventId }) => eventId));
		}
	}

	private listener(name: string): Listener {
		const listener = this.listeners.get(name);
		if (listener === undefined) throw new Error(`Nobody is called "${name}"`);
		return listener;
	}
}
