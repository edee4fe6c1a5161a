/* eslint-disable @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { isObject } from '../../nodes/BambuLab/cloud/json';
import type { Contract } from '../contract/contractHarness';
import { Client, Stop, Stopped, type Answer } from './client';
import { differencesOf } from './difference';
import { fill, readOnlyEndpoints, type Endpoint, type Values } from './endpoints';
import { Names, textsIn } from './names';
import { questions, type Evidence } from './questions';
import { Shape, type Field } from './shape';

/** What one endpoint answered, without any value of the account. */
export interface Finding {
	operationId: string;
	path: string;
	status: number;
	form: Answer['form'];
	problem?: string;
	differences: string[];
	fields: Field[];
}

export interface Findings {
	findings: Finding[];
	/** Endpoints that could not be asked, each with the reason. */
	left: Array<{ operationId: string; reason: string }>;
	questions: Array<{ title: string; answer: string }>;
	/** Why the probe ended before it was through. */
	stopped?: string;
	requests: number;
	/** Every value that came; none may be in the report. */
	values: Set<string>;
}

interface Kept {
	endpoint: Endpoint;
	answer: Answer;
}

/** Asks every endpoint that only reads, and what the open questions need, one after the other. */
export async function probe(
	client: Client,
	contract: Contract,
	say: (line: string) => void = () => {},
): Promise<Findings> {
	const endpoints = readOnlyEndpoints(contract.operations());
	const asking = new Asking(client, endpoints, say);
	const answers: Findings['questions'] = [];
	let stopped: string | undefined;
	try {
		await asking.askAll();
		say('Looking at the open questions');
		for (const { title, answer } of questions) {
			answers.push({ title, answer: await answer(asking) });
		}
	} catch (error) {
		if (!(error instanceof Stop)) throw error;
		stopped = error.message;
	}
	const names = new Names(answerSchemas(contract));
	for (const { body } of client.answers) names.learn(body);
	return {
		findings: asking.kept.map((kept) => findingOf(kept, contract, names)),
		left: stopped === undefined ? asking.left : [],
		questions: answers,
		stopped,
		requests: client.answers.length,
		values: new Set(client.answers.flatMap(({ body }) => [...textsIn(body)])),
	};
}

/** The requests of one run, and what came. */
class Asking implements Evidence {
	/** The first answer of each endpoint. */
	readonly kept: Kept[] = [];
	left: Findings['left'] = [];
	private readonly lastGood = new Map<string, unknown>();

	constructor(
		private readonly client: Client,
		private readonly endpoints: Endpoint[],
		private readonly say: (line: string) => void,
	) {}

	/** Those that need nothing first; then, round by round, those whose ids have come. */
	async askAll(): Promise<void> {
		let waiting = this.endpoints;
		for (let asked = -1; asked !== waiting.length && waiting.length > 0; ) {
			asked = waiting.length;
			const rest: Endpoint[] = [];
			for (const endpoint of waiting) {
				const filling = fill(endpoint, this.bodyOf);
				if ('lacking' in filling) rest.push(endpoint);
				else await this.askFirst(endpoint, filling.values);
			}
			waiting = rest;
		}
		for (const endpoint of waiting) {
			const filling = fill(endpoint, this.bodyOf);
			const names = 'lacking' in filling ? filling.lacking.join(', ') : '';
			this.left.push({
				operationId: endpoint.operationId,
				reason:
					endpoint.sources.length === 0
						? `nothing in the contract tells where \`${names}\` comes from`
						: `the account has nothing to take \`${names}\` from`,
			});
		}
	}

	readonly bodyOf = (operationId: string): unknown => this.lastGood.get(operationId);

	readonly bodies = (): unknown[] => this.client.answers.map(({ body }) => body);

	readonly ask = async (operationId: string, values: Values): Promise<Answer | undefined> => {
		const endpoint = this.endpoints.find((one) => one.operationId === operationId);
		if (!endpoint) return undefined;
		const answer = await this.client.get(endpoint, values);
		// A filtered page says nothing of the whole list.
		if (isGood(answer) && isLarger(answer.body, this.bodyOf(operationId))) {
			this.lastGood.set(operationId, answer.body);
		}
		return answer;
	};

	readonly askTarget = async (target: string): Promise<Answer> =>
		await this.client.getTarget(target);

	private async askFirst(endpoint: Endpoint, values: Values): Promise<void> {
		const { operationId, path } = endpoint;
		this.say(`Asking ${operationId} (${path})`);
		let answer: Answer;
		try {
			answer = await this.client.get(endpoint, values);
		} catch (error) {
			if (error instanceof Stopped) this.kept.push({ endpoint, answer: error.answer });
			throw error;
		}
		this.kept.push({ endpoint, answer });
		if (isGood(answer)) this.lastGood.set(operationId, answer.body);
	}
}

function isGood({ problem }: Answer): boolean {
	return problem === undefined;
}

/** Whether an answer has at least as many rows as the one before. */
function isLarger(body: unknown, before: unknown): boolean {
	const rows = (value: unknown) =>
		isObject(value) && Array.isArray(value.hits) ? value.hits.length : 0;
	return before === undefined || rows(body) > rows(before);
}

function findingOf({ endpoint, answer }: Kept, contract: Contract, names: Names): Finding {
	const { operationId, path } = endpoint;
	const { status, form, problem, body } = answer;
	const schema = contract.schema({ operationId, part: status });
	const fields = form === 'JSON' ? Shape.of(body, schema, names) : [];
	const differences = differencesOf(operationId, answer, fields, contract, names);
	return { operationId, path, status, form, problem, differences, fields };
}

/** The schemas of all JSON answers of the contract. */
function answerSchemas(contract: Contract): unknown[] {
	return contract
		.operations()
		.flatMap(({ operationId = '' }) =>
			contract
				.statuses(operationId)
				.map((status) =>
					contract.schema({ operationId, part: Number(status.replace('XX', '00')) }),
				),
		);
}
