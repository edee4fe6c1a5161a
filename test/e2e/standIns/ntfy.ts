import { type Answer, type Asked, demand, type StandIn } from './exchange';

interface Push {
	topic: string;
	title: string;
	text: string;
	priority: number;
	picture?: { name: string; bytes: Buffer };
}

/** ntfy's way to publish: what is told stands in the address, a file is the body. */
export class Ntfy implements StandIn {
	readonly name = 'ntfy';
	readonly host = 'ntfy.sh';
	readonly messages: Push[] = [];

	answer({ method, path, query, body }: Asked): Answer {
		demand(['POST', 'PUT'].includes(method), 'page not found');
		const [, topic] = /^\/([-_A-Za-z0-9]{1,64})$/.exec(path) ?? [];
		// Without a topic, ntfy takes the body for a message in JSON.
		demand(topic !== undefined, 'invalid request: request body must be message JSON');
		const [title, text] = [query.get('title') ?? '', query.get('message') ?? ''];
		const priority = Number(query.get('priority') ?? 3);
		demand(Number.isInteger(priority) && priority >= 1 && priority <= 5, 'invalid priority');
		const name = query.get('filename');
		demand(name !== null || body.length === 0, 'a body without a file name is a text');
		const picture = name === null ? {} : { picture: { name, bytes: body } };
		this.messages.push({ topic, title, text, priority, ...picture });
		return { body: { id: String(this.messages.length), event: 'message', topic } };
	}

	received(): string[] {
		return this.messages.map(({ topic, title, text, priority, picture }) => {
			const file = picture ? ` with ${picture.name} (${picture.bytes.length} bytes)` : '';
			return `message to ${topic}${file}, priority ${priority}: ${title}: ${text}`;
		});
	}
}
