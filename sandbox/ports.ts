/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Whether nobody listens on a port of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
	return (await listenBriefly(port)) !== undefined;
}

/** A port that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
	const port = await listenBriefly(0);
	if (port === undefined) throw new Error('This machine has no free port.');
	return port;
}

async function listenBriefly(port: number): Promise<number | undefined> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(undefined));
		server.listen(port, HOST, () => {
			const address = server.address();
			server.close(() =>
				resolve(typeof address === 'object' && address ? address.port : undefined),
			);
		});
	});
}
