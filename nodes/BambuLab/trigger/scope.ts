import { isObject } from '../cloud/json';
import { markOf } from './marks';

/** What the user listens for; an empty list of printers or of kinds of messages means all. */
export interface Scope {
	events: string[];
	/** Marks of serial numbers, which take less room in the stored state. */
	printers: string[];
	messageTypes: string[];
}

/** What of an event the user can choose by. */
export interface Choosable {
	name: string;
	/** Serial number; empty where the event has no printer. */
	deviceId: string;
	/** What a message may be called: its kind, and its number. */
	messageTypes?: string[];
}

/** Events of the account as a whole have no printer to choose by. */
const withoutPrinter = ['signInExpiring'];

export function isInScope(
	{ events, printers, messageTypes }: Scope,
	{ name, deviceId, messageTypes: own }: Choosable,
): boolean {
	const isPrinterChosen =
		printers.length === 0 || withoutPrinter.includes(name) || printers.includes(markOf(deviceId));
	const isTypeChosen =
		own === undefined ||
		messageTypes.length === 0 ||
		own.some((type) => messageTypes.includes(type));
	return events.includes(name) && isPrinterChosen && isTypeChosen;
}

export function isTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

export function isScope(value: unknown): value is Scope {
	return (
		isObject(value) &&
		isTextList(value.events) &&
		isTextList(value.printers) &&
		isTextList(value.messageTypes)
	);
}
