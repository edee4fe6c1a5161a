import { PollContext, TriggersAndPollers } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	Logger,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, jsonParse } from 'n8n-workflow';

import type { HostedNode, NodeSetup } from './host';
import { host } from './host';
import { keepingSecrets } from './keptSecrets';

type PollResult = INodeExecutionData[] | null;

export interface PollMoment {
	/** `manual` is "Fetch Test Event"; a published workflow polls in mode `trigger`. */
	mode?: WorkflowExecuteMode;
	activation?: WorkflowActivateMode;
	/** What `getPollBudgetMs()` answers; five minutes where it is not given. */
	budgetMs?: number;
	/** Gets a line for each thing that the node logs: `warn: message {"its":"metadata"}`. */
	log?: string[];
	/** Gets what n8n makes a failed execution of beside the items. */
	shown?: Error[];
}

function loggerInto(lines: string[]): Logger {
	const at =
		(level: string): Logger['info'] =>
		(message, metadata) => {
			lines.push([`${level}: ${message}`, metadata && JSON.stringify(metadata)].join(' ').trim());
		};
	return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}

/** n8n makes one context for an activation, and one for each poll of its durable scheduler. */
function contextFor(
	{ workflow, node, additionalData }: HostedNode,
	{ mode = 'trigger', activation = 'activate', budgetMs, log, shown = [] }: PollMoment,
): PollContext {
	const emit = () => {
		throw new Error('n8n itself emits what a poll returns');
	};
	const emitError = (error: Error) => shown.push(error);
	const context = new PollContext(
		workflow,
		node,
		additionalData,
		mode,
		activation,
		emit,
		emitError,
	);
	if (budgetMs !== undefined) Object.assign(context, { getPollBudgetMs: () => budgetMs });
	if (log) Object.defineProperty(context, 'logger', { value: loggerInto(log) });
	return context;
}

async function pollHosted(
	hosted: HostedNode,
	moment: PollMoment,
	context = contextFor(hosted, moment),
): Promise<PollResult> {
	const { workflow, node, credential } = hosted;
	const outputs = await keepingSecrets(
		credential,
		async () =>
			await workflow.expression.withIsolate(
				async () => await new TriggersAndPollers().runPollFunction(workflow, node, context),
			),
		() => ({
			"the trigger's memory": JSON.stringify(workflow.staticData),
			'the log': (moment.log ?? []).join('\n'),
		}),
	);
	if (outputs === null) return null;
	if (outputs.length !== 1) throw new Error(`The poll returned ${outputs.length} outputs`);
	return outputs[0] ?? [];
}

/**
 * A single poll. The node's static data is the caller's object and changes in place, as the memory
 * of one n8n process; a manual poll gets a copy, because n8n stores nothing of it.
 */
export async function poll(
	setup: NodeSetup & PollMoment & { staticData?: IDataObject },
): Promise<PollResult> {
	const manual = setup.mode === 'manual';
	const own = setup.staticData ?? {};
	const { node } = host(setup);
	const hosted = host(setup, { [`node:${node.name}`]: manual ? deepCopy(own) : own });
	return await pollHosted(hosted, { activation: manual ? 'manual' : 'activate', ...setup });
}

/**
 * The life of a polling trigger in n8n's default engine, with n8n's rules of when static data is
 * stored: right after a successful activation, and when a poll emits. Not after a poll that returns
 * null, not after one that throws, never in manual mode. A restart goes on from what was stored.
 */
export class PublishedTrigger {
	/** What the node has logged in all its polls. */
	readonly log: string[] = [];
	/** What its polls have shown beside their items. */
	readonly shown: Error[] = [];
	private running: { hosted: HostedNode; context: PollContext } | undefined;
	private json: string;

	/** `stored` is the workflow's static data of an earlier life: `{ 'node:<name>': {...} }`. */
	constructor(
		private setup: NodeSetup,
		stored: IDataObject = {},
	) {
		this.json = JSON.stringify(stored);
	}

	/** The workflow's static data in the database. */
	get stored(): IDataObject {
		return jsonParse<IDataObject>(this.json);
	}

	/** The user publishes: the activation's own poll. Throws what makes n8n refuse to publish. */
	async publish(moment: PollMoment = {}): Promise<PollResult> {
		return await this.activate('activate', moment);
	}

	/** The user publishes a new version of the published workflow, perhaps with other parameters. */
	async update(parameters = this.setup.parameters, moment: PollMoment = {}): Promise<PollResult> {
		this.setup = { ...this.setup, parameters };
		return await this.activate('update', moment);
	}

	/** n8n starts (again): what was only in memory is lost. */
	async restart(moment: PollMoment = {}): Promise<PollResult> {
		return await this.activate('init', moment);
	}

	/** The schedule's next poll. Several at once share their memory, as in n8n. */
	async tick(moment: PollMoment = {}): Promise<PollResult> {
		if (this.running === undefined) throw new Error('The trigger is not published');
		const { hosted, context } = this.running;
		if (moment.budgetMs !== undefined) {
			Object.assign(context, { getPollBudgetMs: () => moment.budgetMs });
		}
		const items = await pollHosted(hosted, { log: this.log, ...moment }, context);
		if (items !== null) this.store(hosted);
		return items;
	}

	/** "Fetch Test Event" in the editor. */
	async fetchTestEvent(moment: PollMoment = {}): Promise<PollResult> {
		const editor = host(this.setup, this.stored);
		return await pollHosted(editor, {
			mode: 'manual',
			activation: 'manual',
			log: this.log,
			...moment,
		});
	}

	private async activate(
		activation: WorkflowActivateMode,
		moment: PollMoment,
	): Promise<PollResult> {
		this.running = undefined;
		const hosted = host(this.setup, this.stored);
		const whole = { activation, log: this.log, shown: this.shown, ...moment };
		const context = contextFor(hosted, whole);
		const items = await pollHosted(hosted, whole, context);
		this.running = { hosted, context };
		this.store(hosted);
		return items;
	}

	private store({ workflow: { staticData } }: HostedNode): void {
		// n8n's own mark: where nothing was changed through the object, n8n does not write.
		if (staticData.__dataChanged !== true) return;
		this.json = JSON.stringify(staticData);
		staticData.__dataChanged = false;
	}
}
