import type { IDataObject, IPollFunctions, WorkflowActivateMode } from 'n8n-workflow';

import { BambuLabTrigger } from '../../../nodes/BambuLab/BambuLabTrigger.node';
import { ModelCloud } from './cloud';
import { Conditions, sources, type Answered } from './conditions';
import { hostContext } from './host';
import type { Happening } from './happenings';
import { Judge } from './judge';
import { fromNow, type Scope } from './observer';
import { Occurrences } from './occurrences';
import { SignIns } from './signIns';
import { startOfTime, type Disturbance, type Step, type Story } from './stories';
import type { Tally } from './tally';
import { VirtualTime } from './virtualTime';
import { WatchedAccount } from './watchedAccount';
import type { Running } from './running';

const hour = 3600;
const day = 86_400;
const interval = 60;

let processes = 0;
const trigger = new BambuLabTrigger();

/** One life of a published trigger in a made-up world, with n8n's rules of when it stores what. */
export class Life {
	private readonly time = new VirtualTime(startOfTime);
	private readonly conditions: Conditions;
	private readonly cloud: ModelCloud;
	private readonly accounts: WatchedAccount[];
	private readonly occurrences = new Map<WatchedAccount, Occurrences>();
	private readonly signIns = new SignIns();
	private readonly judge: Judge;
	private account: WatchedAccount;
	private scope: Scope;
	private memory: IDataObject = {};
	private stored = '{}';
	private storedUid = 0;
	private processId = '';
	private generation = 0;
	private context: IPollFunctions | undefined;
	private running: Running[] = [];
	private failure: unknown;
	private isDeadYet = false;

