/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { crc32 } from 'node:zlib';

const VERSION = 20;
/** 1 January 2026, 00:00. */
const DATE = ((2026 - 1980) << 9) | (1 << 5) | 1;

/** A zip archive with the files stored uncompressed: enough for a 3mf that opens. */
export function zip(files: ReadonlyArray<{ name: string; bytes: Buffer }>): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, bytes } of files) {
		const local = Buffer.concat([signature(0x04034b50), fields(name, bytes), Buffer.from(name)]);
		bodies.push(local, bytes);
		directory.push(
			signature(0x02014b50),
			uint16(VERSION),
			fields(name, bytes),
			uint16(0, 0, 0),
			uint32(0, offset),
			Buffer.from(name),
		);
		offset += local.length + bytes.length;
	}
	const size = directory.reduce((sum, part) => sum + part.length, 0);
	const end = [
		signature(0x06054b50),
		uint16(0, 0, files.length, files.length),
		uint32(size, offset),
		uint16(0),
	];
	return Buffer.concat([...bodies, ...directory, ...end]);
}

/** What a file's own header and its entry in the directory share. */
function fields(name: string, bytes: Buffer): Buffer {
	return Buffer.concat([
		uint16(VERSION, 0, 0, 0, DATE),
		uint32(crc32(bytes), bytes.length, bytes.length),
		uint16(Buffer.byteLength(name), 0),
	]);
}

function signature(value: number): Buffer {
	return uint32(value);
}

function uint16(...values: number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	values.forEach((value, index) => buffer.writeUInt16LE(value, index * 2));
	return buffer;
}

function uint32(...values: number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 4);
	values.forEach((value, index) => buffer.writeUInt32LE(value, index * 4));
	return buffer;
}
