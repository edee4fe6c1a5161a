import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHttpRequestMethods,
	ILoadOptionsFunctions,
	IPollFunctions,
} from 'n8n-workflow';

import { problemOf } from './errors/cloudError';
import { RateLimiter, rateLimiterOf, type Priority } from './http/rateLimiter';
import { credentialType } from './http/region';
import type { CloudRequest } from './http/request';
import { retryPolicy, sendWithRetry } from './http/retry';
import { sendSigned, type CloudContext, type HttpRequest } from './http/send';

export type Send = (request: CloudRequest) => Promise<unknown>;

export interface ClientOptions {
	/** How many requests, and as many files, may be in flight at once. */
	concurrency: number;
	/** How long each request is tried, all its waits included, in milliseconds; 0 for a single try. */
	retryForMs: number;
	/** Until when any request is tried again, on the clock of `performance`. */
	retryUntil?: number;
	priority: Priority;
	signal?: AbortSignal | undefined;
}

/** Lets so many tasks run at once; the others wait in line. */
export class Semaphore {
	private running = 0;
	private readonly queue: Array<() => void> = [];

	constructor(private readonly permits: number) {}

	async run<T>(task: () => Promise<T>): Promise<T> {
		if (this.running < this.permits) this.running++;
		else await new Promise<void>((start) => this.queue.push(start));
		try {
			return await task();
		} finally {
			const next = this.queue.shift();
			if (next === undefined) this.running--;
			else next();
		}
	}
}

/** Sends what goes one way: so much at once, as fast as one rate limiter lets it. */
class Dispatcher {
	private readonly permits: Semaphore;
	/** Aborted, with the reason, where the other side wants a person first: nothing more is sent. */
	private readonly blocked = new AbortController();
	private readonly signal: AbortSignal;

	constructor(
		private readonly options: ClientOptions,
		private readonly limiter: RateLimiter,
		stopped: AbortSignal,
	) {
		this.permits = new Semaphore(options.concurrency);
		this.signal = AbortSignal.any([stopped, this.blocked.signal]);
	}

	async dispatch<T>(method: IHttpRequestMethods, send: () => Promise<T>): Promise<T> {
		const { priority, retryForMs: forMs, retryUntil = Infinity } = this.options;
		const { limiter, signal } = this;
		return await this.permits.run(async () => {
			const retryForMs = Math.min(forMs, Math.max(0, retryUntil - performance.now()));
			const answer = sendWithRetry(send, { method, priority, retryForMs, limiter, signal });
			return await answer.catch((error: unknown) => {
				// Also where the sign-in met with it, and for those that wait in line, or for another try.
				if (retryPolicy[problemOf(error)?.name ?? '']?.endsExecution) this.blocked.abort(error);
				throw error as Error;
			});
		});
	}
}

/** Its methods may be taken out of it, and throw CloudError, which `toNodeError` makes n8n's own error. */
export class CloudClient {
	readonly concurrency: number;
	/** Aborted when the execution was stopped, or is over. */
	readonly signal: AbortSignal;
	private readonly closed = new AbortController();
	private readonly requests: Dispatcher;
	/** Files come from other hosts, so they have limits of their own. */
	private readonly files: Dispatcher;
	private readonly asked = new Map<string, Promise<unknown>>();

	constructor(
		readonly context: CloudContext,
		private readonly options: ClientOptions,
		/** How many requests were sent, also by the clients apart from it. */
		readonly sent = { requests: 0 },
		service = '',
	) {
		const { concurrency, signal } = options;
		this.concurrency = concurrency;
		this.signal = signal ? AbortSignal.any([signal, this.closed.signal]) : this.closed.signal;
		const credentialId = context.getNode().credentials?.[credentialType]?.id ?? '';
		this.requests = new Dispatcher(options, rateLimiterOf(credentialId + service), this.signal);
		this.files = new Dispatcher(options, new RateLimiter(), this.signal);
	}

	readonly send: Send = async (request) =>
		await this.requests.dispatch(request.method, async () => {
			this.sent.requests++;
			return await sendSigned(this.context, request);
		});

	/** The same, but what several items ask alike is asked once; `core/output` gives each a copy. */
	readonly sendOnce: Send = async (request) => {
		const key = JSON.stringify(request);
		let answer = this.asked.get(key);
		if (answer === undefined) {
			answer = this.send(request);
			this.asked.set(key, answer);
			// Those who wait for it share the failure; who comes later asks anew.
			answer.catch(() => this.asked.delete(key));
		}
		return await answer;
	};

	/** For a service whose refusals say nothing of the others: what ends or slows its requests does it to none. */
	apart(service: string | undefined): CloudClient {
		if (service === undefined) return this;
		return new CloudClient(this.context, this.options, this.sent, ` ${service}`);
	}

	async fetchFile<T>(fetch: () => Promise<T>): Promise<T> {
		return await this.files.dispatch('GET', fetch);
	}

	readonly httpRequest: HttpRequest = async (options) =>
		await this.context.helpers.httpRequest(options);

	readonly credentialData = async (): Promise<ICredentialDataDecryptedObject> =>
		await this.context.getCredentials(credentialType);

	/** Ends what still waits, such as what was read ahead in vain, and downloads. */
	close(): void {
		this.closed.abort();
	}
}

export function pollClient(context: IPollFunctions): CloudClient {
	// A poll is to end before the next.
	const retryForMs = 10_000;
	const retryUntil = performance.now() + retryForMs;
	return new CloudClient(context, { concurrency: 5, retryForMs, retryUntil, priority: 'poll' });
}

export function editorClient(context: ILoadOptionsFunctions): CloudClient {
	return new CloudClient(context, { concurrency: 1, retryForMs: 0, priority: 'immediate' });
}

export function executionClient(
	context: IExecuteFunctions,
	options: Pick<ClientOptions, 'concurrency' | 'retryForMs'>,
): CloudClient {
	const signal = context.getExecutionCancelSignal?.();
	return new CloudClient(context, { ...options, priority: 'bulk', signal });
}
