import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { BambuLabTrigger } from '../../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetSignIns } from '../../support/forget';
import type { SimulatedCloud } from '../../cloud';
import { credentialFor, useCloud } from '../../support/cloud';
import { PublishedTrigger, type StoredCredential } from '../../support/engine';

export const tasksPath = '/v1/user-service/my/tasks';
export const workshop = '01P00A000000001';

let clock = Date.now();
/** How much faster than the real one the clock of the process went, which never jumps; milliseconds. */
let passed = 0;

const realElapsed = performance.now.bind(performance);

/**
 * A simulated cloud whose clock, and n8n's too, stands still until a test lets time pass. The clock of
 * the process goes on beside, as waits of the transport depend on it.
 */
export function useStoppedCloud(): () => SimulatedCloud {
	const cloud = useCloud({ now: () => clock, history: 120 });
	beforeEach(() => {
		jest.spyOn(Date, 'now').mockImplementation(() => clock);
		jest.spyOn(performance, 'now').mockImplementation(() => realElapsed() + passed);
		forgetSignIns();
	});
	afterEach(() => jest.restoreAllMocks());
	return cloud;
}

/** Stops the clock of the process too, for a test in which it is told how long something lasted. */
export function stopProcessClock(): void {
	const stoppedAt = Math.floor(realElapsed());
	jest.spyOn(performance, 'now').mockImplementation(() => stoppedAt + passed);
}

/** Starts prints of ten minutes, if nothing else is asked. */
export function printStarter(cloud: () => SimulatedCloud) {
	return (input: { deviceId?: string; seconds?: number; outcome?: 'finished' | 'failed' } = {}) =>
		cloud().world.startPrint({ seconds: 600, ...input });
}

export function passInCloud(seconds: number): void {
	clock += seconds * 1000;
	passed += seconds * 1000;
}

/** Sets n8n's clock and the cloud's, as when a computer gets the time from the network. */
export function setClock(seconds: number): void {
	clock += seconds * 1000;
}

/** Calls the control API of the simulated cloud. */
export async function control<T = unknown>(
	{ controlUrl }: SimulatedCloud,
	call: string,
	body: object = {},
): Promise<T> {
	const [method = '', path = ''] = call.split(' ');
	const response = await fetch(`${controlUrl}${path}`, {
		method,
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	if (!response.ok) throw new Error(await response.text());
	return (await response.json()) as T;
}

/** Lets the requests to a path fail until the faults are deleted, or so many `times`. */
export async function breakDown(
	cloud: SimulatedCloud,
	path: string,
	fault: { status?: number; mode?: string; body?: object; delayMs?: number; times?: number },
	query?: { [name: string]: string },
): Promise<void> {
	await control(cloud, 'POST /faults', { match: { path, ...(query && { query }) }, ...fault });
}

export async function repair(cloud: SimulatedCloud): Promise<void> {
	await control(cloud, 'DELETE /faults');
}

let processes = 0;

/** Ends are told at once, unless a test is about the wait for filaments. */
export function atOnce(parameters: INodeParameters): INodeParameters {
	return { ...parameters, options: { waitForFilament: false, ...(parameters.options as object) } };
}

/** A trigger in an n8n process of its own, with what an earlier one has stored. */
export function triggerWith(
	cloud: SimulatedCloud,
	parameters: INodeParameters = {},
	credential: StoredCredential = credentialFor(cloud),
	stored?: IDataObject,
): PublishedTrigger {
	const setup = {
		node: BambuLabTrigger,
		parameters: atOnce({ events: ['taskCreated', 'taskFinished', 'taskFailed'], ...parameters }),
		credential,
		settings: { id: `node ${++processes}` },
	};
	return new PublishedTrigger(setup, stored);
}

/** A trigger that is published and has told nothing yet. */
export async function publishedWith(
	...made: Parameters<typeof triggerWith>
): Promise<PublishedTrigger> {
	const trigger = triggerWith(...made);
	expect(await trigger.publish()).toBeNull();
	return trigger;
}

export function eventIds(items: INodeExecutionData[] | null): string[] | null {
	return items && items.map(({ json }) => String(json.eventId));
}

/** The paths and offsets that were asked for, without the first ones. */
export function requested(cloud: SimulatedCloud, since = 0): string[] {
	return cloud
		.requests()
		.slice(since)
		.map(({ path, query }) => (query.offset ? `${path} ${query.offset}` : path));
}
