import {
	type Answer,
	type Asked,
	demand,
	demandBearer,
	fileOf,
	formBody,
	jsonBody,
	Refused,
	type StandIn,
} from './exchange';

interface SlackMessage {
	channel: string;
	text: string;
	picture?: { name: string; bytes: Buffer };
}

/** Slack's Web API, as far as posting a message or a file goes. */
export class Slack implements StandIn {
	readonly name = 'Slack';
	readonly host = 'slack.com';
	readonly filesHost = 'files.slack.com';
	readonly token = 'xoxb-slack-canary';
	/** Those of the examples, and one of the tests. */
	readonly channels = ['#3d-prints', 'C0000000000', 'C0PRINTS'];
	readonly messages: SlackMessage[] = [];
	private readonly uploads = new Map<string, { length: number; bytes?: Buffer; name: string }>();

	async answer(asked: Asked): Promise<Answer> {
		if (asked.host === this.filesHost) return await this.upload(asked);
		demandBearer(asked, this.token);
		switch (`${asked.method} ${asked.path}`) {
			case 'POST /api/chat.postMessage':
				return this.post(jsonBody(asked));
			case 'GET /api/files.getUploadURLExternal':
				return this.offerUpload(asked.query);
			case 'POST /api/files.completeUploadExternal':
				return this.completeUpload(jsonBody(asked));
		}
		throw new Refused('unknown_method');
	}

	received(): string[] {
		return this.messages.map(({ channel, text, picture }) => {
			const file = picture ? ` with ${picture.name} (${picture.bytes.length} bytes)` : '';
			return `message in ${channel}${file}: ${text.replaceAll('\n', ' / ')}`;
		});
	}

	private post({ channel, text }: Record<string, unknown>): Answer {
		this.demandChannel(channel);
		demand(typeof text === 'string' && text !== '', 'no_text');
		this.messages.push({ channel, text });
		return { body: { ok: true, channel, ts: '1700000000.000100', message: { text } } };
	}

	private demandChannel(channel: unknown): asserts channel is string {
		const error = 'channel_not_found';
		demand(this.channels.includes(String(channel)), error, { body: { ok: false, error } });
	}

	private offerUpload(query: URLSearchParams): Answer {
		const [name, length] = [query.get('filename'), Number(query.get('length'))];
		demand(name !== null && name !== '', 'invalid_arguments: filename');
		demand(Number.isInteger(length) && length > 0, 'invalid_arguments: length');
		const id = `F${this.uploads.size + 1}`;
		this.uploads.set(id, { length, name });
		return {
			body: { ok: true, file_id: id, upload_url: `https://${this.filesHost}/upload/v1/${id}` },
		};
	}

	private async upload(asked: Asked): Promise<Answer> {
		const upload = this.uploads.get(asked.path.replace('/upload/v1/', ''));
		demand(asked.method === 'POST' && upload !== undefined, 'no such upload');
		const { bytes } = await fileOf(await formBody(asked), 'file');
		demand(bytes.length === upload.length, `${bytes.length} bytes came, not ${upload.length}`);
		upload.bytes = bytes;
		return { body: Buffer.from(`OK - ${bytes.length}`), contentType: 'text/plain' };
	}

	private completeUpload(body: Record<string, unknown>): Answer {
		const { files, channel_id: channel, initial_comment: text } = body;
		demand(Array.isArray(files) && files.length === 1, 'invalid_arguments: files');
		const { id, title } = files[0] as { id: string; title?: string };
		const { name, bytes } = this.uploads.get(id) ?? {};
		demand(name !== undefined && bytes !== undefined, 'file_not_found');
		this.demandChannel(channel);
		this.messages.push({ channel, text: String(text ?? ''), picture: { name, bytes } });
		return { body: { ok: true, files: [{ id, title }] } };
	}
}
