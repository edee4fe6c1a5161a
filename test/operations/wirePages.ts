import nock from 'nock';

import { globalApi } from '../support/bambuLab';

/** Serves a list page by page; gives the queries that were asked. */
export function servePages(path: string, rows: object[], extra: object = {}): string[] {
	const asked: string[] = [];
	nock(globalApi)
		.persist()
		.get(path)
		.query(true)
		.reply(200, (uri) => {
			const { searchParams } = new URL(uri, globalApi);
			asked.push(searchParams.toString());
			const offset = Number(searchParams.get('offset') ?? 0);
			const limit = Number(searchParams.get('limit') ?? rows.length);
			return JSON.stringify({ ...extra, hits: rows.slice(offset, offset + limit) });
		});
	return asked;
}
