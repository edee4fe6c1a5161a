import {
	type Answer,
	type Asked,
	demand,
	fileOf,
	formBody,
	jsonBody,
	Refused,
	type StandIn,
} from './exchange';

interface TelegramMessage {
	chat: string;
	text: string;
	document?: { name: string; bytes: Buffer };
	photo?: { name: string; bytes: Buffer };
	isSilent: boolean;
	/** The addresses behind the buttons, by their captions. */
	buttons: Record<string, string>;
}

interface Markup {
	inline_keyboard?: Array<Array<{ text: string; url: string }>>;
}

/** Telegram's bot API, as far as messages, photos and documents go. */
export class Telegram implements StandIn {
	readonly name = 'Telegram';
	readonly host = 'api.telegram.org';
	readonly token = '4242:telegram-canary';
	readonly messages: TelegramMessage[] = [];

	async answer(asked: Asked): Promise<Answer> {
		const [, bot, method] = /^\/bot([^/]+)\/(\w+)$/.exec(asked.path) ?? [];
		demand(bot === this.token, 'Unauthorized');
		if (method === 'sendMessage') return this.sendMessage(jsonBody(asked));
		if (method === 'sendDocument') return await this.sendFile(asked, 'document');
		if (method === 'sendPhoto') return await this.sendFile(asked, 'photo');
		throw new Refused(`no such method: ${method}`);
	}

	received(): string[] {
		return this.messages.map(({ chat, text, document, photo, buttons, isSilent }) => {
			const sent = document ?? photo;
			const file = sent ? ` with ${sent.name} (${sent.bytes.length} bytes)` : '';
			const sound = isSilent ? ', silent' : '';
			const choices = Object.keys(buttons).map((caption) => ` [${caption}]`);
			return `message to ${chat}${file}${sound}: ${text.replaceAll('\n', ' / ')}${choices.join('')}`;
		});
	}

	private sendMessage(body: Record<string, unknown>): Answer {
		const { text, reply_markup: markup } = body;
		demand(typeof text === 'string' && text !== '', 'message text is empty');
		demandFormat(text, body.parse_mode);
		const rows = (markup as Markup | undefined)?.inline_keyboard ?? [];
		const buttons = rows.flat().map(({ text: caption, url }) => [caption, url] as const);
		return this.take({
			chat: chatOf(body.chat_id),
			text,
			isSilent: body.disable_notification === true,
			buttons: Object.fromEntries(buttons),
		});
	}

	private async sendFile(asked: Asked, kind: 'document' | 'photo'): Promise<Answer> {
		const form = await formBody(asked);
		const { name, bytes } = await fileOf(form, kind);
		demand(bytes.length > 0, 'file must be non-empty');
		const text = String(form.get('caption') ?? '');
		demand(text.length <= 1024, 'message caption is too long');
		if (form.has('parse_mode')) demandFormat(text, form.get('parse_mode'));
		const chat = chatOf(form.get('chat_id'));
		const isSilent = form.get('disable_notification') === 'true';
		return this.take({ chat, text, [kind]: { name, bytes }, isSilent, buttons: {} });
	}

	private take(message: TelegramMessage): Answer {
		this.messages.push(message);
		const { chat, text } = message;
		const result = { message_id: this.messages.length, chat: { id: chat }, text };
		return { body: { ok: true, result } };
	}
}

/** Those of the examples, and one of the tests. */
const chats = ['123456789', '-1000000000000', '-1004242'];

function chatOf(id: unknown): string {
	const description = 'Bad Request: chat not found';
	const body = { ok: false, error_code: 400, description };
	demand(chats.includes(String(id)), description, { status: 400, body });
	return String(id);
}

/** Telegram refuses a message whose marks do not come in pairs, such as a file name with one "_". */
function demandFormat(text: string, mode: unknown): void {
	if (mode === 'Markdown') {
		for (const mark of ['_', '*', '`']) {
			const parts = text.replaceAll(/\\[_*`[]/g, '').split(mark);
			demand(parts.length % 2 === 1, `can't parse entities: a "${mark}" does not end`);
		}
	}
	if (mode === 'HTML') {
		const rest = text.replaceAll(/<(b|i|u|s|code|pre|a)( [^<>]*)?>|<\/(b|i|u|s|code|pre|a)>/g, '');
		demand(!/[<>]|&(?!(lt|gt|amp|quot);)/.test(rest), "can't parse entities: unsupported tag");
	}
}
