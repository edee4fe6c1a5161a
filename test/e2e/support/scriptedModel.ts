/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { IncomingMessage, ServerResponse } from 'node:http';

import { readBody, type RunningServer, startServer } from '../../cloud/http/server';

/** What the model says: that it wants tools called, or its final words. */
export type Reply =
	| { calls: Array<{ tool: string; arguments: Record<string, unknown> }> }
	| { text: string };

/** A tool as the model is told of it. */
export interface OfferedTool {
	name: string;
	description: string;
	parameters: {
		type: string;
		properties: Record<string, { type: string; description?: string }>;
		required?: string[];
	};
}

interface Message {
	role: string;
	content: unknown;
	tool_call_id?: string;
	tool_calls?: Array<{ id: string; function: { name: string } }>;
}

export interface ModelRequest {
	messages: Message[];
	tools?: Array<{ function: OfferedTool }>;
	stream?: boolean;
}

/** A model that says what a test tells it to, behind OpenAI's chat completions API. */
export class ScriptedModel {
	readonly apiKey = 'scripted-model-canary';
	private replies: Reply[] = [];
	private asked: ModelRequest[] = [];
	private readonly log: string[] = [];
	private server: RunningServer | undefined;
	private calls = 0;

	static async start(): Promise<ScriptedModel> {
		const model = new ScriptedModel();
		model.server = await startServer(0, '', async (request, response) => {
			await model.answer(request, response);
		});
		return model;
	}

	/** The base URL of an OpenAI credential. */
	get url(): string {
		return `${this.server?.url}/v1`;
	}

	/** Forgets what was before, and gives these replies one after the other. */
	script(...replies: Reply[]): void {
		this.replies = replies;
		this.asked = [];
	}

	requests(): readonly ModelRequest[] {
		return this.asked;
	}

	/** A line for each request since the start. */
	received(): string[] {
		return this.log;
	}

	/** The tools of the first request, by name. */
	offeredTools(): Record<string, OfferedTool> {
		const tools = this.asked[0]?.tools ?? [];
		return Object.fromEntries(tools.map((tool) => [tool.function.name, tool.function]));
	}

	/** What the tools answered to the calls so far, as text. */
	toolAnswers(): Array<{ tool: string; text: string }> {
		const messages = this.asked.at(-1)?.messages ?? [];
		const calls = messages.flatMap((message) => message.tool_calls ?? []);
		const nameOf = (id?: string) => calls.find((call) => call.id === id)?.function.name ?? '';
		return messages
			.filter(({ role }) => role === 'tool')
			.map(({ tool_call_id: id, content }) => ({ tool: nameOf(id), text: String(content) }));
	}

	/** The same by name, where each tool was called once. */
	toolResults(): Record<string, string> {
		return Object.fromEntries(this.toolAnswers().map(({ tool, text }) => [tool, text]));
	}

	async stop(): Promise<void> {
		await this.server?.stop();
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const say = (status: number, body: unknown) => {
			response.writeHead(status, { 'content-type': 'application/json' });
			response.end(JSON.stringify(body));
		};
		if (request.method !== 'POST' || request.url !== '/v1/chat/completions') {
			say(404, { error: { message: `No such path: ${request.method} ${request.url}` } });
			return;
		}
		const asked = JSON.parse(await readBody(request)) as ModelRequest;
		this.asked.push(asked);
		const last = asked.messages.at(-1);
		this.log.push(`${asked.messages.length} messages, the last by ${last?.role}: ${textOf(last)}`);
		const reply = this.replies.shift();
		if (reply === undefined || asked.stream === true) {
			say(400, { error: { message: 'The script has no answer to this' } });
			return;
		}
		say(200, this.completion(reply));
	}

	private completion(reply: Reply): unknown {
		const message =
			'text' in reply
				? { role: 'assistant', content: reply.text }
				: {
						role: 'assistant',
						content: null,
						tool_calls: reply.calls.map((call) => ({
							id: `call_${++this.calls}`,
							type: 'function',
							function: { name: call.tool, arguments: JSON.stringify(call.arguments) },
						})),
					};
		return {
			id: 'completion',
			object: 'chat.completion',
			created: 0,
			model: 'scripted',
			choices: [{ index: 0, message, finish_reason: 'text' in reply ? 'stop' : 'tool_calls' }],
			usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
		};
	}
}

function textOf(message: Message | undefined): string {
	const { content } = message ?? {};
	const text = typeof content === 'string' ? content : JSON.stringify(content ?? '');
	return text.replaceAll('\n', ' / ').slice(0, 300);
}
