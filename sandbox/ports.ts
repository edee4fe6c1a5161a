/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer } from 'node:net';

const HOST = '127.0.0.1';

/** Whether nobody listens on a port of this machine. */
export async function isPortFree(port: number): Promise<boolean> {
	const server = createServer();
	return await new Promise((resolve) => {
		server.once('error', () => resolve(false));
		server.listen(port, HOST, () => server.close(() => resolve(true)));
	});
}

/** Below those that systems give to outgoing connections, one of which might take it before it is used. */
const [LOWEST, HIGHEST] = [20_000, 32_000];
/** Jest's workers choose among others each, as what is to use a port takes seconds to do so. */
const LANES = 8;
const given = new Set<number>();

/** A port that nobody listens on at the moment, and that was not given before. */
export async function freePort(): Promise<number> {
	const lane = Number(process.env.JEST_WORKER_ID ?? 0) % LANES;
	for (let attempt = 0; attempt < 1000; attempt++) {
		const place = Math.floor((Math.random() * (HIGHEST - LOWEST)) / LANES);
		const port = LOWEST + place * LANES + lane;
		if (given.has(port) || !(await isPortFree(port))) continue;
		given.add(port);
		return port;
	}
	throw new Error('This machine has no free port.');
}
