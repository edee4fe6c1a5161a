/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

const HOST = '127.0.0.1';
const MOST_BYTES = 10 * 1024 * 1024;

export interface RunningServer {
	url: string;
	/** Ends at once, also what still hangs. */
	stop(): Promise<void>;
	/** Answers again on the same address. */
	restart(): Promise<void>;
}

type Listener = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

export async function startServer(
	port: number,
	option: string,
	listener: Listener,
): Promise<RunningServer> {
	const server = createServer((request, response) => {
		listener(request, response).catch((error: unknown) => {
			const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
			if (!response.headersSent) response.writeHead(500, { 'content-type': 'text/plain' });
			response.end(`The simulated cloud itself failed: ${message}`);
		});
	});
	// A client that asks again after some idle seconds shall not meet a connection that just ends.
	server.keepAliveTimeout = 60_000;
	await listen(server, port, option);
	const address = server.address();
	if (typeof address !== 'object' || address === null) throw new Error('The server has no port');
	return {
		url: `http://${HOST}:${address.port}`,
		stop: async () => await stop(server),
		restart: async () => await listen(server, address.port, option),
	};
}

export async function readBody(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request) {
		const bytes = Buffer.from(chunk);
		size += bytes.length;
		if (size > MOST_BYTES) throw new Error(`Request bodies end at ${MOST_BYTES} bytes`);
		chunks.push(bytes);
	}
	return Buffer.concat(chunks).toString('utf8');
}

async function listen(server: Server, port: number, option: string): Promise<void> {
	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => {
			const taken = error.code === 'EADDRINUSE' || error.code === 'EACCES';
			const message = `Port ${port} is ${error.code === 'EACCES' ? 'not allowed' : 'taken'}. Choose another one with ${option}.`;
			reject(taken ? new PortTaken(message, port) : error);
		});
		server.listen(port, HOST, resolve);
	});
}

export class PortTaken extends Error {
	constructor(
		message: string,
		readonly port: number,
	) {
		super(message);
	}
}

async function stop(server: Server): Promise<void> {
	await new Promise<void>((resolve) => {
		server.close(() => resolve());
		server.closeAllConnections();
	});
}
