/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const mostTries = 20;

/**
 * What only reads is asked again where a kept connection was closed by n8n just then, and where a busy
 * machine lets n8n wait for its database, to which it answers 503.
 */
async function fetchAnswer(url: string, init: RequestInit): Promise<Response> {
	if (init.method !== 'GET') return await fetch(url, init);
	for (let tries = 1; ; tries++) {
		const answer = await fetch(url, init).catch(async () => await fetch(url, init));
		if (answer.status !== 503 || tries === mostTries) return answer;
		await sleep(1000);
	}
}

/** n8n refused a request; the message holds n8n's own words. */
export class RestError extends Error {
	constructor(
		readonly status: number,
		method: string,
		path: string,
		answer: string,
	) {
		super(`n8n answered ${status} to ${method} ${path}: ${answer.slice(0, 500)}`);
	}
}

/** A browser's session with n8n, in which its REST API can be asked. */
export class RestConnection {
	/** n8n ties a session to the browser that logged in. */
	private readonly browserId = randomUUID();
	private cookie = '';

	constructor(readonly url: string) {}

	async get<T>(path: string): Promise<T> {
		return await this.request<T>('GET', path);
	}

	async post<T>(path: string, body: unknown): Promise<T> {
		return await this.request<T>('POST', path, body);
	}

	/** n8n's answers are taken at their word: only versions that have been tried are asked. */
	async request<T>(method: string, path: string, body?: unknown): Promise<T> {
		const response = await this.fetch(method, `/rest${path}`, body);
		const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(';')[0] ?? '');
		this.cookie = cookies.find((cookie) => cookie.startsWith('n8n-auth=')) ?? this.cookie;
		const text = await response.text();
		if (!response.ok) throw new RestError(response.status, method, path, text);
		const answer = JSON.parse(text) as { data: T };
		return answer.data;
	}

	/** Any answer, also a refusal. */
	protected async fetch(method: string, path: string, body?: unknown): Promise<Response> {
		return await fetchAnswer(`${this.url}${path}`, {
			method,
			headers: this.headers(),
			body: body === undefined ? undefined : JSON.stringify(body),
		});
	}

	private headers(): Record<string, string> {
		return {
			'content-type': 'application/json',
			'browser-id': this.browserId,
			cookie: this.cookie,
		};
	}
}
