import type { IDataObject, IPollFunctions, WorkflowActivateMode } from 'n8n-workflow';

import { BambuLabTrigger } from '../../../nodes/BambuLab/BambuLabTrigger.node';
import { ModelCloud } from './cloud';
import { Conditions, type Answered } from './conditions';
import type { Happening } from './happenings';
import { hostContext } from './host';
import { Judge } from './judge';
import type { Scope } from './observer';
import { Occurrences } from './occurrences';
import { filtersOf } from './printChoice';
import type { Running } from './running';
import { SignIns } from './signIns';
import { startOfTime, type Disturbance, type Story } from './stories';
import type { Tally } from './tally';
import { VirtualTime } from './virtualTime';
import { WatchedAccount } from './watchedAccount';

const hour = 3600;
const interval = 60;

const trigger = new BambuLabTrigger();

/** A published trigger in a made-up world, with n8n's rules of when it polls, and of what it stores. */
export abstract class PublishedTrigger {
	protected readonly time = new VirtualTime(startOfTime);
	protected readonly conditions: Conditions;
	protected readonly cloud: ModelCloud;
	protected readonly accounts: WatchedAccount[];
	protected readonly occurrences = new Map<WatchedAccount, Occurrences>();
	protected readonly signIns = new SignIns();
	protected readonly judge: Judge;
	protected account: WatchedAccount;
	protected scope: Scope;
	protected memory: IDataObject = {};
	protected stored = '{}';
	protected storedUid = 0;
	protected processId = '';
	protected generation = 0;
	protected context: IPollFunctions | undefined;
	protected running: Running[] = [];
	protected failure: unknown;

	constructor(
		protected readonly story: Story,
		protected readonly tally: Tally,
	) {
		const { time } = this;
		this.scope = story.scope;
		this.conditions = new Conditions(time, tally);
		this.cloud = new ModelCloud(time, this.conditions, tally, () => this.account.world);
		this.accounts = [7, 8].map((uid) => new WatchedAccount(uid, time, story));
		this.account = this.accounts[0] as WatchedAccount;
		for (const account of this.accounts) {
			this.occurrences.set(account, new Occurrences(account, story, tally));
		}
		this.judge = new Judge(time, this.conditions, story.options.reportOutageAfter * 60, tally);
	}

	protected catchUp(): void {
		for (const each of this.occurrences.values()) each.catchUp();
	}

	protected happen(what: Happening): void {
		this.occurrences.get(this.account)?.happen(what);
	}

	protected async pass(seconds: number): Promise<void> {
		await this.time.pass(seconds);
		this.check();
	}

	protected check(): void {
		if (this.failure !== undefined) throw this.failure;
	}

	/** Polls under way come to an end. */
	protected async finish(): Promise<void> {
		await this.time.pass(2 * hour, () => this.running.length === 0);
		this.check();
		if (this.running.length > 0) throw new Error('A poll never ends');
	}

	/** n8n makes a context for each activation, and reads the stored state anew. */
	protected activate(mode: WorkflowActivateMode, options: IDataObject = {}): void {
		const { events, deviceIds, messageTypes, prints, statusFrom, statusTo } = this.scope;
		const { generation } = this;
		this.judge.reset();
		this.judge.troubles.activate(mode);
		this.memory = JSON.parse(this.stored) as IDataObject;
		this.context = hostContext({
			processId: this.processId,
			mode,
			parameters: {
				events,
				output: 'simple',
				splitByFilament: false,
				filters: {
					...(deviceIds.length > 0 && { deviceIds }),
					...(messageTypes.length > 0 && { messageTypes }),
					...filtersOf(prints),
					...(statusFrom?.length && { statusFrom }),
					...(statusTo?.length && { statusTo }),
				},
				options: { ...this.story.options, ...options },
			},
			memory: this.memory,
			accessToken: () => this.signIns.token,
			answer: async (target, timeout) => await this.answer(target, timeout, generation),
			log: (line) => this.running.at(-1)?.log.push(line),
			show: (error) => this.running.at(-1)?.shown.push(error),
		});
	}

	private async answer(target: URL, timeout: number, generation: number): Promise<Answered> {
		// Who was killed hears nothing any more.
		if (generation !== this.generation) return await new Promise(() => {});
		const running = this.running.at(-1);
		if (running === undefined) throw new Error('Nobody asks');
		const due = running.disturbances.filter(({ request }) => request === running.requests);
		running.requests++;
		for (const { what } of due) {
			if (what.kind === 'duplicate') this.cloud.hasDuplicate = true;
			else if (what.kind === 'tick') this.start([]);
			else {
				running.isDisturbed = true;
				this.happen(what as Happening);
			}
		}
		return await this.cloud.answer(target, timeout);
	}

	/** A poll as the schedule begins it. */
	protected start(disturbances: Disturbance[], kind: Partial<Running> = {}): Running {
		const { context, generation, time } = this;
		if (context === undefined) throw new Error('The trigger is not published');
		this.tally.polls++;
		const earlier = this.running[0];
		if (earlier !== undefined) this.tally.note('overlapping poll');
		const running: Running = {
			began: time.stamp(),
			disturbances,
			requests: 0,
			log: [],
			shown: [],
			isDisturbed: false,
			isMixed: false,
			earlier,
			isOpening: false,
			isInit: false,
			isLast: false,
			isStored: Object.keys(this.memory).length > 0,
			...kind,
		};
		this.running.push(running);
		const settle = (items: IDataObject[] | null, error?: Error) => {
			if (generation !== this.generation) return;
			this.running.splice(this.running.indexOf(running), 1);
			try {
				this.settled(running, items, error);
			} catch (failure) {
				this.failure ??= failure;
			}
		};
		trigger.poll.call(context).then(
			(outputs) => settle(outputs && outputs.flat().map(({ json }) => json)),
			(error: Error) => settle(null, error),
		);
		return running;
	}

	private settled(running: Running, items: IDataObject[] | null, error: Error | undefined): void {
		running.error = error;
		const { account, scope, signIns, running: others } = this;
		this.judge.judge(running, { items, account, scope, signIns, isAlone: others.length === 0 });
		// n8n stores the state after an activation, and with each poll that told something.
		if (items !== null && items.length > 0) this.store();
	}

	protected store(): void {
		const { uid } = this.account;
		this.stored = JSON.stringify(this.memory);
		// Where nothing can be read of an account, the state of the one before stays.
		const [, stored = uid] = /"account":{"uid":"(\d+)"/.exec(this.stored) ?? [];
		this.storedUid = Number(stored);
		if (this.storedUid === uid) this.account.store();
	}

	/** @returns whether it ended without an error; it may go on beyond the next one */
	protected async poll(kind: Partial<Running> = {}): Promise<boolean> {
		await this.pass(0.1);
		const running = this.start(kind.disturbances ?? [], kind);
		const longest = running.isOpening ? 2 * hour : interval;
		await this.time.pass(longest, () => !this.running.includes(running));
		this.check();
		await this.pass(1);
		return running.error === undefined;
	}
}
