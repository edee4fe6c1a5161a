import { type Answer, type Asked, demand, jsonBody, type StandIn } from './exchange';

/** A Discord webhook. */
export class Discord implements StandIn {
	readonly name = 'Discord';
	readonly host = 'discord.com';
	private readonly path = '/api/webhooks/1/discord-canary';
	readonly webhookUrl = `https://discord.com${this.path}`;
	readonly messages: string[] = [];

	answer(asked: Asked): Answer {
		demand(asked.method === 'POST' && asked.path === this.path, 'Unknown Webhook');
		const { content } = jsonBody(asked);
		demand(typeof content === 'string' && content !== '', 'Cannot send an empty message');
		demand(content.length <= 2000, 'content: Must be 2000 or fewer in length.');
		this.messages.push(content);
		return { body: { id: String(this.messages.length), content } };
	}

	received(): string[] {
		return this.messages.map((text) => `message: ${text.replaceAll('\n', ' / ')}`);
	}
}
