/** A message as a chat shows it. */
export interface ChatMessage {
	app: string;
	/** Where it was posted. */
	place: string;
	/** With the tags that the chat knows; nothing else of it is HTML. */
	html: string;
	picture?: Buffer;
}

const style = `
	body { margin: 0; padding: 24px; background: #fff; color: #1d1c1d;
		font: 16px/1.5 system-ui, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; }
	.card { width: 640px; padding: 20px 24px; border: 1px solid #ddd; border-radius: 12px; }
	.place { color: #616061; font-weight: 600; margin-bottom: 12px; }
	.row { display: flex; gap: 14px; }
	.icon { flex: none; width: 42px; height: 42px; border-radius: 8px; background: #ea4b71; color: #fff;
		display: grid; place-items: center; font-weight: 700; }
	.name { font-weight: 700; }
	.mark { display: inline-block; width: 20px; line-height: 20px; border-radius: 4px; color: #fff;
		text-align: center; }
	.good { background: #2bac76; }
	.bad { background: #d93a49; }
	.picture { margin-top: 10px; width: 240px; border-radius: 10px; border: 1px solid #ddd; display: block; }
`;

/** A page that shows a message, for a picture of what somebody gets to see. */
export function chatPage({ app, place, html, picture }: ChatMessage): string {
	const image =
		picture === undefined
			? ''
			: `<img class="picture" src="data:image/png;base64,${picture.toString('base64')}">`;
	return `<!doctype html><style>${style}</style><div class="card"><div class="place">${place}</div>
		<div class="row"><div class="icon">n8n</div><div><div class="name">${app}</div>
		<div>${html}</div>${image}</div></div></div>`;
}

/** Slack's own marks as HTML, as far as the examples use them. */
export function fromSlack(text: string): string {
	return text
		.replace(':white_check_mark:', '<span class="mark good">✓</span>')
		.replace(':x:', '<span class="mark bad">✗</span>')
		.replace(/\*([^*]+)\*/g, '<b>$1</b>')
		.replaceAll('\n', '<br>');
}
