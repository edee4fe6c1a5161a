/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request as a stand-in sees it. */
export interface Asked {
	method: string;
	host: string;
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

export interface Answer {
	status?: number;
	/** Bytes go out as they are, anything else as JSON. */
	body: unknown;
	contentType?: string;
}

/** Something that n8n talks to, played by the test. */
export interface StandIn {
	readonly name: string;
	answer(asked: Asked): Promise<Answer> | Answer;
	/** What it was told, in a line each, for a reader. */
	received(): string[];
}

/** A request that the real service would refuse. It fails the test that does not wait for it. */
export class Refused extends Error {
	/** @param answer what the real service says, where people come across it */
	constructor(
		words: string,
		readonly answer?: Answer,
	) {
		super(words);
	}
}

/** @throws Refused unless a condition holds */
export function demand(holds: boolean, words: string, answer?: Answer): asserts holds {
	if (!holds) throw new Refused(words, answer);
}

export function demandBearer({ headers }: Asked, token: string): void {
	demand(headers.authorization === `Bearer ${token}`, 'the request does not carry the token');
}

export function jsonBody({ body, headers }: Asked): Record<string, unknown> {
	demand(
		headers['content-type']?.startsWith('application/json') === true,
		`JSON was expected, not ${headers['content-type']}`,
	);
	return JSON.parse(body.toString('utf8')) as Record<string, unknown>;
}

/** The fields of a multipart or form-encoded body. */
export async function formBody({ body, headers }: Asked): Promise<FormData> {
	const contentType = headers['content-type'] ?? '';
	const bytes = new Uint8Array(body);
	return await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
}

export async function fileOf(form: FormData, field: string) {
	const file = form.get(field);
	demand(file instanceof File, `the field "${field}" holds no file`);
	return { name: file.name, type: file.type, bytes: Buffer.from(await file.arrayBuffer()) };
}

export async function readAsked(request: IncomingMessage): Promise<Asked> {
	const { method = '', headers } = request;
	const host = headers.host ?? '';
	const { pathname, searchParams } = new URL(request.url ?? '/', `https://${host}`);
	const chunks: Buffer[] = [];
	for await (const chunk of request) chunks.push(Buffer.from(chunk));
	const path = decodeURIComponent(pathname);
	return { method, host, path, query: searchParams, headers, body: Buffer.concat(chunks) };
}

export function send(response: ServerResponse, { status = 200, body, contentType }: Answer): void {
	const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
	const type = contentType ?? (Buffer.isBuffer(body) ? 'image/png' : 'application/json');
	response.writeHead(status, { 'content-type': type, 'content-length': bytes.length });
	response.end(bytes);
}
