import { createHash } from 'node:crypto';

import type { IPollFunctions } from 'n8n-workflow';

import { credentialType, readCredentials } from '../cloud/credentials';
import { idText, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { pagesOf, readHits } from '../cloud/pages';
import type { Send } from '../cloud/request';
import { boundDevices, readDevices } from '../cloud/devices';
import { deviceName } from '../output/device';
import { isBaselineCovered, isCovered, type TaskState } from './taskDetector';
import type { AccountMark } from './state';

const taskList = { method: 'GET', path: '/v1/user-service/my/tasks' } as const;

/** No baseline needs more: what is older than a thousand prints has long ended. */
const mostBaselinePages = 20;

/** The newest tasks, newest first. Reads on only while something unknown may stand further down. */
export async function readTasks(send: Send, known: TaskState | undefined): Promise<JsonObject[]> {
	const tasks: JsonObject[] = [];
	let pages = 0;
	for await (const page of pagesOf(send, { request: taskList, read: readHits })) {
		tasks.push(...page);
		pages++;
		const isEnough =
			known === undefined
				? isBaselineCovered(page, tasks) || pages >= mostBaselinePages
				: isCovered(known, tasks);
		if (isEnough) break;
	}
	return tasks;
}

/** The newest tasks for a manual test: one page. */
export async function readRecentTasks(send: Send): Promise<JsonObject[]> {
	const { value } = await pagesOf(send, { request: taskList, read: readHits }).next();
	return value ?? [];
}

/** Names by serial number. */
export async function readDeviceNames(send: Send): Promise<Map<string, string>> {
	const { rows } = readDevices(await send(boundDevices));
	return new Map(rows.map((row) => [textOrEmpty(row.dev_id), deviceName(row)]));
}

/**
 * Tells whose events a poll sees. The id of the account outlives its tokens, so it is asked for only
 * when the token has changed since `known`.
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
	// The request may just have signed in, so the token is read again.
	return { uid, token: await tokenMark(context) };
}

async function tokenMark(context: IPollFunctions): Promise<string> {
	const credentials = readCredentials(await context.getCredentials(credentialType));
	const { authentication, accessToken, sessionToken, sessionFor } = credentials;
	const isPasted = authentication === 'accessToken';
	if (!isPasted && sessionToken === '') return '';
	const token = isPasted ? accessToken : `${sessionFor}:${sessionToken}`;
	return createHash('sha256').update(`${credentials.apiUrl} ${token}`).digest('hex').slice(0, 24);
}
