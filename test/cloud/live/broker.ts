/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import Aedes, { type AuthenticateError, type Client } from 'aedes';
import { generate } from 'selfsigned';
import type { Cloud } from '../cloud';
import { PortTaken } from '../http/server';
import type { Printer } from '../world/types';
import { LivePrinter, reportTopic, requestTopic } from './livePrinter';

const HOST = '127.0.0.1';
/** CONNACK 5, as clients report it for a token that is dead. */
const NOT_AUTHORIZED = 5;

/** What a connection may hear: all printers of an account, or the one whose access code it knows. */
interface Access {
	printers: () => Printer[];
	/** A printer's own broker lets clients listen to everything. */
	mayUseWildcards: boolean;
}

export interface Connection {
	at: number;
	user: string;
	accepted: boolean;
}

/**
 * A real MQTT broker with simulated printers behind it. It stands for the cloud's, where user `u_<uid>` and the
 * token of a session let in, and for that of each printer, where `bblp` and its access code do.
 */
export class LiveBroker {
	readonly connections: Connection[] = [];
	private readonly aedes = new Aedes();
	private readonly access = new WeakMap<Client, Access>();
	private readonly servers: Server[] = [];
	private readonly sockets = new Set<Socket>();
	private readonly printers = new Map<string, LivePrinter>();
	/** The own certificate, for clients that check it. */
	certificate = '';
	url = '';
	tlsUrl = '';

	constructor(private readonly cloud: Cloud) {
		this.aedes.authenticate = (client, user, password, done) => {
			const access = this.accessOf(user ?? '', String(password ?? ''));
			this.connections.push({ at: cloud.now(), user: user ?? '', accepted: access !== undefined });
			if (access === undefined) {
				const refusal = Object.assign(new Error('Not authorized'), { returnCode: NOT_AUTHORIZED });
				done(refusal as AuthenticateError, false);
				return;
			}
			this.access.set(client, access);
			done(null, true);
		};
		this.aedes.authorizeSubscribe = (client, subscription, done) => {
			const { mayUseWildcards = false } = this.access.get(client) ?? {};
			const isWild = /[+#]/.test(subscription.topic);
			done(null, isWild && !mayUseWildcards ? null : subscription);
		};
		this.aedes.authorizePublish = (client, { topic }, done) => {
			done(
				client && this.heard(client).some((serial) => topic === requestTopic(serial))
					? null
					: new Error('Not allowed'),
			);
		};
		// Whoever listens to requests hears none, and a topic of another account is silent.
		this.aedes.authorizeForward = (client, packet) =>
			this.heard(client).some((serial) => packet.topic === reportTopic(serial)) ? packet : null;
		this.aedes.on('publish', ({ topic, payload }, client) => {
			if (!client) return;
			const serial = this.heard(client).find((own) => topic === requestTopic(own));
			if (serial !== undefined) this.printer(serial)?.request(payload.toString());
		});
	}

	async start(port: number, tlsPort: number): Promise<void> {
		const { private: key, cert } = await generate([{ name: 'commonName', value: HOST }], {
			extensions: [{ name: 'subjectAltName', altNames: [{ type: 7, ip: HOST }] }],
		});
		this.certificate = cert;
		const plain = createServer((socket) => this.handle(socket));
		const secure = createTlsServer({ key, cert }, (socket) => this.handle(socket));
		this.url = `mqtt://${HOST}:${await this.listen(plain, port)}`;
		this.tlsUrl = `mqtts://${HOST}:${await this.listen(secure, tlsPort)}`;
	}

	/** The live side of a printer of this moment's world. */
	printer(serial: string): LivePrinter | undefined {
		const known = this.printers.get(serial);
		const printer = this.cloud.world.printers.find((own) => own.serial === serial);
		if (printer === undefined || known?.printer === printer) return known;
		const topic = reportTopic(serial);
		const live = new LivePrinter(printer, (payload) => {
			const packet = { cmd: 'publish', qos: 0, retain: false, dup: false } as const;
			this.aedes.publish({ ...packet, topic, payload: Buffer.from(payload) }, () => undefined);
		});
		this.printers.set(serial, live);
		return live;
	}

	/** Breaks all connections, as when a session is thrown out, or the network is. */
	cut(): number {
		const { size } = this.sockets;
		for (const socket of this.sockets) socket.destroy();
		return size;
	}

	reset(): void {
		this.cut();
		this.printers.clear();
		this.connections.length = 0;
	}

	async stop(): Promise<void> {
		this.cut();
		await new Promise<void>((resolve) => this.aedes.close(resolve));
		for (const server of this.servers) {
			await new Promise<void>((resolve) => void server.close(() => resolve()));
		}
	}

	private heard(client: Client): string[] {
		return (
			this.access
				.get(client)
				?.printers()
				.map(({ serial }) => serial) ?? []
		);
	}

	private accessOf(user: string, password: string): Access | undefined {
		const { world, signIn } = this.cloud;
		if (user === 'bblp') {
			const own = world.printers.find(({ accessCode }) => accessCode.trim() === password);
			return own && { printers: () => [own], mayUseWildcards: true };
		}
		const account = signIn.owner(password);
		const isOwn = account !== undefined && user === `u_${account.uid}`;
		return isOwn
			? { printers: () => this.cloud.world.printers, mayUseWildcards: false }
			: undefined;
	}

	private handle(socket: Socket): void {
		this.sockets.add(socket);
		socket.once('close', () => this.sockets.delete(socket));
		socket.on('error', () => socket.destroy());
		this.aedes.handle(socket);
	}

	private async listen(server: Server, port: number): Promise<number> {
		await new Promise<void>((resolve, reject) => {
			server.once('error', ({ code, message }: NodeJS.ErrnoException) => {
				const words = `Port ${port} is taken. Choose another one with --mqtt-port or --mqtts-port.`;
				reject(code === 'EADDRINUSE' ? new PortTaken(words, port) : new Error(message));
			});
			server.listen(port, HOST, resolve);
		});
		this.servers.push(server);
		const address = server.address();
		if (typeof address !== 'object' || address === null) throw new Error('The broker has no port');
		return address.port;
	}
}
