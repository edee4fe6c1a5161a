import type { IDataObject, IPollFunctions, WorkflowActivateMode } from 'n8n-workflow';

import { forgetRateLimiters } from '../../../nodes/BambuLab/cloud/http/rateLimiter';
import { poll } from '../../../nodes/BambuLab/trigger/poll';
import { stubContext, type StubbedAnswer } from '../support/stubContext';
import { answerFor } from './answers';
import { failureIn, newFrame, type Frame, type PollKind } from './frame';
import type { Happening } from './happenings';
import type { Scope } from './observer';
import { asVersion1 } from './oldState';
import { SignIns } from './signIns';
import { startOfTime, type Disturbance, type Step, type Story } from './stories';
import { TroubleOracle } from './troubleOracle';
import { WatchedAccount, type Seen } from './watchedAccount';

const day = 86_400;

let processes = 0;

/** One life of a published trigger in a made-up world, with n8n's rules of when it stores what. */
export class Life {
	polls = 0;
	events = 0;
	private readonly time = { clock: startOfTime };
	private readonly accounts: WatchedAccount[];
	private account: WatchedAccount;
	private scope: Scope;
	private memory: IDataObject = {};
	private stored = '{}';
	private storedUid = 0;
	private nodeId = '';
	private wrongBy = 0;
	/** How many polls have compared the printers. */
	private comparisons = 0;
	private trouble = new TroubleOracle();
	private context: IPollFunctions | undefined;
	private readonly frames: Frame[] = [];
	private readonly signIns = new SignIns();

	constructor(private readonly story: Story) {
		this.scope = story.scope;
		this.accounts = [7, 8].map((uid) => new WatchedAccount(uid, this.time, story, story.scope));
		this.account = this.accounts[0] as WatchedAccount;
		jest.spyOn(Date, 'now').mockImplementation(() => this.now * 1000);
	}

	/** Seconds, on n8n's clock. */
	private get now(): number {
		return this.time.clock + this.wrongBy;
	}

	async live(): Promise<void> {
		this.nodeId = `node ${++processes}`;
		await this.publish('fromNow', 0);
		for (const step of this.story.steps) await this.take(step);
		await this.settle();
	}

	/** Everything has come to rest; now nothing at all may be missing. */
	private async settle(): Promise<void> {
		this.wrongBy = 0;
		for (const isLast of [false, false, true]) {
			this.time.clock += 2 * day;
			await this.poll([], { isLast });
		}
	}

	private async take(step: Step): Promise<void> {
		// While the cloud has its rest, a poll changes nothing; not even the settings arrive.
		const isQuiet = this.trouble.isQuiet(this.now + 1);
		switch (step.kind) {
			case 'poll':
				return await this.poll(step.disturbances);
			case 'clock':
				if (this.story.isCloudClockSane) this.wrongBy = step.wrongBy;
				return;
			case 'restart':
				return await this.restart(step.isOldState);
			case 'rescope':
				return isQuiet ? undefined : await this.rescope(step.scope);
			case 'republish':
				for (const what of step.meanwhile) this.account.happen(what);
				return await this.publish(step.onActivation, step.lastHours);
			case 'account':
				return isQuiet ? undefined : await this.changeAccount();
			case 'signIn':
				return this.signIns.renew(this.now + step.days * day);
			default:
				this.account.happen(step);
		}
	}

	private async publish(onActivation: string, lastHours: number): Promise<void> {
		this.mendClock();
		this.activate('activate', { onActivation, lastHours });
		const isAgain = this.storedUid === this.account.uid;
		const since = onActivation === 'lastHours' ? this.now + 1 - lastHours * 3600 : Infinity;
		if (isAgain) this.account.rollBack();
		this.account.begin({ since, tellRunning: onActivation === 'running' }, isAgain);
		await this.poll([], { isOpening: true });
		this.store();
	}

	/** n8n's own poll at its start asks for nothing and tells nothing. */
	private async restart(isOldState: boolean): Promise<void> {
		this.nodeId = `node ${++processes}`;
		this.trouble = new TroubleOracle();
		if (isOldState) this.stored = asVersion1(this.stored, this.scope.deviceIds);
		this.activate('init');
		const stored = JSON.stringify(this.memory);
		const frame = newFrame([]);
		this.frames.push(frame);
		expect(this.context && (await poll(this.context))).toBeNull();
		this.frames.pop();
		expect([frame.requests, JSON.stringify(this.memory)]).toEqual([0, stored]);
		if (this.storedUid === this.account.uid) return this.account.restart();
		this.mendClock();
		// The baseline on the other account was never stored, so there has to be another one.
		this.account.comeBack();
		await this.poll([]);
	}

	private async rescope(scope: Scope): Promise<void> {
		const before = this.scope;
		this.scope = scope;
		this.mendClock();
		this.activate('update');
		const isAgain = this.storedUid === this.account.uid;
		if (isAgain) this.account.rollBack();
		for (const account of this.accounts) account.changeScope(scope, this.now + 1);
		if (!isAgain) this.account.comeBack();
		await this.poll([], { before });
		this.store();
	}

