import { isObject } from '../cloud/http/controlInput';
import { readBody, startServer } from '../cloud/http/server';
import type { ToldEvent } from './tally';

export const BULK_JOBS = ['list', 'lookups'] as const;
export type BulkJob = (typeof BULK_JOBS)[number];

/** What a bulk job came to. */
export interface BulkReceipt {
	job: BulkJob;
	/** When it was due; milliseconds. */
	at: number;
	/** Ids of tasks. */
	asked: number[];
	got: number[];
}

export interface Sink {
	url: string;
	events: ToldEvent[];
	stop(): Promise<void>;
}

function ids(value: unknown): number[] {
	return Array.isArray(value) ? value.map(Number) : [];
}

/** A server that the workflows post to: the trigger each of its items, the bulk jobs what they got. */
export async function startSink(onBulk: (receipt: BulkReceipt) => void): Promise<Sink> {
	const events: ToldEvent[] = [];
	const { url, stop } = await startServer(0, 'sink', async (request, response) => {
		const body: unknown = JSON.parse(await readBody(request));
		const job = BULK_JOBS.find((name) => request.url === `/${name}`);
		if (job !== undefined && isObject(body)) {
			const { at, asked, got } = body;
			onBulk({ job, at: Date.parse(String(at)), asked: ids(asked), got: ids(got) });
		} else if (Array.isArray(body)) {
			events.push(...(body as ToldEvent[]));
		}
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end('{}');
	});
	return { url, events, stop };
}
