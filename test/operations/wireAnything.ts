import nock from 'nock';

import { globalApi } from '../support/bambuLab';

/** Any request to the cloud is answered, and counted by its path and query. */
export function serveAnything(body: object = { total: 0, hits: [], devices: [] }): string[] {
	const asked: string[] = [];
	const answer = (uri: string) => {
		asked.push(uri);
		return JSON.stringify(body);
	};
	for (const method of ['get', 'post', 'put', 'patch', 'delete'] as const) {
		nock(globalApi).persist()[method](/.*/).optionally().reply(200, answer);
	}
	return asked;
}
