import { isObject } from '../cloud/json';
import { needsTasks } from './events';
import { isSessionState, type SessionState } from './sessionDetector';
import { isTaskState, type TaskState } from './taskDetector';

/** What the user listens for; empty `deviceIds` means all printers. */
export interface Scope {
	events: string[];
	deviceIds: string[];
}

/** The account whose events these are; `token` lets a poll see without a request that it is the same. */
export interface AccountMark {
	uid: string;
	/** Hash of the credential and the session with which `uid` was read. */
	token: string;
}

/** What the trigger stores between polls: plain JSON, versioned. */
export interface TriggerState {
	version: 1;
	account: AccountMark;
	scope: Scope;
	/** Only while an event of tasks is chosen; without it the next one begins with a baseline. */
	tasks?: TaskState;
	/** Only once something was told. */
	session?: SessionState;
}

function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function isAccountMark(value: unknown): value is AccountMark {
	return isObject(value) && typeof value.uid === 'string' && typeof value.token === 'string';
}

function isScope(value: unknown): value is Scope {
	return isObject(value) && isTextList(value.events) && isTextList(value.deviceIds);
}

/** Reads a stored state; undefined where it is none, or was written by a version unknown to this one. */
export function readState(value: unknown): TriggerState | undefined {
	if (!isObject(value) || value.version !== 1) return undefined;
	const { account, scope, tasks, session } = value;
	if (!isAccountMark(account) || !isScope(scope)) return undefined;
	const hasTasks = isTaskState(tasks);
	if (needsTasks(scope.events) && !hasTasks) return undefined;
	if (session !== undefined && !isSessionState(session)) return undefined;
	return {
		version: 1,
		account,
		scope,
		...(hasTasks && { tasks }),
		...(session !== undefined && { session }),
	};
}

export function isInScope({ events, deviceIds }: Scope, event: string, deviceId: string): boolean {
	return events.includes(event) && (deviceIds.length === 0 || deviceIds.includes(deviceId));
}
