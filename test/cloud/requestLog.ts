/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingHttpHeaders } from 'node:http';

export interface ReceivedRequest {
	/** Counts up over the life of the cloud, for `GET /requests?since=`. */
	number: number;
	time: string;
	server: 'api' | 'files';
	method: string;
	path: string;
	query: Record<string, string>;
	headers: IncomingHttpHeaders;
	/** Parsed where it is JSON, else the text; undefined without a body. */
	body?: unknown;
	/** The status answered; null when no answer was given (yet). */
	status: number | null;
	/** The fault that it met with: its mode, its status, or "delay". */
	fault?: string;
}

/** A sandbox may run for days. */
const MOST_KEPT = 20_000;

export class RequestLog {
	private entries: ReceivedRequest[] = [];
	private count = 0;

	add(entry: Omit<ReceivedRequest, 'number' | 'status'>): ReceivedRequest {
		this.count += 1;
		const received = { number: this.count, ...entry, status: null };
		this.entries.push(received);
		if (this.entries.length > MOST_KEPT) this.entries.splice(0, MOST_KEPT / 10);
		return received;
	}

	since(number = 0): ReceivedRequest[] {
		return this.entries.filter((entry) => entry.number > number);
	}

	clear(): void {
		this.entries = [];
	}
}
