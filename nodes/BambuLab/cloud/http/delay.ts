import { sleep } from 'n8n-workflow';

/** Waits, and ends at once when the signal does. */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
	if (signal?.aborted || ms <= 0) return;
	let end = () => {};
	const aborted = new Promise<void>((resolve) => {
		end = resolve;
		signal?.addEventListener('abort', end, { once: true });
	});
	await Promise.race([sleep(ms), aborted]);
	signal?.removeEventListener('abort', end);
}