	constructor(
		private readonly story: Story,
		private readonly tally: Tally,
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

	async live(): Promise<void> {
		this.processId = `${++processes}`;
		try {
			if (this.story.isDeadAtFirst) this.kill();
			await this.beginLife();
			this.kill();
			for (const step of this.story.steps) {
				this.catchUp();
				await this.take(step);
			}
			await this.settle();
		} finally {
			this.generation++;
			this.time.end();
		}
	}

	private kill(): void {
		const { dead } = this.story;
		if (dead === undefined || this.isDeadYet) return;
		this.isDeadYet = true;
		this.tally.note('dead endpoint');
		this.conditions.break(dead, 'forbidden', Infinity);
	}

	private repair(): void {
		for (const endpoint of [...sources, 'account'] as const) {
			if (endpoint !== this.story.dead || !this.isDeadYet) this.conditions.repair(endpoint);
		}
	}

	private lieAtFirst(): void {
		for (const source of this.story.firstLies) {
			const needsList = source === 'prints' || source === 'messages';
			if (needsList) this.tally.note('empty list at publishing');
			this.conditions.of(source).lies.push(this.story.isDeadAtFirst ? 'contradiction' : 'empty');
		}
	}

	private async beginLife(): Promise<void> {
		this.lieAtFirst();
		if (this.story.first === 'activate') {
			await this.publish('fromNow', 24);
			return;
		}
		this.tally.note('first activation by the start of n8n');
		this.chooseBound();
		this.activate('init', { onActivation: 'fromNow' });
		const isDown = this.story.first !== 'init';
		if (isDown) this.conditions.break('account', 'server trouble', 300);
		this.account.begin(fromNow, false);
		await this.poll({ isInit: true });
		for (let count = isDown ? 8 : 1; count > 0; count--) await this.poll();
	}

	/** Everything has come to rest, but for what is dead; now nothing at all may be missing. */
	private async settle(): Promise<void> {
		await this.finish();
		this.repair();
		this.time.setClock(0);
		if (this.account.world.hasGhosts) this.tally.note('print that never ends');
		for (let round = 0; round < 12; round++) {
			await this.time.pass(round % 3 === 0 ? day : 400);
			this.catchUp();
			await this.poll({ isLast: round > 8 });
			await this.finish();
		}
	}

	private catchUp(): void {
		for (const each of this.occurrences.values()) each.catchUp();
	}

	private happen(what: Happening): void {
		this.occurrences.get(this.account)?.happen(what);
	}

	private async take(step: Step): Promise<void> {
		const { time, conditions } = this;
		switch (step.kind) {
			case 'poll':
				await this.poll({ disturbances: step.disturbances });
				return;
			case 'polls':
				for (let count = step.count; count > 0; count--) {
					await this.poll();
					this.catchUp();
					await this.pass(step.every - 2);
				}
				return;
			case 'pass':
				return await this.pass(step.seconds);
			case 'clock':
				if (!this.story.isCloudClockSane || step.wrongBy === time.wrongBy) return;
				this.tally.note(
					step.wrongBy === 0 ? 'clock repaired' : step.wrongBy > 0 ? 'clock ahead' : 'clock behind',
				);
				time.setClock(step.wrongBy);
				return this.judge.reset();
			case 'restart':
				return await this.restart(step);
			case 'rescope':
				return await this.rescope(step.scope);
			case 'republish':
				await this.finish();
				for (const what of step.meanwhile) this.happen(what);
				if (step.lie) this.lieAtFirst();
				await this.publish(step.onActivation, step.lastHours);
				return;
			case 'account':
				return await this.changeAccount();
			case 'signIn':
				this.tally.note('sign-in renewed');
				return this.signIns.renew(time.wall + step.days * day);
			case 'trouble':
				if (step.endpoint === this.story.dead) return;
				return conditions.break(step.endpoint, step.trouble, step.seconds);
			case 'slow':
				return conditions.slow(step.endpoint, step.delay, step.seconds);
			case 'lie':
				conditions.of(step.endpoint).lies.push(step.lie);
				return;
			default:
				this.happen(step);
		}
	}

	private async pass(seconds: number): Promise<void> {
		await this.time.pass(seconds);
		this.check();
	}

	private check(): void {
		if (this.failure !== undefined) throw this.failure;
	}

	/** Polls under way come to an end. */
	private async finish(): Promise<void> {
		await this.time.pass(2 * hour, () => this.running.length === 0);
		this.check();
		if (this.running.length > 0) throw new Error('A poll never ends');
	}

	private async publish(onActivation: string, lastHours: number): Promise<void> {
		await this.finish();
		const since = onActivation === 'lastHours' ? this.time.wall - lastHours * hour : Infinity;
		const opening = { since, tellRunning: onActivation === 'running' };
		for (let attempt = 0; ; attempt++) {
			this.chooseBound();
			this.activate('activate', { onActivation, lastHours });
			const isAgain = this.storedUid === this.account.uid;
			if (isAgain) this.account.rollBack(false);
			this.account.begin(opening, isAgain);
			if (await this.poll({ isOpening: true })) break;
			this.tally.note('publishing failed');
			if (attempt === 5) this.repair();
			if (attempt === 6 && this.isDeadYet) this.conditions.repair(this.story.dead ?? 'prints');
			if (attempt > 7) throw new Error('It cannot be published');
			await this.pass(attempt < 5 ? 3 : 600);
		}
		this.isDeadYet = false;
		this.kill();
		this.store();
	}

	private async restart(step: Extract<Step, { kind: 'restart' }>): Promise<void> {
		if (step.isMidPoll) {
			this.start([]);
			await this.pass(0.5);
			if (this.running.length > 0) this.tally.note('restart during a poll');
		}
		this.generation++;
		this.running = [];
		const offline = this.account.world.park.printers.filter(({ state }) => !state.isOnline);
		for (const what of step.meanwhile) this.happen(what);
		await this.pass(step.stopped);
		this.catchUp();
		if (offline.some(({ state }) => state.isOnline))
			this.tally.note('printer back while n8n was down');
		if (JSON.stringify(this.memory) !== this.stored) this.tally.note('restart from an older state');
		this.processId = `${++processes}`;
		if (step.isDown) {
			this.tally.note('restart while the cloud is down');
			this.conditions.break('account', 'broken connection', 30);
		}
		this.activate('init');
		if (this.storedUid === this.account.uid) this.account.rollBack(true);
		// The baseline on the other account was never stored, so there has to be another one.
		else this.account.comeBack();
		await this.poll({ isInit: true });
	}

	private async rescope(scope: Scope): Promise<void> {
		await this.finish();
		// Somebody who publishes something new may have to hear that it cannot be had.
		const isNew =
			this.stored === '{}' || scope.events.some((name) => !this.scope.events.includes(name));
		this.scope = this.withBound(scope);
		const isAgain = this.storedUid === this.account.uid;
		if (isAgain) this.account.rollBack(false);
		for (const account of this.accounts) account.changeScope(this.scope);
		if (!isAgain) this.account.comeBack();
		for (let attempt = 0; ; attempt++) {
			this.activate('update');
			if (await this.poll({ isOpening: true })) break;
			if (attempt > (isNew ? 7 : 3))
				throw new Error('A new version of the workflow is dead, all is lost');
			if (attempt === 5) this.repair();
			if (attempt === 6 && this.isDeadYet) this.conditions.repair(this.story.dead ?? 'prints');
			await this.pass(attempt < 5 ? 3 : 600);
		}
		this.isDeadYet = false;
		this.kill();
		this.store();
	}

	private async changeAccount(): Promise<void> {
		await this.finish();
		const other = this.accounts.find((account) => account !== this.account);
		if (other === undefined) return;
		this.tally.note('other account');
		this.account = other;
		this.signIns.replace();
		other.comeBack();
		await this.poll();
	}

	/** Printers that the account does not have cannot be chosen. */
	private withBound(scope: Scope): Scope {
		const bound = new Set(this.account.world.park.bound.map(({ serial }) => serial));
		return { ...scope, deviceIds: scope.deviceIds.filter((serial) => bound.has(serial)) };
	}

	private chooseBound(): void {
		const scope = this.withBound(this.scope);
		if (scope.deviceIds.length === this.scope.deviceIds.length) return;
		this.scope = scope;
		for (const account of this.accounts) account.changeScope(scope);
	}

	/** n8n makes a context for each activation, and reads the stored state anew. */
	private activate(mode: WorkflowActivateMode, options: IDataObject = {}): void {
		const { events, deviceIds, messageTypes } = this.scope;
		const { generation } = this;
		this.judge.reset();
		this.memory = JSON.parse(this.stored) as IDataObject;
		this.context = hostContext({
			processId: this.processId,
			mode,
			parameters: {
				events,
				output: 'simple',
				splitByFilament: false,
				filters: { deviceIds, messageTypes },
				options: { ...this.story.options, ...options },
			},
			memory: this.memory,
			accessToken: () => this.signIns.token,
			answer: async (target, timeout) => await this.answer(target, timeout, generation),
			log: (line) => this.running.at(-1)?.log.push(line),
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
	private start(disturbances: Disturbance[], kind: Partial<Running> = {}): Running {
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
			isDisturbed: false,
			isMixed: false,
			earlier,
			isOpening: false,
			isInit: false,
			isLast: false,
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

	private store(): void {
		this.stored = JSON.stringify(this.memory);
		this.storedUid = this.account.uid;
		this.account.store();
	}

	/** @returns whether it ended without an error; it may go on beyond the next one */
	private async poll(kind: Partial<Running> = {}): Promise<boolean> {
		await this.pass(0.1);
		const running = this.start(kind.disturbances ?? [], kind);
		const longest = running.isOpening ? 2 * hour : interval;
		await this.time.pass(longest, () => !this.running.includes(running));
		this.check();
		await this.pass(1);
		return running.error === undefined;
	}
}
