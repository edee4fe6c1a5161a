import type { IDataObject, INodeParameters, WorkflowActivateMode } from 'n8n-workflow';

import { forgetRateLimiters } from '../../support/forget';
import { poll } from '../../../nodes/BambuLab/trigger/poll';
import { StubCloud } from './stubCloud';
import { stubContext } from './stubContext';

const start = Date.parse('2026-08-14T12:00:00Z');
const time = { wall: start, steady: 1000 };

/** Time that a test lets pass; n8n's clock on the wall can also be set, the one of the process cannot. */
export function useStoppedTime(): void {
	beforeEach(() => {
		time.wall = start;
		jest.spyOn(Date, 'now').mockImplementation(() => time.wall);
		jest.spyOn(performance, 'now').mockImplementation(() => time.steady);
	});
	afterEach(() => jest.restoreAllMocks());
}

export function pass(seconds: number): void {
	time.wall += seconds * 1000;
	time.steady += seconds * 1000;
}

export function setClock(seconds: number): void {
	time.wall += seconds * 1000;
}

export function iso(secondsAgo = 0): string {
	return new Date(time.wall - secondsAgo * 1000).toISOString();
}

let nodes = 0;

export interface Told {
	ids: string[];
	/** What an execution fails with: the poll, or one beside that with its items. */
	error: string | undefined;
	requests: string[];
}

/** A published trigger with n8n's rules of what is stored when: after an activation, and with an event. */
export class StubTrigger {
	readonly cloud = new StubCloud();
	readonly log: string[] = [];
	/** The items of the last poll. */
	items: IDataObject[] = [];
	accessToken = 'token';
	region = 'global';
	/** Whether the cloud's wishes to be left alone count from one poll to the next. */
	isHeldBack = false;
	/** Whether n8n takes no error beside items, as where it has not prepared a poll's context for one. */
	cannotShow = false;
	stored: IDataObject = {};
	/** What polls have shown beside their items. */
	private shown: string[] = [];
	private staticData: IDataObject = {};
	private context: ReturnType<typeof stubContext> | undefined;
	private nodeId = '';

	constructor(readonly parameters: INodeParameters) {}

	async publish(): Promise<Told> {
		return await this.activate('activate');
	}

	/** A new version of the workflow is published. */
	async update(parameters: INodeParameters): Promise<Told> {
		Object.assign(this.parameters, parameters);
		return await this.activate('update');
	}

	/** n8n starts again: what was only in memory is lost. */
	async restart(): Promise<Told> {
		this.nodeId = '';
		return await this.activate('init');
	}

	/** A workflow that has never been published here, as `publish:workflow` and a start make one. */
	async arrive(): Promise<Told> {
		return await this.activate('init');
	}

	async tick(): Promise<Told> {
		if (this.context === undefined) throw new Error('The trigger is not published');
		// The world has a clock of its own; how fast it may be asked is seldom what is tested.
		if (!this.isHeldBack) forgetRateLimiters();
		this.cloud.requests = [];
		this.items = [];
		this.shown = [];
		const outcome = await poll(this.context).then(
			(outputs) => ({ outputs, error: undefined }),
			(error: unknown) => ({ outputs: null, error: (error as Error).message }),
		);
		this.items = (outcome.outputs?.[0] ?? []).map(({ json }) => json);
		if (this.items.length > 0) this.store();
		const ids = this.items.map(({ eventId }) => String(eventId));
		return { ids, error: outcome.error ?? this.shown[0], requests: this.cloud.requests };
	}

	/** Polls once a minute. */
	async ticks(minutes: number): Promise<Told[]> {
		const all: Told[] = [];
		for (let minute = 0; minute < minutes; minute++) {
			all.push(await this.tick());
			pass(60);
		}
		return all;
	}

	private async activate(activation: WorkflowActivateMode): Promise<Told> {
		this.nodeId ||= `stubbed ${++nodes}`;
		this.staticData = structuredClone(this.stored);
		this.context = stubContext({
			nodeId: this.nodeId,
			parameters: this.parameters,
			staticData: this.staticData,
			activation,
			accessToken: () => this.accessToken,
			region: this.region,
			answer: async (target) => await this.cloud.answer(target),
			warn: (line) => this.log.push(line),
			info: (line) => this.log.push(line),
			emitError: ({ message }) => {
				if (this.cannotShow) throw new Error('Not overwritten');
				this.shown.push(message);
			},
		});
		const told = await this.tick();
		if (told.error === undefined) this.store();
		return told;
	}

	private store(): void {
		this.stored = structuredClone(this.staticData);
	}
}

export function idsOf(all: Told[]): string[] {
	return all.flatMap(({ ids }) => ids);
}

export function errorsOf(all: Told[]): string[] {
	return all.flatMap(({ error }) => error ?? []);
}
