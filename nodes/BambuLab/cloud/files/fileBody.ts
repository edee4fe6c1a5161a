import type { IExecuteFunctions } from 'n8n-workflow';

import { requestTimeoutMs } from '../http/request';
import { isObject } from '../json';

/** What of a Node stream is needed here; nodes may not import its type. */
export interface ByteStream {
	map: (change: (chunk: unknown) => unknown) => FileBytes;
	on: (event: 'error', listener: () => void) => void;
	destroy: () => void;
}

type FileBytes = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

/** How large a file may be, and how long it may take. */
export interface FileLimits {
	mostBytes: number;
	/** In milliseconds, as `Date.now` counts; without it a file may take as long as its bytes keep coming. */
	deadline?: number;
}

export function isByteStream(value: unknown): value is ByteStream {
	return (
		isObject(value) && ['map', 'on', 'destroy'].every((name) => typeof value[name] === 'function')
	);
}

/** Closes the connection of an answer whose body nobody wants any more. */
export function hangUp(connection: AbortController, body: unknown): void {
	if (!isByteStream(body)) return;
	// What is given up ends with an error, which nobody wants either.
	body.on('error', () => {});
	// The HTTP library may have wrapped the body, so that to destroy it alone does not reach the connection.
	connection.abort();
	body.destroy();
}

/** How long to wait for the next sign of life. */
export function patienceFor({ deadline = Infinity }: FileLimits): number {
	return Math.max(1, Math.min(requestTimeoutMs, deadline - Date.now()));
}

interface BoundedBody {
	bytes: FileBytes;
	isTooLarge: () => boolean;
	/** Fails when no more bytes come, or when the time is over; never settles otherwise. */
	silence: Promise<never>;
}

/** Fails unless `sizeOf` grows now and then: the time-out of a request ends with its headers. */
async function silenceOf(sizeOf: () => number, limits: FileLimits): Promise<never> {
	const { deadline = Infinity } = limits;
	for (let seen = -1; seen < sizeOf() && Date.now() < deadline; ) {
		seen = sizeOf();
		// A timer that keeps no process alive.
		const pause = AbortSignal.timeout(patienceFor(limits));
		await new Promise((resolve) => pause.addEventListener('abort', resolve));
	}
	throw Object.assign(new Error('No more bytes came'), { code: 'ETIMEDOUT' });
}

/** The bytes of a body as they come, so that a large file needs no memory; too many of them are an error. */
export function bounded(body: ByteStream, limits: FileLimits): BoundedBody {
	const { mostBytes } = limits;
	let size = 0;
	const bytes = body.map((chunk) => {
		size += Buffer.byteLength(Buffer.isBuffer(chunk) ? chunk : String(chunk));
		if (size > mostBytes) throw new Error('The file is too large');
		return chunk;
	});
	const silence = silenceOf(() => size, limits);
	return { bytes, isTooLarge: () => size > mostBytes, silence };
}
