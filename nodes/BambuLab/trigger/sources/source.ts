import type { CloudClient } from '../../cloud/client';
import type { JsonObject } from '../../cloud/json';
import { printerForm } from '../../output/device';
import { firmwareForm } from '../../output/firmware';
import { messageForm } from '../../output/message';
import { milestoneForm } from '../../output/milestone';
import type { RowForm } from '../../output/rowForm';
import { spoolForm } from '../../output/spool';
import { printForm } from '../../output/task';
import type { Choosable, Scope } from '../scope';
import type { Account, Shape } from '../state';

/** What an event may be about; its data stand in the item under this name, in this readable form. */
export const forms = {
	task: printForm,
	message: messageForm,
	printer: printerForm,
	firmware: firmwareForm,
	spool: spoolForm,
	milestone: milestoneForm,
	session: undefined,
	trouble: undefined,
} satisfies { [kind: string]: RowForm | undefined };

/** What an event is about, as the cloud gave it. */
export interface Subject {
	kind: keyof typeof forms;
	row: JsonObject;
	/** Of a print that is overdue: how much longer than its estimate it has taken by then. */
	overdueMinutes?: number | undefined;
	/** Of a printer that has other firmware now. */
	previousVersion?: string | undefined;
}

export interface TriggerEvent extends Choosable {
	/** The same for the same event, whenever it is found; another for any other event of the name. */
	id: string;
	/** Milliseconds. */
	occurredAt: number;
	subject: Subject;
}

/** What of the past is told when the trigger begins. */
export interface Opening {
	/** What happened since this moment is told; milliseconds, infinite for nothing. */
	since: number;
	/** Whether the prints that run are told as new. */
	tellRunning: boolean;
	/** Whether it goes on from where an earlier life of the trigger ended. */
	goesOn: boolean;
}

export const fromNowOn: Opening = { since: Infinity, tellRunning: false, goesOn: false };

/** The settings that the sources go by. */
export interface Rules {
	daysBefore: number;
	/** Below this much a spool is low. */
	filamentLimit: { unit: 'grams' | 'percent'; least: number };
	/** How long an ended print without filaments is held back; milliseconds. */
	filamentWaitMs: number;
	/** How long a printer has nothing to do after its last print until it is idle; milliseconds. */
	idleAfterMs: number;
	/** How long a printer must be offline; milliseconds. */
	offlineAfterMs: number;
	/** By how much more than its estimate a print is overdue. */
	overdue: { unit: 'minutes' | 'percent'; by: number };
	/** Of which multiples each is a milestone, and of which figures. */
	milestoneEvery: number;
	milestoneFigures: string[];
}

/** A look at a source. */
export interface Look<State> {
	cloud: CloudClient;
	account: Account;
	scope: Scope;
	rules: Rules;
	/** What is known since the last look; undefined where the source begins. */
	known: State | undefined;
	/** Where it begins, what an earlier life of the trigger knew: nothing of that is told again. */
	earlier: State | undefined;
	/** Where it begins, what of the past is told. */
	opening: Opening;
	/** Changes with each poll that tells something: the same where an event is found again after a crash. */
	lastEventAt: number;
	/** When the poll began, by a clock that may be wrong; milliseconds. */
	now: number;
}

export interface Finding<State> {
	events: TriggerEvent[];
	state: State;
	/** What could not be read beside, and cost no event yet. */
	failure?: { label: string; error: unknown } | undefined;
}

/** A look for samples. */
export interface SampleLook extends Pick<Look<never>, 'cloud' | 'scope' | 'rules' | 'now'> {
	account: () => Promise<Account>;
	/** Whether these hold one of each event that the user listens for. */
	isEnough: (events: TriggerEvent[]) => boolean;
}

/**
 * One thing that the cloud is asked for, the events that come from it, and what has to be known to tell
 * each once. There is one for each trigger and process; what it keeps in its fields is lost when n8n ends,
 * and so must never be needed for an event to be right.
 */
export interface Source<State = unknown> {
	/** How a sentence names it, as in "Could not read the firmware". */
	readonly label: string;
	/** Whether what is so at present is told to those who begin to listen. */
	readonly tellsPresent?: boolean;
	/** Why there is no sample, where this source knows more than that there is none. */
	readonly noSample?: { message: string; description: string } | undefined;
	/** Whether what is stored of it can be read. */
	readonly isState: Shape;
	/** Where not every poll has to look. */
	isDue?(): boolean;
	/**
	 * Reads, and compares with what is known. The state is stored with the events; it is kept as it was
	 * where this throws, or has nothing to say yet.
	 * @returns undefined where reading goes on with the next poll
	 */
	look(look: Look<State>): Promise<Finding<State> | undefined>;
	/** For "Fetch Test Event": events of what is there, the best first. */
	sample(look: SampleLook): Promise<TriggerEvent[]>;
}