	private async changeAccount(): Promise<void> {
		const other = this.accounts.find((account) => account !== this.account);
		if (other === undefined) return;
		this.account = other;
		this.mendClock();
		this.signIns.replace();
		other.comeBack();
		await this.poll([]);
	}

	/** Of an empty list only n8n's clock can tell what is old, so for a baseline of one it is right. */
	private mendClock(): void {
		const { prints, messages } = this.account.world;
		if (prints.rows.length === 0 || messages.rows.length === 0) this.wrongBy = 0;
	}

	/** n8n makes a context for each activation, and reads the stored state anew. */
	private activate(activation: WorkflowActivateMode, options: IDataObject = {}): void {
		const { events, deviceIds, messageTypes } = this.scope;
		this.memory = JSON.parse(this.stored) as IDataObject;
		this.context = stubContext({
			nodeId: this.nodeId,
			activation,
			parameters: {
				events,
				filters: { deviceIds, messageTypes },
				options: { ...this.story.options, ...(options as object) },
			},
			staticData: this.memory,
			accessToken: () => this.signIns.token,
			answer: async (target) => await this.answer(target),
			warn: (line) => this.frames.at(-1)?.log.push(line),
		});
	}

	/** Requests come one after the other, and a poll within a poll ends before its own goes on. */
	private async answer(target: URL): Promise<StubbedAnswer> {
		const { account } = this;
		if (target.pathname.endsWith('/preference')) return { status: 200, body: { uid: account.uid } };
		const frame = this.frames.at(-1);
		if (frame === undefined) throw new Error('Nobody asks');
		const due = frame.disturbances.filter(({ request }) => request === frame.requests);
		frame.requests++;
		this.time.clock++;
		for (const { what } of due) {
			if (what.kind === 'poll') await this.poll([]);
			else if (what.kind === 'fail') frame.failure ??= { status: 500, retryAfter: 0 };
			else if (what.kind === 'refuse') frame.failure ??= { status: 429, retryAfter: 300 };
			// A printer that goes between two requests may cost the poll, and nothing else.
			else if (what.kind !== 'duplicate' && what.kind !== 'binding')
				account.happen(what as Happening);
		}
		const failure = failureIn(frame);
		if (failure !== undefined) return failure;
		const hasDuplicate = due.some(({ what }) => what.kind === 'duplicate');
		return answerFor(target, account.world, hasDuplicate, frame.seen, this.scope);
	}

	/** A poll with what happens meanwhile; what it has to bring is settled when it begins. */
	private async poll(disturbances: Disturbance[], kind: PollKind = {}): Promise<void> {
		const { isOpening = false, isLast = false, before = this.scope } = kind;
		const { context, account } = this;
		if (context === undefined) throw new Error('The trigger is not published');
		this.polls++;
		this.time.clock++;
		const { now, comparisons } = this;
		const isQuiet = !isOpening && this.trouble.isQuiet(now);
		const verify = account.expect({ now, isLast });
		const signInDue = this.signIns.due(this.scope.events);
		const memory = JSON.stringify(this.memory);
		const frame = newFrame(disturbances);
		const { seen } = frame;
		this.frames.push(frame);
		// The world has a clock of its own; how fast it may be asked is not what is tested here.
		forgetRateLimiters();
		const outcome = await poll(context).then(
			(outputs) => ({ outputs, error: undefined }),
			(error: unknown) => ({ outputs: null, error: String(error) }),
		);
		this.frames.pop();
		const complaint = outcome.error ?? frame.log.find((line) => line.includes('a poll failed'));
		if (complaint !== undefined) {
			if (frame.failure === undefined) throw new Error(`A poll failed: ${complaint}`);
			const isToShow = this.trouble.fail(now, frame.failure.retryAfter);
			expect({ isShown: outcome.error !== undefined }).toEqual({ isShown: isToShow });
			const hasCompany = disturbances.some(({ what }) => what.kind === 'poll');
			if (!hasCompany) expect(JSON.stringify(this.memory)).toBe(memory);
			return;
		}
		if (isQuiet) return expect([outcome.outputs, frame.requests]).toEqual([null, 0]);
		this.trouble.succeed();
		// What another poll has compared meanwhile may be newer than what this one has seen.
		if (this.comparisons !== comparisons) seen.sighting = undefined;
		if (seen.sighting !== undefined) this.comparisons++;
		const items = (outcome.outputs?.[0] ?? []).map(({ json }) => json);
		this.receive(items, seen, now, before);
		if (items.length > 0) this.store();
		verify();
		this.signIns.check(signInDue);
	}

	private receive(items: IDataObject[], seen: Seen, now: number, before: Scope): void {
		const isEnding = ({ event }: IDataObject) => event === 'signInExpiring';
		for (const item of items.filter(isEnding)) this.signIns.receive(String(item.eventId));
		this.account.receive(
			items.filter((item) => !isEnding(item)),
			seen,
			now,
			before,
		);
		const times = items.map(({ occurredAt }) => String(occurredAt));
		expect(times).toEqual([...times].sort());
		this.events += items.length;
	}

	/** n8n stores the state after an activation, and with each poll that told something. */
	private store(): void {
		this.stored = JSON.stringify(this.memory);
		this.storedUid = this.account.uid;
		this.account.store();
	}
}
