import { isObject } from '../cloud/json';
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
	tasks: TaskState;
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
	const { account, scope, tasks } = value;
	if (!isAccountMark(account) || !isScope(scope) || !isTaskState(tasks)) return undefined;
	return { version: 1, account, scope, tasks };
}

export function isInScope({ events, deviceIds }: Scope, event: string, deviceId: string): boolean {
	return events.includes(event) && (deviceIds.length === 0 || deviceIds.includes(deviceId));
}
