import nock from 'nock';

import { isObject } from '../../nodes/BambuLab/cloud/json';

export interface Tapped {
	/** Scheme, host and port. */
	origin: string;
	path: string;
	/** All that was sent beside them: header lines and body. */
	rest: string;
}

export interface TappedAnswer {
	status?: number;
	body?: unknown;
	headers?: { [name: string]: string };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Answers every request, to whatever host it goes, and tells what was on the wire. */
export function tapWire(answer: (asked: Tapped) => TappedAnswer = () => ({})): Tapped[] {
	const tapped: Tapped[] = [];
	for (const method of methods) {
		const scope = nock(/^/).persist();
		scope[method](/^/)
			.optionally()
			.reply(function (_uri, sent) {
				const { options, headers } = this.req as unknown as { options?: unknown; headers: object };
				const { href } = isObject(options) ? options : {};
				const url = new URL(String(href));
				const rest = JSON.stringify([headers, sent]);
				const asked = { origin: url.origin, path: url.pathname + url.search, rest };
				tapped.push(asked);
				const { status = 200, body = { uid: 1 }, headers: extra = {} } = answer(asked);
				return [status, JSON.stringify(body), { 'content-type': 'application/json', ...extra }];
			});
	}
	return tapped;
}

/** Where a text went to, by any way: a header, a body, an address. */
export function originsThatGot(text: string, tapped: readonly Tapped[]): string[] {
	const got = tapped.filter(({ path, rest }) => `${path} ${rest}`.includes(text));
	return [...new Set(got.map(({ origin }) => origin))];
}
