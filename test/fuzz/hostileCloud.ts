/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import {
	createServer,
	request,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';

import nock from 'nock';

import { startCloud, type SimulatedCloud } from '../cloud';
import { isObject } from '../../nodes/BambuLab/cloud/json';
import { rowListsIn, spoilt, type Hostility, type WireAnswer } from './hostility';

/** Good answers by method and path. */
export type Recording = Map<string, WireAnswer>;

/** What is done to the answer of a request, told the request and how many came before. */
export type Attack = (good: WireAnswer, asked: string, index: number) => WireAnswer;

/** More than any case needs: beyond it the nodes ask in circles. */
const maxRequests = 500;

const unknown: WireAnswer = {
	status: 404,
	headers: { 'content-type': 'application/json' },
	body: Buffer.from('{"code":5,"error":"not found"}'),
};

/**
 * Stands before a simulated cloud: notes its answers first, and gives them spoilt later. What the
 * cloud says of its files leads here as well.
 */
export class HostileCloud {
	/** Method and path of each request of the case. */
	readonly asked: string[] = [];
	private recording: Recording | undefined = new Map();
	private attack: Attack | undefined;
	/** What went wrong here, and not in the nodes. */
	private defect: unknown;

	private constructor(
		readonly cloud: SimulatedCloud,
		private readonly server: Server,
		readonly url: string,
	) {}

	static async start(): Promise<HostileCloud> {
		const cloud = await startCloud();
		const server = createServer((incoming, outgoing) => {
			hostile.answer(incoming, outgoing).catch((error: unknown) => {
				hostile.defect = error;
				outgoing.destroy();
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		const port = typeof address === 'object' && address !== null ? address.port : 0;
		const hostile = new HostileCloud(cloud, server, `http://127.0.0.1:${port}`);
		return hostile;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
		await this.cloud.stop();
	}

	/** What the cloud answers while `act` runs. */
	async record(act: () => Promise<unknown>): Promise<Recording> {
		const recording: Recording = new Map();
		this.recording = recording;
		this.attack = undefined;
		await act();
		this.recording = undefined;
		return recording;
	}

	/** Plays what was recorded, as the attack has it. */
	play(recording: Recording, attack: Attack): void {
		this.asked.length = 0;
		this.recording = recording;
		this.attack = attack;
	}

	/** Spoils the answers in turn, over and again. */
	spoil(recording: Recording, hostilities: ReadonlyArray<Hostility | undefined>): void {
		this.play(recording, (good, _asked, index) =>
			spoilt(good, hostilities[index % hostilities.length]),
		);
	}

	private async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of incoming) chunks.push(chunk as Buffer);
		const { method = '', url = '' } = incoming;
		const asked = `${method} ${url.split('?')[0] ?? ''}`;
		if (this.attack === undefined) {
			const answer = await this.forward(incoming, Buffer.concat(chunks));
			this.recording?.set(asked, answer);
			return send(outgoing, answer);
		}
		const index = this.asked.push(asked) - 1;
		if (index >= maxRequests) return send(outgoing, unknown);
		send(outgoing, this.attack(this.recording?.get(asked) ?? unknown, asked, index));
	}

	private async forward(
		{ method, url = '', headers }: IncomingMessage,
		body: Buffer,
	): Promise<WireAnswer> {
		const { apiUrl, filesUrl } = this.cloud;
		const origin = /^\/(v1|api)\//.test(url) ? apiUrl : filesUrl;
		return await new Promise((resolve, reject) => {
			const asked = request(origin + url, { method, headers }, (answer) => {
				const chunks: Buffer[] = [];
				answer.on('data', (chunk: Buffer) => chunks.push(chunk));
				answer.on('end', () => {
					const type = answer.headers['content-type'] ?? '';
					const cookies = answer.headers['set-cookie'];
					const bytes = Buffer.concat(chunks);
					const isText = type.includes('json');
					resolve({
						status: answer.statusCode ?? 0,
						headers: { 'content-type': type, ...(cookies && { 'set-cookie': cookies }) },
						body: isText
							? Buffer.from(shortened(bytes.toString()).replaceAll(filesUrl, this.url))
							: bytes,
					});
				});
			});
			asked.on('error', reject);
			asked.end(body);
		});
	}

	/** @throws where a case asked without end, or this server itself has failed. */
	assertSound(): void {
		if (this.defect !== undefined) throw this.defect;
		if (this.asked.length > maxRequests) throw new Error('It asks without end');
	}
}

/** Long lists make a case slow and no harder. */
const rowCap = 3;

function shortened(text: string): string {
	const body = JSON.parse(text) as unknown;
	for (const list of rowListsIn(body)) list.splice(rowCap);
	if (isObject(body) && Array.isArray(body.hits) && typeof body.total === 'number') {
		body.total = body.hits.length;
	}
	return JSON.stringify(body);
}

function send(outgoing: ServerResponse, { status, headers, body, share }: WireAnswer): void {
	try {
		outgoing.writeHead(status, { ...headers, 'content-length': String(body.length) });
	} catch {
		// What this server cannot even write, no client has to read.
		outgoing.writeHead(status, { 'content-length': String(body.length) });
	}
	if (share === undefined) {
		outgoing.end(body);
		return;
	}
	outgoing.write(body.subarray(0, Math.floor(body.length * share)), () => outgoing.destroy());
}

/** A hostile cloud for all tests of the file. */
export function useHostileCloud(): () => HostileCloud {
	let hostile: HostileCloud | undefined;
	beforeAll(async () => {
		hostile = await HostileCloud.start();
	});
	// The specimens of the contract have pictures there, and another operation's answer may ask for one.
	beforeEach(() => {
		nock('https://public-cdn.example').persist().get(/^/).optionally().reply(404);
	});
	afterAll(async () => {
		await hostile?.stop();
	});
	return () => {
		if (hostile === undefined) throw new Error('The hostile cloud runs during tests only');
		return hostile;
	};
}
