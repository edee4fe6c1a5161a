import { readBody, startServer } from '../cloud/http/server';

/** What a workflow passed on, as it came. */
export interface Receipt {
	/** Which of its steps sent it. */
	step: string;
	eventId: string;
	/** Milliseconds. */
	at: number;
}

export interface Sink {
	url: string;
	received(step: string): Receipt[];
	stop(): Promise<void>;
}

/** A server that workflows post their events to, the step in the path; it forgets nothing. */
export async function startSink(): Promise<Sink> {
	const receipts: Receipt[] = [];
	const { url, stop } = await startServer(0, 'sink', async (request, response) => {
		const { eventId } = JSON.parse(await readBody(request)) as { eventId?: unknown };
		const step = (request.url ?? '/').slice(1);
		receipts.push({ step, eventId: String(eventId), at: Date.now() });
		response.writeHead(200, { 'content-type': 'application/json' });
		response.end('{}');
	});
	return { url, stop, received: (wanted) => receipts.filter(({ step }) => step === wanted) };
}
