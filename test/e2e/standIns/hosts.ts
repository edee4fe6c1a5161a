/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

import { generate } from 'selfsigned';

import { readAsked, Refused, send, type StandIn } from './exchange';

export interface FakedHosts {
	proxyUrl: string;
	/** The certificate that n8n has to trust, as PEM. */
	certificate: string;
	/** What went wrong so far: requests to unknown hosts, and those that a stand-in refused. */
	complaints: string[];
	stop(): Promise<void>;
}

/**
 * A proxy that leads to no network: behind each known name stands a stand-in, with a certificate of
 * its own where it is asked for securely, and any other name is refused and noted. It listens on this
 * machine only.
 */
export async function startFakedHosts(standIns: Map<string, StandIn>): Promise<FakedHosts> {
	const pem = await certificateFor([...standIns.keys()].filter((name) => !name.includes(':')));
	const complaints: string[] = [];
	const sockets = new Set<Socket>();

	const answer: RequestListener = (request, response) => {
		const standIn = standIns.get(request.headers.host ?? '');
		readAsked(request)
			.then(async (asked) => {
				if (standIn === undefined) throw new Error(`nobody stands in for ${asked.host}`);
				send(response, await standIn.answer(asked));
			})
			.catch((error: unknown) => {
				const reason = error instanceof Error ? error.message : String(error);
				complaints.push(`${standIn?.name}: ${request.method} ${request.url}: ${reason}`);
				const plain = { status: 400, body: { ok: false, error: reason } };
				send(response, (error instanceof Refused && error.answer) || plain);
			});
	};
	const hosts = createSecureServer({ key: pem.private, cert: pem.cert }, answer);
	const proxy = createServer((request, response) => {
		if (standIns.has(request.headers.host ?? '')) return answer(request, response);
		complaints.push(`Unknown host: ${request.method} ${request.url}`);
		send(response, { status: 502, body: { error: 'The tests know no such host' } });
	});
	proxy.on('connection', (socket) => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
	});
	proxy.on('connect', (request, socket: Socket) => {
		const [name = ''] = (request.url ?? '').split(':');
		socket.on('error', () => socket.destroy());
		if (!standIns.has(name)) {
			complaints.push(`Unknown host: ${request.url}`);
			socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
			return;
		}
		socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
		hosts.emit('connection', socket);
	});
	await new Promise<void>((resolve, reject) => {
		proxy.once('error', reject);
		proxy.listen(0, '127.0.0.1', resolve);
	});
	const { port } = proxy.address() as AddressInfo;
	return {
		proxyUrl: `http://127.0.0.1:${port}`,
		certificate: pem.cert,
		complaints,
		stop: async () => {
			for (const socket of sockets) socket.destroy();
			await new Promise<void>((resolve) => proxy.close(() => resolve()));
		},
	};
}

async function certificateFor(names: string[]) {
	return await generate([{ name: 'commonName', value: 'Stand-ins of the tests' }], {
		algorithm: 'sha256',
		extensions: [
			{ name: 'basicConstraints', cA: true },
			{ name: 'subjectAltName', altNames: names.map((value) => ({ type: 2, value })) },
		],
	});
}
