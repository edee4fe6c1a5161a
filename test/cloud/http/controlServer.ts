/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Cloud } from '../cloud';
import { controlRoutes, type ControlRoute } from '../control';
import { UnknownPrinter } from '../world/world';
import { BadControlRequest } from './controlInput';
import { json, send, toWire, type Reply } from './reply';
import { readBody } from './server';

/** The API that steers the simulated cloud; it speaks plain JSON, also in its errors. */
export function listenForControl(cloud: Cloud) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const url = new URL(request.url ?? '/', 'http://control');
		const raw = await readBody(request);
		send(response, toWire(controlReply(request.method ?? 'GET', url, raw, cloud)));
	};
}

function controlReply(method: string, url: URL, raw: string, cloud: Cloud): Reply {
	const path = url.pathname.replace(/(.)\/$/, '$1');
	const fitting = controlRoutes.flatMap((route) => {
		const found = match(route, path);
		return found ? [{ route, parts: found }] : [];
	});
	const chosen = fitting.find(({ route }) => route.method === method);
	if (!chosen) {
		const methods = fitting.map(({ route }) => route.method).join(' or ');
		return methods === ''
			? problem(404, `There is no ${path}. GET / lists what there is.`)
			: problem(405, `${path} takes ${methods}, not ${method}.`);
	}
	cloud.world.now();
	const body = parseBody(raw);
	if (body === NOT_JSON) return problem(400, 'The body is not JSON.');
	try {
		return json(chosen.route.run({ cloud, parts: chosen.parts, query: url.searchParams, body }));
	} catch (error) {
		if (error instanceof BadControlRequest) return problem(error.status, error.message);
		if (error instanceof UnknownPrinter) return problem(404, error.message);
		return problem(500, `The simulated cloud itself failed: ${String(error)}`);
	}
}

function match(route: ControlRoute, path: string): string[] | undefined {
	const expression = new RegExp(`^${route.path.replace(/\{\w+\}/g, '([^/]+)')}$`);
	return expression.exec(path)?.slice(1).map(decode);
}

function decode(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}

const NOT_JSON = Symbol('not JSON');

function parseBody(raw: string): unknown {
	if (raw.trim() === '') return undefined;
	try {
		return JSON.parse(raw);
	} catch {
		return NOT_JSON;
	}
}

function problem(status: number, error: string): Reply {
	return json({ error }, status);
}
