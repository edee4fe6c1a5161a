import {
	NodeOperationError,
	type IBinaryData,
	type IExecuteFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { credentialType, readCredentials } from './credentials';
import { explain } from './errors';
import { failureOfThrown, plainHeaders } from './failure';
import { requestTimeoutMs } from './http';
import { entryOf, finiteNumber, isObject, textOrEmpty } from './json';
import { userAgent } from './userAgent';

type FileContext = IExecuteFunctions | IPollFunctions;

/** A file to fetch: where it lies, and what to call it. */
export interface FileSource {
	url: string;
	/** Taken from the address where it is empty. */
	fileName?: string;
}

const mimeTypes: { [extension: string]: string } = {
	'3mf': 'model/3mf',
	bin: 'application/octet-stream',
	config: 'text/plain',
	gcode: 'text/x.gcode',
	gif: 'image/gif',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	json: 'application/json',
	png: 'image/png',
	stl: 'model/stl',
	webp: 'image/webp',
	xml: 'application/xml',
	zip: 'application/zip',
};

const tryAnew =
	'Addresses of the Bambu Lab cloud live from minutes to an hour. Take the file from its task, project, or print profile, which asks for a new address each time.';

function refuse(context: FileContext, message: string, description: string): never {
	throw new NodeOperationError(context.getNode(), message, { description });
}

/** Only https, but for a custom host that the credential itself names with http. */
async function checkedUrl(context: FileContext, address: string): Promise<URL> {
	// A URL parser would drop line breaks, and change the address in silence.
	if (/[\p{Cc}\p{Cs}\s]/u.test(address) || !URL.canParse(address)) {
		refuse(
			context,
			'The address of the file is no URL',
			'Give a whole one that begins with https://, as another operation returned it.',
		);
	}
	const url = new URL(address);
	if (url.protocol === 'https:') return url;
	const { apiUrl } = readCredentials(await context.getCredentials(credentialType));
	const own = new URL(apiUrl);
	if (url.protocol === 'http:' && own.protocol === 'http:' && own.hostname === url.hostname) {
		return url;
	}
	return refuse(
		context,
		'Files are downloaded over https only',
		'The address begins with something else. Plain http is allowed only for the host of a custom API URL.',
	);
}

function lastSegment(url: URL): string {
	const segment = url.pathname.split('/').at(-1) ?? '';
	try {
		return decodeURIComponent(segment);
	} catch {
		return segment;
	}
}

function mimeTypeOf(fileName: string, contentType: string): string {
	const declared = contentType.split(';')[0]?.trim() ?? '';
	const known = entryOf(mimeTypes, fileName.split('.').at(-1)?.toLowerCase() ?? '');
	const isVague = declared === '' || /octet-stream|binary/.test(declared);
	return (isVague ? known : declared) ?? 'application/octet-stream';
}

/** What of a Node stream is needed here; nodes may not import its type. */
interface ByteStream {
	map: (change: (chunk: unknown) => unknown) => FileBytes;
	destroy: () => void;
}

type FileBytes = Parameters<FileContext['helpers']['prepareBinaryData']>[0];

/** The bytes of a body as they come, so that a large file needs no memory; too many of them are an error. */
function bounded(
	body: ByteStream,
	mostBytes: number,
): { bytes: FileBytes; isTooLarge: () => boolean } {
	let size = 0;
	const bytes = body.map((chunk) => {
		size += Buffer.byteLength(Buffer.isBuffer(chunk) ? chunk : String(chunk));
		if (size > mostBytes) throw new Error('The file is too large');
		return chunk;
	});
	return { bytes, isTooLarge: () => size > mostBytes };
}

function unreadable(context: FileContext, host: string, error: unknown): never {
	const { message, description } = explain(failureOfThrown('request', host, error));
	return refuse(context, message, description);
}

function tooLarge(context: FileContext, mostBytes: number): never {
	const megabytes = Math.round(mostBytes / 1_048_576);
	return refuse(
		context,
		`The file is larger than ${megabytes} MB`,
		'Raise "Max Size" in the options, if this n8n has the memory for it.',
	);
}

function isByteStream(value: unknown): value is ByteStream {
	return isObject(value) && typeof value.map === 'function' && typeof value.destroy === 'function';
}

/** Closes the connection of an answer whose body nobody wants. */
function discard(body: unknown): void {
	if (isObject(body) && typeof body.destroy === 'function') body.destroy();
}

interface FileAnswer {
	url: URL;
	status: number;
	headers: { [name: string]: string };
	body: unknown;
}

const mostRedirects = 5;

/** Follows redirects itself, so that each address is checked. */
async function request(context: FileContext, address: string): Promise<FileAnswer> {
	let next = address;
	for (let hop = 0; hop <= mostRedirects; hop++) {
		const url = await checkedUrl(context, next);
		const response: unknown = await context.helpers
			.httpRequest({
				method: 'GET',
				url: next,
				headers: { 'User-Agent': userAgent },
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: requestTimeoutMs,
			})
			.catch((error: unknown) => unreadable(context, url.host, error));
		const { statusCode, headers: rawHeaders, body } = isObject(response) ? response : {};
		const headers = plainHeaders(rawHeaders);
		const status = finiteNumber(statusCode) ?? 0;
		const { location } = headers;
		if (status < 300 || status > 399 || location === undefined) {
			return { url, status, headers, body };
		}
		discard(body);
		next = URL.canParse(location, url.href) ? new URL(location, url).href : '';
	}
	return refuse(context, 'The file is sent from one address to the next without end', tryAnew);
}

/**
 * Fetches a file without the session: presigned addresses refuse a second signature, and a token has
 * no business with a file host. The address is used as it is, signature and all.
 */
export async function download(
	context: FileContext,
	{ url: address, fileName = '' }: FileSource,
	mostBytes: number,
): Promise<IBinaryData> {
	const { url, status, headers, body } = await request(context, address);
	const saysTooLarge = (finiteNumber(headers['content-length']) ?? 0) > mostBytes;
	if (status < 200 || status > 299 || !isByteStream(body) || saysTooLarge) {
		discard(body);
		if (saysTooLarge && status < 300) tooLarge(context, mostBytes);
		if ([403, 404, 410].includes(status)) {
			refuse(context, 'The file is no longer there, or its address has expired', tryAnew);
		}
		return refuse(
			context,
			`${url.host} did not give the file (status ${status})`,
			'Nothing has to be changed here; try again in a few minutes.',
		);
	}
	const name = textOrEmpty(fileName) || lastSegment(url) || 'file';
	const { bytes, isTooLarge } = bounded(body, mostBytes);
	const mimeType = mimeTypeOf(name, headers['content-type'] ?? '');
	return await context.helpers.prepareBinaryData(bytes, name, mimeType).catch((error: unknown) => {
		if (isTooLarge()) tooLarge(context, mostBytes);
		return unreadable(context, url.host, error);
	});
}
