import { createHash } from 'node:crypto';

import type { IPollFunctions } from 'n8n-workflow';

import { credentialType, readCredentials } from '../cloud/credentials';
import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { largestPage, readHits, type Page } from '../cloud/pages';
import type { Cloud, Send } from '../cloud/request';
import { currentToken, fingerprint, hashOf } from '../cloud/signIn/stored';
import { boundDevices, readDevices } from '../cloud/devices';
import { deviceName } from '../output/device';
import { sessionEnd, sessionStatus } from '../output/session';
import type { Session } from './sessionDetector';
import { isBaselineCovered, isCovered, type TaskState } from './taskDetector';
import type { AccountMark } from './state';

/** No baseline needs more: what is older than a thousand prints has long ended. */
const mostBaselinePages = 20;
/** A manual test looks for its samples no further than this. */
const mostSamplePages = 4;
/** So many pages in a row without a new row can only come from a server that ignores the offset. */
const mostBarrenPages = 4;
const mostGaps = 8;

/** @throws Error where the answer holds no list: taken for an empty one, it would be a false baseline. */
async function readTaskPage(send: Send, offset: number): Promise<Page> {
	const body = await send({
		method: 'GET',
		path: '/v1/user-service/my/tasks',
		query: { limit: largestPage, offset },
	});
	const page = readHits(body);
	const isList = isObject(body) && (Array.isArray(body.hits) || page.total === 0);
	if (!isList) throw new Error('Bambu Lab answered without a list of prints');
	return page;
}

/**
 * The account's tasks in pages, newest first, no row on two of them; exact although the list moves while it
 * is read. Each page begins with the last row of the one before: where that row is gone, rows above
 * were deleted and as many slipped past, so the reading goes back a page.
 */
async function* taskPages(send: Send): AsyncGenerator<JsonObject[]> {
	const seen = new Set<string>();
	let offset = 0;
	let barren = 0;
	let gaps = 0;
	while (barren < mostBarrenPages) {
		const { rows, total } = await readTaskPage(send, offset);
		const fresh = rows.filter(({ id }) => !seen.has(idText(id)));
		if (offset > 0 && fresh.length === rows.length && gaps < mostGaps) {
			gaps++;
			offset = Math.max(0, offset - largestPage);
			continue;
		}
		for (const { id } of fresh) seen.add(idText(id));
		barren = fresh.length === 0 ? barren + 1 : 0;
		if (fresh.length > 0) yield fresh;

		// A row listed twice takes no place of its own.
		const end = offset + new Set(rows.map(({ id }) => idText(id))).size;
		if (rows.length < 2 || end === total) return;
		offset = Math.max(0, end - 1);
	}
}

async function readUntil(
	send: Send,
	mostPages: number,
	isEnough: (tasks: JsonObject[], page: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	const tasks: JsonObject[] = [];
	let pages = 0;
	for await (const page of taskPages(send)) {
		tasks.push(...page);
		pages++;
		if (pages >= mostPages || isEnough(tasks, page)) break;
	}
	return tasks;
}

/** The newest tasks, newest first. Reads on only while something unknown may stand further down. */
export async function readTasks(
	send: Send,
	known: TaskState | undefined,
	now: number,
): Promise<JsonObject[]> {
	return known === undefined
		? await readUntil(send, mostBaselinePages, (tasks, page) => isBaselineCovered(page, tasks, now))
		: await readUntil(send, Infinity, (tasks) => isCovered(known, tasks, now));
}

/** The newest tasks for a manual test, read on until `isEnough`, within a few pages. */
export async function readSampleTasks(
	send: Send,
	isEnough: (tasks: JsonObject[]) => boolean,
): Promise<JsonObject[]> {
	return await readUntil(send, mostSamplePages, isEnough);
}

/** Names by serial number. */
export async function readDeviceNames(send: Send): Promise<Map<string, string>> {
	const { rows } = readDevices(await send(boundDevices));
	return new Map(rows.map((row) => [textOrEmpty(row.dev_id), deviceName(row)]));
}

/**
 * Tells whose events a poll sees. The id of the account outlives its tokens, so it is asked for only
 * when the credential or its session has changed since `known`.
 */
export async function readAccount(
	context: IPollFunctions,
	send: Send,
	known: AccountMark | undefined,
): Promise<AccountMark> {
	const token = await tokenMark(context);
	if (known !== undefined && token !== '' && known.token === token) return known;
	const preferences = await send({
		method: 'GET',
		path: '/v1/design-user-service/my/preference',
	});
	const uid = isObject(preferences) ? idText(preferences.uid) : '';
	if (uid === '') throw new Error('Bambu Lab did not say whose account this is');
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(context) };
}

async function tokenMark(context: IPollFunctions): Promise<string> {
	const credentials = readCredentials(await context.getCredentials(credentialType));
	const { authentication, accessToken, sessionToken } = credentials;
	const token = authentication === 'accessToken' ? accessToken : sessionToken;
	if (token === '') return '';
	// n8n keeps the old session where the user changes the account, so what was typed counts too.
	const mark = `${fingerprint(credentials)} ${token}`;
	return createHash('sha256').update(mark).digest('hex').slice(0, 24);
}

/** The sign-in of the credential, as it stands after a request, without a request of its own. */
export async function readSession(
	{ credentials: read }: Cloud,
	{ uid }: AccountMark,
	now: number,
): Promise<Session> {
	const credentials = await read();
	const token = currentToken(credentials);
	const { method, account, userId, apiUrl, signedInSince, expiresAt, daysLeft, renewsItself } =
		sessionStatus(credentials, { uid }, now);
	return {
		mark: token === '' ? '' : hashOf(token).slice(0, 12),
		endsAt: sessionEnd(credentials),
		renewsItself: renewsItself === true,
		status: { method, account, userId, apiUrl, signedInSince, expiresAt, daysLeft, renewsItself },
	};
}
