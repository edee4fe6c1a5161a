import type { IExecuteFunctions } from 'n8n-workflow';

import { isObject } from '../json';

/** What of a Node stream is needed here; nodes may not import its type. */
export interface ByteStream {
	map: (change: (chunk: unknown) => unknown) => FileBytes;
	on: (event: 'error' | 'end', listener: () => void) => void;
	destroy: () => void;
}

type FileBytes = Parameters<IExecuteFunctions['helpers']['prepareBinaryData']>[0];

export function isByteStream(value: unknown): value is ByteStream {
	return (
		isObject(value) && ['map', 'on', 'destroy'].every((name) => typeof value[name] === 'function')
	);
}

const minBytesPerMs = 250;
const maxTimeoutMs = 3_600_000;

export function bodyTimeoutMs(bytes: number): number {
	return Math.min(30_000 + Math.ceil(bytes / minBytesPerMs), maxTimeoutMs);
}

/** Up to a limit and a deadline, at which the connection ends: a request's time-out ends with its headers. */
export function limitedStream(
	body: ByteStream,
	maxBytes: number,
	timeoutMs: number,
	connection: AbortController,
): { bytes: FileBytes; isTooLarge: () => boolean; isComplete: () => boolean } {
	let size = 0;
	let isComplete = false;
	body.on('end', () => (isComplete = true));
	// To destroy the body would not reach the connection: the HTTP library may have wrapped it.
	AbortSignal.timeout(Math.max(1, timeoutMs)).addEventListener('abort', () => {
		if (!isComplete) connection.abort(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' }));
	});
	// Handed on as they come, so that a large file needs no memory.
	const bytes = body.map((chunk) => {
		size += Buffer.byteLength(Buffer.isBuffer(chunk) ? chunk : String(chunk));
		if (size > maxBytes) throw new Error('The file is too large');
		return chunk;
	});
	return { bytes, isTooLarge: () => size > maxBytes, isComplete: () => isComplete };
}
