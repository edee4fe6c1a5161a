import { isObject } from '../cloud/json';
import { isDeviceState, type DeviceState } from './deviceDetector';
import { needs, type Source } from './events';
import { isFirmwareState, type FirmwareState } from './firmwareDetector';
import { markOf } from './marks';
import { isMessageState, type MessageState } from './messageDetector';
import { pack, unpack } from './packing';
import { isScope, isTextList, type Scope } from './scope';
import { isSessionState, type SessionState } from './sessionDetector';
import { isTaskState, type TaskState } from './taskDetector';

/** The account whose events these are; `token` lets a poll see without a request that it is the same. */
export interface AccountMark {
	uid: string;
	/** Hash of the credential and the session with which `uid` was read. */
	token: string;
}

/** What is known of each source; only of those that a chosen event needs, else it begins with a baseline. */
export interface SourceStates {
	tasks?: TaskState;
	messages?: MessageState;
	devices?: DeviceState;
	firmware?: FirmwareState;
	session?: SessionState;
}

export interface TriggerState extends SourceStates {
	account: AccountMark;
	scope: Scope;
	/**
	 * Milliseconds; changes with each poll that tells something. Events that the cloud gives no id get
	 * theirs from it: one that is told again after a crash, from the same state, has the same id.
	 */
	toldAt: number;
}

function isAccountMark(value: unknown): value is AccountMark {
	return isObject(value) && typeof value.uid === 'string' && typeof value.token === 'string';
}

const guards = {
	tasks: isTaskState,
	messages: isMessageState,
	devices: isDeviceState,
	firmware: isFirmwareState,
	session: isSessionState,
} satisfies { [S in Source]: (value: unknown) => boolean };

const sources = Object.keys(guards) as Source[];

/** A sign-in has a state only once something was told of it. */
function isComplete(states: SourceStates, { events }: Scope): boolean {
	return sources.every(
		(source) => source === 'session' || !needs(source, events) || states[source] !== undefined,
	);
}

/** Version 1 knew tasks and the sign-in only, and had the printers' serial numbers in the open. */
function fromVersion1({ scope, ...rest }: { [key: string]: unknown }): unknown {
	const { events, deviceIds } = isObject(scope) ? scope : {};
	const printers = isTextList(deviceIds) ? deviceIds.map(markOf) : undefined;
	return { toldAt: 0, ...rest, scope: { events, printers, messageTypes: [] } };
}

function stateIn(stored: unknown): unknown {
	if (!isObject(stored)) return undefined;
	if (stored.version === 1) return fromVersion1(stored);
	try {
		return stored.version === 2 ? unpack(stored) : undefined;
	} catch {
		return undefined;
	}
}

/** Reads a stored state; undefined where it is none, or was written by a version unknown to this one. */
export function readState(stored: unknown): TriggerState | undefined {
	const state = stateIn(stored);
	if (!isObject(state)) return undefined;
	const { account, scope, toldAt } = state;
	if (!isAccountMark(account) || !isScope(scope) || typeof toldAt !== 'number') return undefined;
	const isSound = sources.every(
		(source) => state[source] === undefined || guards[source](state[source]),
	);
	const states = Object.fromEntries(
		sources.filter((source) => state[source] !== undefined).map((name) => [name, state[name]]),
	) as SourceStates;
	return isSound && isComplete(states, scope) ? { account, scope, toldAt, ...states } : undefined;
}

/** The state as it is stored: plain JSON, versioned, small. */
export function storedForm(state: TriggerState): object {
	return { version: 2, ...pack(state) };
}

/** Whether two states know the same sources, so that what was read for the one fits the other. */
export function knowsSameSources(
	a: SourceStates | undefined,
	b: SourceStates | undefined,
): boolean {
	return sources.every(
		(source) => source === 'session' || (a?.[source] === undefined) === (b?.[source] === undefined),
	);
}
