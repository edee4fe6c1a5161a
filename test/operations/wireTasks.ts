import nock from 'nock';

import { globalApi, itemsWith } from '../support/bambuLab';

export const taskPath = /^\/v1\/user-service\/my\/task\/\d+$/;

type Answer = [status: number, body: object, headers?: Record<string, string>];

/** Answers each request for a print by its id; counts them, and how many were on their way at once. */
export function serveTasks(answer: (id: number, times: number) => Promise<Answer> | Answer) {
	const asked: number[] = [];
	const seen = { asked, inFlight: 0, mostInFlight: 0 };
	nock(globalApi)
		.persist()
		.get(taskPath)
		.reply(async (uri) => {
			const id = Number(uri.split('/').at(-1));
			asked.push(id);
			seen.inFlight++;
			seen.mostInFlight = Math.max(seen.mostInFlight, seen.inFlight);
			const [status, body, headers = {}] = await answer(
				id,
				asked.filter((other) => other === id).length,
			);
			seen.inFlight--;
			return [status, JSON.stringify(body), headers];
		});
	return seen;
}

export function ids(count: number) {
	return itemsWith(...Array.from({ length: count }, (_, id) => ({ id })));
}

export const byId = { taskId: '={{ $json.id }}', output: 'raw' };
export const tooMany = (headers = {}): Answer => [429, {}, headers];
