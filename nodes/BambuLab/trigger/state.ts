import { isObject } from '../cloud/json';
import { isAccount, type Account } from './account';
import { isScope, sourceNames, type Scope, type SourceName } from './events';

/** What is known of a source, and for which settings its events were told. */
export interface SourceEntry {
	scope: Scope;
	known: unknown;
}

export interface TriggerState {
	account: Account;
	/**
	 * Milliseconds; changes with each poll that tells something. Events that the cloud gives no id get
	 * theirs from it: one that is told again after a crash, from the same state, has the same id.
	 */
	lastEventAt: number;
	/** The printers that the user has chosen, as they were given: serial numbers by it. */
	printers: { [given: string]: string };
	/** Of the sources that a chosen event needs; one that is missing begins anew. */
	sources: { [Name in SourceName]?: SourceEntry };
}

const version = 1;

/** Reads a stored state; undefined where it is none, or was written by a version unknown to this one. */
export function readState(stored: unknown): TriggerState | undefined {
	if (!isObject(stored) || stored.version !== version) return undefined;
	const { account, lastEventAt, printers, sources } = stored;
	if (!isAccount(account) || typeof lastEventAt !== 'number' || !isObject(sources))
		return undefined;
	const isPrinters =
		isObject(printers) && Object.values(printers).every((each) => typeof each === 'string');
	if (!isPrinters) return undefined;
	const read: TriggerState['sources'] = {};
	for (const name of sourceNames) {
		const entry = sources[name];
		if (!isObject(entry)) continue;
		if (isScope(entry.scope)) read[name] = { scope: entry.scope, known: entry.known };
	}
	return { account, lastEventAt, printers: printers as TriggerState['printers'], sources: read };
}

/** The state as it is stored: plain JSON with its version. */
export function storedForm(state: TriggerState): object {
	return { version, ...state };
}
