/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { ServerResponse } from 'node:http';

/** What goes back: an object as JSON, a text as it is, a buffer as a file, nothing as no body. */
export interface Reply {
	status: number;
	body?: unknown;
	headers?: Record<string, string | string[]>;
}

export interface Wire {
	status: number;
	headers: Record<string, string | string[]>;
	bytes: Buffer;
}

export function json(body: unknown, status = 200): Reply {
	return { status, body };
}

export function text(body: string, status: number): Reply {
	return { status, body, headers: { 'content-type': 'text/plain; charset=utf-8' } };
}

export function html(body: string, status: number, headers: Record<string, string> = {}): Reply {
	return { status, body, headers: { 'content-type': 'text/html; charset=UTF-8', ...headers } };
}

export function xml(body: string, status: number): Reply {
	return { status, body, headers: { 'content-type': 'application/xml' } };
}

export function toWire({ status, body, headers = {} }: Reply): Wire {
	if (body === undefined) return { status, headers, bytes: Buffer.alloc(0) };
	if (Buffer.isBuffer(body)) return { status, headers, bytes: body };
	if (typeof body === 'string') return { status, headers, bytes: Buffer.from(body) };
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		bytes: Buffer.from(JSON.stringify(body)),
	};
}

export function send(response: ServerResponse, { status, headers, bytes }: Wire): void {
	const length = status === 204 ? {} : { 'content-length': bytes.length };
	response.writeHead(status, { ...headers, ...length });
	response.end(bytes);
}

/** Promises the whole answer, gives half of it, and breaks off. */
export function sendTruncated(response: ServerResponse, { status, headers, bytes }: Wire): void {
	response.writeHead(status, { ...headers, 'content-length': Math.max(bytes.length, 2) });
	response.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => response.destroy());
}
