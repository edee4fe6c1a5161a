/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { type SimulatedCloud, startCloud } from '../test/cloud';
import { PortTaken } from '../test/cloud/http/server';
import { isPortFree } from './ports';
import { UserProblem } from './say';

export type { SimulatedCloud } from '../test/cloud';

const CLOUD_PORTS = 4;

export async function assertCloudPortsFree(first: number): Promise<void> {
	const ports = Array.from({ length: CLOUD_PORTS }, (_, index) => first + index);
	for (const port of ports) {
		if (await isPortFree(port)) continue;
		throw portProblem(port, first);
	}
}

function portProblem(port: number, first: number): UserProblem {
	return new UserProblem(
		`Port ${port}, which the simulated cloud needs, is taken. Choose four others in a row, ` +
			`for example: npm start -- --cloud-port ${first + 100}`,
	);
}

/**
 * Starts the simulated cloud. Its past is the same at each start on the same user folder, as the
 * trigger in a kept n8n would take another past for news.
 */
export async function startSimulatedCloud(
	userFolder: string,
	port: number,
	speed: number,
): Promise<SimulatedCloud> {
	const born = birthOf(userFolder);
	let running = false;
	const cloud = await startCloud({
		port,
		controlPort: port + 1,
		filesPort: port + 2,
		mqttPort: port + 3,
		speed,
		strict: false,
		now: () => (running ? Date.now() : born),
	}).catch((error: unknown) => {
		throw error instanceof PortTaken ? portProblem(error.port, port) : error;
	});
	running = true;
	return cloud;
}

function birthOf(userFolder: string): number {
	const file = join(userFolder, 'simulated-cloud-since');
	try {
		const since = Date.parse(readFileSync(file, 'utf8'));
		if (Number.isFinite(since)) return since;
	} catch {
		// The first start on this folder.
	}
	const now = Date.now();
	writeFileSync(file, new Date(now).toISOString());
	return now;
}

export interface StartedPrint {
	id: number;
	title: string;
	/** What a user sends to the control API to start another. */
	command: string;
}

/** Starts a print that takes the given time of this world, through the cloud's control API. */
export async function startPrint(
	cloud: SimulatedCloud,
	realSeconds: number,
	speed: number,
): Promise<StartedPrint> {
	const print = { title: 'Benchy', seconds: Math.round(realSeconds * speed) };
	const url = `${cloud.controlUrl}/prints`;
	// Seconds since 1970 as the id: higher than any before, also than those of earlier starts.
	const id = Math.floor(Date.now() / 1000);
	const answer = await fetch(url, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ ...print, id }),
	});
	if (!answer.ok) {
		throw new Error(`The simulated cloud started no print: ${await answer.text()}`);
	}
	const command = `curl ${url} -H "content-type: application/json" -d '${JSON.stringify(print)}'`;
	return { id, title: print.title, command };
}
