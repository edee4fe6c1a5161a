/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import * as fc from 'fast-check';
import type { INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { forgetRateLimiters, forgetSignIns } from '../support/forget';
import { isObject, type JsonObject } from '../../nodes/BambuLab/cloud/json';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { readState } from '../../nodes/BambuLab/trigger/state';
import { PublishedTrigger, type StoredCredential } from '../support/engine';
import type { HostileCloud, Recording } from './hostileCloud';
import { hostilities, type Hostility, type WireAnswer } from './hostility';
import { credentialAt } from './operations';
import { arePrototypesPolluted, faultOfOutput, rawWordsIn } from './oracle';

const freshId = 987_654_321;
const freshVersion = '99.00.00.00';
const freshStatus = 'FRESH';

type Change = (body: JsonObject) => JsonObject;

const firstOf = (list: unknown): JsonObject =>
	Array.isArray(list) && isObject(list[0]) ? list[0] : {};

/** A print, or a message, that came in just now. */
const withNewRow =
	(more: (now: string) => object): Change =>
	({ hits, total, ...rest }) => {
		const row = { ...firstOf(hits), id: freshId, ...more(new Date().toISOString()) };
		const rows = Array.isArray(hits) ? hits : [];
		return {
			...rest,
			hits: [row, ...rows],
			...(typeof total === 'number' && { total: total + 1 }),
		};
	};

const withFirstDevice =
	(more: object): Change =>
	({ devices, ...rest }) => {
		const [, ...others] = Array.isArray(devices) ? (devices as unknown[]) : [];
		return { ...rest, devices: [{ ...firstOf(devices), ...more }, ...others] };
	};

const askedFor = {
	printers: 'GET /v1/iot-service/api/user/bind',
	firmware: 'GET /v1/iot-service/api/user/device/version',
	spools: 'GET /v1/design-user-service/my/filament/v2',
};

/** What happens in the account behind the back of the hostile answers. */
const happenings: { [path: string]: Change } = {
	'GET /v1/user-service/my/tasks': withNewRow((now) => ({
		status: 4,
		startTime: now,
		endTime: null,
	})),
	'GET /v1/user-service/my/messages': withNewRow((now) => ({ createTime: now })),
	[askedFor.printers]: withFirstDevice({ online: true, print_status: freshStatus }),
	[askedFor.spools]: ({ hits, ...rest }) => {
		const [, ...others] = Array.isArray(hits) ? (hits as unknown[]) : [];
		return { ...rest, hits: [{ ...firstOf(hits), netWeight: 1 }, ...others] };
	},
	[askedFor.firmware]: withFirstDevice({
		firmware: [{ version: freshVersion, status: 'release', force_update: false, description: '' }],
	}),
};

/** What happens may be several events: a printer that comes online has another status too. */
const mostNews = Object.keys(happenings).length + 3;

function later(good: WireAnswer, asked: string): WireAnswer {
	const change = happenings[asked];
	if (change === undefined) return good;
	const body = change(JSON.parse(good.body.toString()) as JsonObject);
	return { ...good, body: Buffer.from(JSON.stringify(body)) };
}

export interface Account {
	credential: StoredCredential;
	recording: Recording;
}

let processes = 0;

const realElapsed = performance.now.bind(performance);
let hoursPassed = 0;

/** On the clock of the process, by which firmware and spools are asked for now and then. */
function passAnHour(): void {
	hoursPassed++;
	jest.spyOn(performance, 'now').mockImplementation(() => realElapsed() + hoursPassed * 3_600_000);
}

function triggerFor({ credential }: Account, output: string): PublishedTrigger {
	return new PublishedTrigger({
		node: BambuLabTrigger,
		credential,
		parameters: {
			events: eventOptions.map(({ value }) => value),
			output,
			options: { waitForFilament: false },
		},
		settings: { id: `fuzzed ${++processes}` },
	});
}

export async function accountAt(hostile: HostileCloud): Promise<Account> {
	hostile.cloud.reset();
	const account = { credential: await credentialAt(hostile, false), recording: new Map() };
	const recording = await hostile.record(async () => {
		await triggerFor(account, 'simple').publish();
	});
	return { ...account, recording };
}

function complain(what: string): never {
	throw new Error(what);
}

function judgeItems(items: INodeExecutionData[] | null): INodeExecutionData[] {
	for (const { json } of items ?? []) {
		const fault = faultOfOutput(json);
		if (fault !== undefined) complain(`An event has ${fault}`);
		if (typeof json.eventId !== 'string') complain('An event has no id');
		if (Number.isNaN(Date.parse(String(json.occurredAt)))) complain('An event has no time');
	}
	return items ?? [];
}

async function pollOf(
	act: () => Promise<INodeExecutionData[] | null>,
): Promise<INodeExecutionData[]> {
	forgetRateLimiters();
	forgetSignIns();
	try {
		return judgeItems(await act());
	} catch (error) {
		const isOurs = error instanceof NodeApiError || error instanceof NodeOperationError;
		if (!isOurs) throw error;
		const words = `${error.message} ${error.description ?? ''}`;
		if (rawWordsIn(words).length > 0) complain(`The user reads: ${words}`);
		return [];
	}
}

const namesOf = (items: INodeExecutionData[]) =>
	items.map(({ json }) => `${String(json.event)}:${String(json.eventId).split(':')[1]}`);

/** The most that n8n should have to store for two printers. */
const mostStoredBytes = 20_000;

function judgeStored(trigger: PublishedTrigger, isCertain: boolean): void {
	const { state } = (Object.values(trigger.stored)[0] ?? {}) as JsonObject;
	if (state === undefined && !isCertain) return;
	if (readState(state) === undefined) complain(`The stored state is unreadable`);
	const { length } = JSON.stringify(state);
	if (length > mostStoredBytes) complain(`The stored state has ${length} bytes`);
}

/** The rows of a good answer, and what the trigger knows of its source. */
function goodAndKnown(trigger: PublishedTrigger, recording: Recording, of: keyof typeof askedFor) {
	const asked = askedFor[of];
	const good = JSON.parse(recording.get(asked)?.body.toString() ?? '{}') as JsonObject;
	const { state } = (Object.values(trigger.stored)[0] ?? {}) as JsonObject;
	return { first: firstOf(good.devices ?? good.hits), known: readState(state)?.sources[of]?.known };
}

/** Whether the trigger has seen enough filament on the spool that falls later. */
function knowsSpool(trigger: PublishedTrigger, recording: Recording): boolean {
	const { first, known } = goodAndKnown(trigger, recording, 'spools');
	return isObject(known) && (known.enough as string[]).includes(String(first.id));
}

/** Whether the trigger has seen what the printer was offered that is offered more later. */
function knowsFirmware(trigger: PublishedTrigger, recording: Recording): boolean {
	const { first, known } = goodAndKnown(trigger, recording, 'firmware');
	const seen = isObject(known) ? Object.values(known) : [];
	return seen.some((serials) => (serials as string[]).includes(String(first.dev_id)));
}

/** Whether the trigger has ever read a status of the printer whose status changes later. */
function knowsStatus(trigger: PublishedTrigger, recording: Recording): boolean {
	const { first, known } = goodAndKnown(trigger, recording, 'printers');
	const statuses = isObject(known) && isObject(known.status) ? Object.entries(known.status) : [];
	return statuses.some(
		([status, serials]) => status !== '' && (serials as string[]).includes(String(first.dev_id)),
	);
}

/** A poll that is asked to wait tells nothing for an hour, as it should. */
function withoutWaits(answers: Array<Hostility | undefined>): Array<Hostility | undefined> {
	return answers.map((answer) =>
		answer !== undefined && 'retry-after' in answer.headers ? { ...answer, headers: {} } : answer,
	);
}

export interface Life {
	output: string;
	polls: Array<Array<Hostility | undefined>>;
	restarts: boolean;
	/** Whether the very first poll meets with hostile answers too. */
	isHostileFromBirth: boolean;
}

const life: fc.Arbitrary<Life> = fc.record({
	output: fc.constantFrom('simple', 'fields', 'raw'),
	polls: fc.array(hostilities.map(withoutWaits), { minLength: 1, maxLength: 3 }),
	restarts: fc.boolean(),
	isHostileFromBirth: fc.boolean(),
});

/** Whatever the polls before were answered: a good one tells what is due, that alone, and once. */
export function anyPolls(
	hostile: HostileCloud,
	account: Account,
): fc.IAsyncPropertyWithHooks<[Life]> {
	return fc.asyncProperty(life, async ({ output, polls, restarts, isHostileFromBirth }) => {
		const { recording } = account;
		const trigger = triggerFor(account, output);
		if (isHostileFromBirth) hostile.spoil(recording, polls[0] ?? []);
		else hostile.play(recording, (good) => good);
		await pollOf(async () => await trigger.publish());
		// Without a baseline there is nothing published that could go on.
		const isBorn = Object.keys(trigger.stored).length > 0;
		if (!isBorn && !isHostileFromBirth) complain('A good account cannot be published');
		if (!isBorn) return;
		judgeStored(trigger, false);
		let told: string[] = [];
		for (const answers of polls) {
			hostile.spoil(recording, answers);
			told = told.concat(namesOf(await pollOf(async () => await trigger.tick())));
			judgeStored(trigger, false);
			hostile.assertSound();
		}
		// A printer whose row was spoilt from the first poll on is new to the trigger, and so not news.
		const mustTellFirmware = !isHostileFromBirth || knowsFirmware(trigger, recording);
		const mayTellStatus = !isHostileFromBirth || knowsStatus(trigger, recording);
		const mustTellSpool = !restarts && knowsSpool(trigger, recording);
		hostile.play(recording, later);
		passAnHour();
		if (restarts)
			await pollOf(async () => await trigger.restart()).then(
				(items) => (told = told.concat(namesOf(items))),
			);
		const items = await pollOf(async () => await trigger.tick());
		const news = namesOf(items);
		const all = [...told, ...news];
		for (const wanted of [`taskCreated:${freshId}`, `messageReceived:${freshId}`]) {
			const times = all.filter((name) => name === wanted).length;
			if (times !== 1) complain(`${wanted} is told ${times} times: ${all.join(' ')}`);
		}
		const isTold = (name: string) => items.some(({ json }) => json.event === name);
		if (!restarts && mayTellStatus && !isTold('deviceStatusChanged')) {
			complain('A changed status is not told');
		}
		if (!restarts && mustTellFirmware && !isTold('firmwareAvailable')) {
			complain('New firmware is not told');
		}
		if (mustTellSpool && !isTold('filamentLow')) complain('A spool that fell is not told');
		judgeStored(trigger, true);
		const again = namesOf(await pollOf(async () => await trigger.tick()));
		if (again.length > 0) complain(`Told again: ${again.join(' ')}`);
		if (!isHostileFromBirth && news.length > mostNews) complain(`A flood: ${news.join(' ')}`);
		if (arePrototypesPolluted()) complain('A prototype is polluted');
		const written = JSON.stringify([trigger.log, trigger.stored]);
		const { accessToken } = account.credential.data;
		if (written.includes(String(accessToken))) complain('The token is in the log or the state');
		if (rawWordsIn(trigger.log.join('\n')).length > 0) complain(`It logs: ${trigger.log.join()}`);
	});
}
