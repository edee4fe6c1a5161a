import type { IPollFunctions } from 'n8n-workflow';

import type { DurableMemory } from './durableScheduler';
import { eventsFrom, sourceNames, type SourceName } from './events';
import { Firmware } from './sources/firmware';
import { Messages } from './sources/messages';
import { Milestones } from './sources/milestones';
import { Printers } from './sources/printers';
import { Prints } from './sources/prints';
import { SignIn } from './sources/signIn';
import type { Source } from './sources/source';
import { Spools } from './sources/spools';
import { Troubles } from './trouble';

const makers: { [Name in SourceName]: () => Source } = {
	prints: () => new Prints(),
	messages: () => new Messages(),
	printers: () => new Printers(),
	firmware: () => new Firmware(),
	spools: () => new Spools(),
	milestones: () => new Milestones(),
	signIn: () => new SignIn(),
};

export function makeSource(name: SourceName): Source {
	return makers[name]();
}

/** Longer than any poll that n8n waits for. A poll that takes longer is given up. */
const maxPollMs = 300_000;

/** A poll under way; since when, by the clock of the process. */
interface Turn {
	since: number;
}

/** What one process of n8n remembers of a trigger. Nothing of it is needed for an event to be right. */
export class TriggerProcess {
	readonly troubles = new Troubles();
	readonly durable: DurableMemory = {};
	/** Those that could not be read when they were asked for last, the latest last. */
	private readonly failed = new Set<SourceName>();
	private readonly sources = new Map<SourceName, Source>();
	private running: Turn | undefined;

	source(name: SourceName): Source {
		const source = this.sources.get(name) ?? makeSource(name);
		this.sources.set(name, source);
		return source;
	}

	/**
	 * In which order to look at the sources. A refusal that slows all requests down must not keep the others
	 * from being read: what could not be read comes last, and takes turns.
	 */
	order(): SourceName[] {
		const { failed } = this;
		return [...sourceNames.filter((name) => !failed.has(name)), ...failed];
	}

	/** Notes whether a source could be read. One that could not even be asked for keeps its turn. */
	note(name: SourceName, isRead: boolean): void {
		this.failed.delete(name);
		if (!isRead) this.failed.add(name);
	}

	/** By the label of each source, whether one of the chosen events comes from it. */
	listened(chosen: string[]): Map<string, boolean> {
		return new Map(
			sourceNames.map((name) => [this.source(name).label, eventsFrom(name, chosen).length > 0]),
		);
	}

	/** What was read of another account is no ground to go on from. */
	forgetAccount(): void {
		this.sources.clear();
		this.durable.stored = undefined;
	}

	/** One poll at a time: n8n does not wait for one before it starts the next. Undefined while another is under way. */
	begin(): Turn | undefined {
		const since = performance.now();
		if (this.running && since - this.running.since < maxPollMs) return undefined;
		this.running = { since };
		return this.running;
	}

	/** Whether no other poll has taken its place, so that what it finds is news. */
	isCurrent(turn: Turn): boolean {
		return this.running === turn;
	}

	/** Whatever a poll under way finds is too late. */
	end(): void {
		this.running = undefined;
	}
}

const maxTriggers = 5000;
const processes = new Map<string, TriggerProcess>();

/** n8n polls with one and the same context from one activation to the next; its durable scheduler does not. */
const activationsSeen = new WeakSet<IPollFunctions>();
let keepsContexts = false;

/** @param isPublishing whether the trigger begins anew; a poll of its earlier life is given up */
export function processOf(context: IPollFunctions, isPublishing: boolean): TriggerProcess {
	const id = `${context.getWorkflow().id ?? ''}:${context.getNode().id}`;
	const known = processes.get(id);
	if (isPublishing) known?.end();
	const own = isPublishing || known === undefined ? new TriggerProcess() : known;
	processes.delete(id);
	processes.set(id, own);
	const [oldest] = processes.keys();
	if (processes.size > maxTriggers && oldest !== undefined) processes.delete(oldest);
	return own;
}

/**
 * What a poll begins: the life of a published trigger, a new version of it, or a process of n8n that
 * starts, or takes over, what was published before. n8n gives all later polls of an activation the same
 * mode, so it is the first that counts. Its durable scheduler polls at no start, and has a context for
 * each poll.
 */
export function beginningOf(
	context: IPollFunctions,
): 'publishing' | 'newVersion' | 'start' | undefined {
	if (activationsSeen.has(context)) {
		keepsContexts = true;
		return undefined;
	}
	activationsSeen.add(context);
	const mode = context.getActivationMode();
	if (mode === 'activate') return 'publishing';
	if (mode === 'update') return keepsContexts ? 'newVersion' : undefined;
	return mode === 'init' || mode === 'leadershipChange' ? 'start' : undefined;
}
