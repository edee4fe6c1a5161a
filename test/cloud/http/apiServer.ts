/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { answer } from '../api';
import type { Cloud } from '../cloud';
import { answerErrorTexts, ERROR_TEXTS_PATH } from '../errorTexts';
import { faultName, faultReply, type Fault } from '../faults';
import type { ReceivedRequest } from '../requestLog';
import { answerFile } from './files';
import { send, sendTruncated, toWire, type Reply } from './reply';
import { readBody } from './server';

type Origin = ReceivedRequest['server'];

/**
 * Receives a request of the cloud itself (API and web origin, or files): notes it, lets a fault or a
 * rate limit step in, and answers.
 */
export function listenFor(origin: Origin, cloud: Cloud) {
	return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const target = splitTarget(request.url ?? '/');
		const raw = await readBody(request);
		const entry = cloud.log.add({
			time: new Date(cloud.now()).toISOString(),
			server: origin,
			method: request.method ?? 'GET',
			path: target.path,
			query: Object.fromEntries(new URLSearchParams(target.query)),
			headers: request.headers,
			...(raw === '' ? {} : { body: parsed(raw) }),
		});
		const fault = cloud.faults.take(entry);
		if (fault) entry.fault = faultName(fault);
		if (fault?.delayMs) await delay(fault.delayMs, response);
		if (response.destroyed || fault?.mode === 'stall') return;
		if (fault?.mode === 'cut') {
			response.destroy();
			return;
		}
		const reply =
			(fault && faultReply(fault)) ?? (await answerRequest(origin, cloud, entry, target.query));
		entry.status = reply.status;
		finish(request, response, reply, fault);
	};
}

async function answerRequest(
	origin: Origin,
	cloud: Cloud,
	entry: ReceivedRequest,
	query: string,
): Promise<Reply> {
	const { method, path, headers } = entry;
	const refusal = cloud.rateLimiter.check(path, cloud.now());
	if (refusal) return refusal;
	cloud.world.advance(cloud.now());
	if (origin === 'files') return answerFile(entry, cloud);
	if (path === ERROR_TEXTS_PATH) {
		return answerErrorTexts(entry.query, headers['user-agent'] ?? '');
	}
	return await answer(
		{
			method,
			path: routeOf(path, cloud),
			query,
			headers: Object.fromEntries(
				Object.entries(headers).map(([name, value]) => [name, String(value)]),
			),
			body: entry.body,
		},
		cloud,
	);
}

const SMS_ON_API = '/v1/user-service/user/sendsmscode';
const SMS_ON_WEBSITE = `/api${SMS_ON_API}`;

/** Clients ask for the SMS on either host, with different paths; one that is not there has no route. */
function routeOf(path: string, { settings: { smsHost } }: Cloud): string {
	if (path === SMS_ON_WEBSITE && smsHost !== 'api') return SMS_ON_API;
	return path === SMS_ON_API && smsHost === 'web' ? SMS_ON_WEBSITE : path;
}

function finish(
	request: IncomingMessage,
	response: ServerResponse,
	reply: Reply,
	fault: Fault | undefined,
): void {
	const wire = toWire(reply);
	if (fault?.mode === 'truncate') {
		sendTruncated(response, wire);
		return;
	}
	send(response, request.method === 'HEAD' ? { ...wire, bytes: Buffer.alloc(0) } : wire);
}

/** Waits, unless the connection ends first. */
async function delay(milliseconds: number, response: ServerResponse): Promise<void> {
	const ended = new AbortController();
	response.once('close', () => ended.abort());
	await wait(milliseconds, undefined, { signal: ended.signal }).catch(() => undefined);
}

/** Splits by hand: a URL object would tidy up just those paths that are worth seeing as they came. */
function splitTarget(target: string): { path: string; query: string } {
	const mark = target.indexOf('?');
	return mark < 0
		? { path: target, query: '' }
		: { path: target.slice(0, mark), query: target.slice(mark + 1) };
}

function parsed(raw: string): unknown {
	try {
		return JSON.parse(raw);
	} catch {
		return raw;
	}
}
