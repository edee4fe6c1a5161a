/** What people do in front of a browser: n8n takes anything without one for a robot. */

const browser = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0' };

/** Fills in and sends a published form. */
export async function submitForm(
	url: string,
	fields: Record<string, string | File>,
): Promise<void> {
	const body = new FormData();
	for (const [name, value] of Object.entries(fields)) body.append(name, value);
	const answer = await fetch(url, { method: 'POST', headers: browser, body });
	if (!answer.ok) throw new Error(`The form was refused: ${await answer.text()}`);
}

/** Follows the address behind a button of a message. */
export async function pressButton(url: string | undefined): Promise<void> {
	if (url === undefined) throw new Error('There is no such button');
	const answer = await fetch(url, { headers: browser });
	if (!answer.ok) throw new Error(`The button does not work: ${await answer.text()}`);
}
