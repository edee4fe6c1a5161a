/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer, type Server, type Socket } from 'node:net';

/** Servers that stall or break off, closed after each test. */
export function useBrokenServers() {
	const servers: Array<{ server: Server; sockets: Socket[] }> = [];

	/** A server that does this once a request has begun to come in. */
	async function serverThat(answer: (socket: Socket) => void): Promise<{ host: string }> {
		const sockets: Socket[] = [];
		const server = createServer((socket) => {
			sockets.push(socket);
			socket.on('error', () => {}).once('data', () => answer(socket));
		});
		servers.push({ server, sockets });
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		return { host: `127.0.0.1:${port}` };
	}

	async function close({ server, sockets }: (typeof servers)[number]): Promise<void> {
		for (const socket of sockets) socket.destroy();
		await new Promise<void>((resolve) => server.close(() => resolve()));
	}

	async function closeServers(): Promise<void> {
		await Promise.all(servers.splice(0).map(close));
	}

	afterEach(closeServers);
	const connections = () => servers.reduce((total, { sockets }) => total + sockets.length, 0);
	return { serverThat, closeServers, connections };
}
