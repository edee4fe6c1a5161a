import { sources, type Endpoint, type Lie } from './conditions';
import { fromNow, type Scope } from './observer';
import { PublishedTrigger } from './publishedTrigger';
import type { Step } from './stories';

const hour = 3600;
const day = 86_400;

let processes = 0;

/** One life of a published trigger: what happens to it, and to its world, from its beginning to its rest. */
export class Life extends PublishedTrigger {
	private isDeadYet = false;

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
			this.lie(source, this.story.isDeadAtFirst ? 'contradiction' : 'empty');
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
		const { prints, hasGhosts } = this.account.world;
		if (hasGhosts) this.tally.note('print that never ends');
		await this.time.pass(day);
		// Far down it is looked for a page a poll.
		for (let row = 0; row < prints.rows.length; row += prints.firstPage) {
			await this.time.pass(400);
			this.catchUp();
			await this.poll();
		}
		for (let round = 0; round < 12; round++) {
			await this.time.pass(round % 3 === 0 ? day : 400);
			this.catchUp();
			await this.poll({ isLast: round > 8 });
			await this.finish();
		}
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
				this.judge.troubles.doubt();
				return this.judge.reset();
			case 'restart':
				return await this.restart(step);
			case 'chooseAnew':
				return await this.chooseAnew(step.scope);
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
				return this.signIns.renew(time.now + step.days * day, time.now);
			case 'trouble':
				if (step.endpoint === this.story.dead) return;
				return conditions.break(step.endpoint, step.trouble, step.seconds);
			case 'slow':
				return conditions.slow(step.endpoint, step.delay, step.seconds);
			case 'lie':
				return this.lie(step.endpoint, step.lie);
			default:
				this.happen(step);
		}
	}

	/** One at a time: a list that is empty twice is empty. */
	private lie(endpoint: Endpoint, lie: Lie): void {
		const { lies } = this.conditions.of(endpoint);
		if (lies.length === 0) lies.push(lie);
	}

	private async publish(onActivation: string, lastHours: number): Promise<void> {
		await this.finish();
		for (let attempt = 0; ; attempt++) {
			this.chooseBound();
			this.activate('activate', { onActivation, lastHours });
			this.beginAgain(onActivation, lastHours);
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

	private beginAgain(onActivation: string, lastHours: number): void {
		const isAgain = this.storedUid === this.account.uid;
		if (onActivation === 'continue') {
			if (isAgain) this.account.rollBack(true);
			else this.account.comeBack();
			return;
		}
		const since = onActivation === 'lastHours' ? this.time.wall - lastHours * hour : Infinity;
		if (isAgain) this.account.rollBack(false);
		this.account.begin({ since, tellRunning: onActivation === 'running' }, isAgain);
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

	private async chooseAnew(scope: Scope): Promise<void> {
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
}
