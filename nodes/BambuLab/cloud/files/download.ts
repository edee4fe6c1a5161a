import {
	NodeOperationError,
	type IBinaryData,
	type IExecuteFunctions,
	type IPollFunctions,
} from 'n8n-workflow';

import { tryLater } from '../errors/catalogueRow';
import { credentialType, readCredentials } from '../session/credentials';
import { explain } from '../errors/problem';
import { failureOfThrown, plainHeaders } from '../errors/failure';
import { bounded, hangUp, isByteStream, patienceFor, type FileLimits } from './fileBody';
import { entryOf, finiteNumber, isObject, textOrEmpty } from '../json';
import { userAgent } from '../http/userAgent';

type FileContext = IExecuteFunctions | IPollFunctions;

/** A file to fetch: where it lies, and what to call it. */
export interface FileSource {
	url: string;
	/** Taken from the address where it is empty. */
	fileName?: string;
}

/** A file whose address can be asked for anew when it has expired. */
export interface RenewableFile extends FileSource {
	renew?: () => Promise<FileSource>;
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

function unreadable(context: FileContext, host: string, error: unknown): never {
	const { message, description } = explain(failureOfThrown('request', host, error));
	return refuse(context, message, description);
}

function refuseLarge(context: FileContext, mostBytes: number): never {
	const megabytes = Math.round(mostBytes / 1_048_576);
	return refuse(
		context,
		`The file is larger than ${megabytes} MB`,
		'Raise "Max Size" in the options, if this n8n has the memory for it.',
	);
}

interface FileAnswer {
	url: URL;
	status: number;
	headers: { [name: string]: string };
	body: unknown;
	close: () => void;
}

const mostRedirects = 5;

/** Follows redirects itself, so that each address is checked. */
async function request(
	context: FileContext,
	address: string,
	limits: FileLimits,
): Promise<FileAnswer> {
	let next = address;
	for (let hop = 0; hop <= mostRedirects; hop++) {
		const url = await checkedUrl(context, next);
		const connection = new AbortController();
		const response: unknown = await context.helpers
			.httpRequest({
				method: 'GET',
				url: next,
				headers: { 'User-Agent': userAgent },
				encoding: 'stream',
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				disableFollowRedirect: true,
				timeout: patienceFor(limits),
				abortSignal: connection.signal,
			})
			.catch((error: unknown) => unreadable(context, url.host, error));
		const { statusCode, headers: rawHeaders, body } = isObject(response) ? response : {};
		const headers = plainHeaders(rawHeaders);
		const close = () => hangUp(connection, body);
		const status = finiteNumber(statusCode) ?? 0;
		const { location } = headers;
		if (status < 300 || status > 399 || location === undefined) {
			return { url, status, headers, body, close };
		}
		close();
		next = URL.canParse(location, url.href) ? new URL(location, url).href : '';
	}
	return refuse(context, 'The file is sent from one address to the next without end', tryAnew);
}

/** What file hosts answer for an address that has expired, or under which there is nothing. */
function isGone({ status }: FileAnswer): boolean {
	return [403, 404, 410].includes(status);
}

async function requestFile(
	context: FileContext,
	{ url, renew }: RenewableFile,
	limits: FileLimits,
): Promise<FileAnswer> {
	const answer = await request(context, url, limits);
	if (renew === undefined || !isGone(answer)) return answer;
	answer.close();
	const fresh = await renew();
	return fresh.url === url ? answer : await request(context, fresh.url, limits);
}

/**
 * Fetches a file without the session: presigned addresses refuse a second signature, and a token has
 * no business with a file host. The address is used as it is, signature and all.
 */
export async function download(
	context: FileContext,
	file: RenewableFile,
	limits: FileLimits,
): Promise<IBinaryData> {
	const { mostBytes } = limits;
	const answer = await requestFile(context, file, limits);
	const { url, status, headers, body, close } = answer;
	const saysTooLarge = (finiteNumber(headers['content-length']) ?? 0) > mostBytes;
	if (status < 200 || status > 299 || !isByteStream(body) || saysTooLarge) {
		close();
		if (saysTooLarge && status < 300) refuseLarge(context, mostBytes);
		if (isGone(answer)) {
			refuse(context, 'The file is no longer there, or its address has expired', tryAnew);
		}
		return refuse(context, `${url.host} did not give the file (status ${status})`, tryLater);
	}
	const name = textOrEmpty(file.fileName) || lastSegment(url) || 'file';
	const { bytes, isTooLarge, silence } = bounded(body, limits);
	const mimeType = mimeTypeOf(name, headers['content-type'] ?? '');
	try {
		return await Promise.race([context.helpers.prepareBinaryData(bytes, name, mimeType), silence]);
	} catch (error) {
		close();
		if (isTooLarge()) refuseLarge(context, mostBytes);
		return unreadable(context, url.host, error);
	}
}
