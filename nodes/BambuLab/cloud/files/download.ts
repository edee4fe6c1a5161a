import { UserError } from 'n8n-workflow';
import type {
	IBinaryData,
	IExecuteFunctions,
	IHttpRequestOptions,
	IPollFunctions,
} from 'n8n-workflow';

import type { CloudClient } from '../client';
import { tryLater } from '../errors/failure';
import { answerError, CloudError, problemOf, requestError } from '../errors/cloudError';
import { requestTimeoutMs, userAgent } from '../http/request';
import { finiteNumber, isObject, plainHeaders, textOrEmpty } from '../json';
import { fileUrl } from './addressCheck';
import { bodyTimeoutMs, isByteStream, limitedStream, type ByteStream } from './limitedStream';

type FileContext = IExecuteFunctions | IPollFunctions;

export interface FileSource {
	url: string;
	fileName?: string;
	/** Asks for its address anew where that has expired. */
	renew?: () => Promise<FileSource>;
}

export interface FileLimits {
	maxBytes: number;
	/** As long as its size explains where it is left out. */
	timeoutMs?: number;
}

const tryAnew =
	'Addresses of the Bambu Lab cloud expire after minutes to an hour. Take the file from its print, project, or print profile, which has a new address each time.';

function lastSegment(url: URL): string {
	const segment = url.pathname.split('/').at(-1) ?? '';
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

/** Undefined where the host does not say: n8n goes by the name then. */
function mimeTypeOf(contentType = ''): string | undefined {
	const [declared = ''] = contentType.split(';');
	return /octet-stream|binary|^\s*$/.test(declared) ? undefined : declared.trim();
}

function tooLarge(maxBytes: number): UserError {
	return new UserError(`The file is larger than ${Math.round(maxBytes / 1_048_576)} MB`, {
		description: 'Raise "Max Size" in the options, if this n8n has the memory for it.',
	});
}

function notStored(error: unknown): UserError {
	const words = textOrEmpty(isObject(error) ? error.message : error);
	return new UserError('n8n could not store the file', {
		description: `Check the disk or the storage that this n8n keeps files in. (${words})`,
	});
}

interface FileResponse {
	url: URL;
	status: number;
	headers: { [name: string]: string };
	body: unknown;
	connection: AbortController;
}

/** Ends the connection of an answer whose body nobody wants any more. */
function hangUp({ body, connection }: FileResponse): void {
	if (!isByteStream(body)) return;
	// What is given up ends with an error, which nobody wants either.
	body.on('error', () => {});
	connection.abort();
	body.destroy();
}

const maxRedirects = 5;

async function request(
	client: CloudClient,
	address: string,
	{ timeoutMs = requestTimeoutMs }: FileLimits,
): Promise<FileResponse> {
	let next = address;
	// Each address is checked, so redirects are followed here.
	for (let hop = 0; hop <= maxRedirects; hop++) {
		const url = await fileUrl(client, next);
		const connection = new AbortController();
		const options: IHttpRequestOptions = {
			method: 'GET',
			url: next,
			headers: { 'User-Agent': userAgent },
			encoding: 'stream',
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			timeout: Math.max(1, Math.min(timeoutMs, requestTimeoutMs)),
			abortSignal: AbortSignal.any([connection.signal, client.signal]),
		};
		const raw = await client.httpRequest(options).catch((error: unknown) => {
			throw requestError('request', url.host, error);
		});
		const { statusCode, headers: rawHeaders, body } = isObject(raw) ? raw : {};
		const headers = plainHeaders(rawHeaders);
		const response = { url, status: finiteNumber(statusCode) ?? 0, headers, body, connection };
		const { location } = headers;
		if (response.status < 300 || response.status > 399 || location === undefined) return response;
		hangUp(response);
		next = URL.canParse(location, url.href) ? new URL(location, url).href : '';
	}
	throw new UserError('The address of the file leads from one to the next without end', {
		description: tryAnew,
	});
}

async function store(
	{ helpers }: FileContext,
	{ url, headers, connection }: FileResponse,
	body: ByteStream,
	fileName: string | undefined,
	{ maxBytes, timeoutMs }: FileLimits,
): Promise<IBinaryData> {
	const length = finiteNumber(headers['content-length']);
	if ((length ?? 0) > maxBytes) throw tooLarge(maxBytes);
	const maxMs = timeoutMs ?? bodyTimeoutMs(length ?? maxBytes);
	const stream = limitedStream(body, maxBytes, maxMs, connection);
	const name = textOrEmpty(fileName) || lastSegment(url) || 'file';
	const mimeType = mimeTypeOf(headers['content-type']);
	return await helpers.prepareBinaryData(stream.bytes, name, mimeType).catch((error: unknown) => {
		if (stream.isTooLarge()) throw tooLarge(maxBytes);
		// What fails when all bytes came is not the network.
		if (stream.isComplete()) throw notStored(error);
		const reason: unknown = connection.signal.aborted ? connection.signal.reason : error;
		throw requestError('request', url.host, reason);
	});
}

/** What file hosts answer for an address that has expired, or under which there is nothing. */
const gone = [403, 404, 410];

function notGiven({ status, headers, url }: FileResponse): CloudError {
	const { problem } = answerError('request', url.host, { status, headers, text: '' });
	if (problem.name.startsWith('cloudflare')) return new CloudError(problem);
	if (!gone.includes(status)) {
		const message = `${url.host} did not return the file (status ${status})`;
		return new CloudError({ ...problem, message, next: tryLater });
	}
	const message = 'The file is no longer there, or its address has expired';
	return new CloudError({ ...problem, name: 'fileGone', message, next: tryAnew });
}

async function fetchOnce(
	context: FileContext,
	client: CloudClient,
	{ url, fileName }: FileSource,
	limits: FileLimits,
): Promise<IBinaryData> {
	const response = await request(client, url, limits);
	const { status, body } = response;
	try {
		if (status < 200 || status > 299 || !isByteStream(body)) throw notGiven(response);
		return await store(context, response, body, fileName, limits);
	} finally {
		hangUp(response);
	}
}

/** Without the session: presigned addresses refuse a second signature. The address is used as it is. */
export async function download(
	context: FileContext,
	client: CloudClient,
	file: FileSource,
	limits: FileLimits,
): Promise<IBinaryData> {
	const fetch = async (source: FileSource) =>
		await client.fetchFile(async () => await fetchOnce(context, client, source, limits));
	try {
		return await fetch(file);
	} catch (error) {
		const isGone = problemOf(error)?.name === 'fileGone';
		const fresh = isGone ? await file.renew?.() : undefined;
		if (fresh === undefined || fresh.url === file.url) throw error as Error;
		return await fetch({ ...fresh, ...(file.fileName ? { fileName: file.fileName } : {}) });
	}
}
