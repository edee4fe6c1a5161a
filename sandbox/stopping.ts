/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setInterval } from 'node:timers';

/**
 * Aborts on Ctrl-C, on SIGTERM, when the terminal is closed, and when the `npm start` that started
 * us is killed: npm's shell dies of such a signal without handing it on. A second signal ends the
 * process at once.
 */
export function stopOnSignal(onStop: () => void): AbortSignal {
	const controller = new AbortController();
	const stop = () => {
		if (controller.signal.aborted) process.exit(1);
		onStop();
		controller.abort();
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
	if (process.env.npm_lifecycle_event) {
		const parent = process.ppid;
		const watch = setInterval(() => {
			if (process.ppid === parent || controller.signal.aborted) return;
			clearInterval(watch);
			stop();
		}, 500);
		watch.unref();
	}
	return controller.signal;
}

/** Things to undo, the last first; one that fails does not keep the others from being undone. */
export class Cleanups {
	private readonly actions: Array<() => Promise<void> | void> = [];

	add(action: () => Promise<void> | void): void {
		this.actions.unshift(action);
	}

	async run(): Promise<void> {
		const failures: unknown[] = [];
		for (const action of this.actions.splice(0)) {
			try {
				await action();
			} catch (error) {
				failures.push(error);
			}
		}
		if (failures.length > 0) throw new AggregateError(failures, 'Not all could be stopped.');
	}
}
