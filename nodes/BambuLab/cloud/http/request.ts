import { UserError } from 'n8n-workflow';
import type { IDataObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';

import { homepage, name, version } from '../../../../package.json';
import type { HttpResponse } from '../errors/failure';
import { bodyText, finiteNumber, isObject, plainHeaders } from '../json';

/** Bambu Lab asks clients not to pose as its own. */
export const userAgent = `${name}/${version} (+${homepage.replace(/#.*$/, '')})`;

export type QueryValue = string | number | boolean | undefined;

export interface CloudRequest {
	method: IHttpRequestMethods;
	/** A template such as `/v1/user-service/my/task/{taskId}`. */
	path: string;
	/** Each becomes exactly one path segment. */
	pathParameters?: { [name: string]: string };
	/** Undefined and empty values are left out. */
	query?: { [key: string]: QueryValue };
	body?: IDataObject;
	headers?: { [name: string]: string };
}

/** Long enough for the slowest answer seen, short enough for a poll every minute. */
export const requestTimeoutMs = 25_000;

const maxId = 200;

/** Control characters, and halves of a character pair, which have no encoding at all. */
const unsendable = /[\p{Cc}\p{Cs}]/u;

/** Whether a text can be sent as a token: a header has no blank, no letter beyond ASCII, and some 8 kB. */
export function isSendable(token: string): boolean {
	return /^[\x21-\x7e]{1,8000}$/.test(token);
}

export function idFault(text: string): string | undefined {
	if (text === '') return 'is empty. Enter a value, or pick one from the list';
	if (text.length > maxId) return `is longer than ${maxId} characters, so it is not an ID`;
	// A path would read dots as "this folder" and "the folder above", even encoded.
	const isDots = text === '.' || text === '..';
	return isDots || unsendable.test(text) ? 'holds characters that no ID has' : undefined;
}

function pathSegment(name: string, value: string): string {
	const text = value.trim();
	const fault = idFault(text);
	if (fault !== undefined) throw new UserError(`The ${name} ${fault}.`);
	return encodeURIComponent(text);
}

function queryPair(key: string, value: string): string {
	if (unsendable.test(key)) throw new UserError('A name holds characters that cannot be sent.');
	if (unsendable.test(value))
		throw new UserError(`The ${key} holds characters that cannot be sent.`);
	return `${encodeURIComponent(key).replace(/%2F/g, '/')}=${encodeURIComponent(value)}`;
}

/** Slashes stay as they are in a key: the slicer's own resource keys hold them. */
function queryText(query: { [key: string]: QueryValue }): string {
	const pairs = Object.entries(query)
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([key, value]) => queryPair(key, String(value)));
	return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** @throws UserError where a value cannot be part of an address, or would turn it into another. */
export function requestTarget({ path, pathParameters = {}, query = {} }: CloudRequest): string {
	const filled = path.replace(/\{(\w+)\}/g, (_match, name: string) =>
		pathSegment(name, pathParameters[name] ?? ''),
	);
	return filled + queryText(query);
}

/** The body comes as text, to tell what is no JSON; without redirects no token travels to another host. */
export function httpOptions(request: CloudRequest): IHttpRequestOptions {
	return {
		method: request.method,
		url: requestTarget(request),
		headers: { Accept: 'application/json', 'User-Agent': userAgent, ...request.headers },
		...(request.body === undefined ? {} : { body: request.body }),
		encoding: 'text',
		returnFullResponse: true,
		disableFollowRedirect: true,
		timeout: requestTimeoutMs,
	};
}

export function readResponse(response: unknown): HttpResponse {
	const { body, headers, statusCode } = isObject(response) ? response : {};
	const status = finiteNumber(statusCode) ?? 0;
	return { status, headers: plainHeaders(headers), text: status === 0 ? '' : bodyText(body) };
}
