/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { AddressInfo } from 'node:net';

import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail server that keeps what it is given. */
export class MailServer {
	readonly name = 'Mail';
	readonly user = 'printers@example.com';
	readonly password = 'mail-canary-password';
	readonly mails: ParsedMail[] = [];
	private readonly server = new SMTPServer({
		// n8n asks for STARTTLS only where the server offers it.
		hideSTARTTLS: true,
		allowInsecureAuth: true,
		onAuth: ({ username, password }, _session, callback) => {
			const known = username === this.user && password === this.password;
			callback(known ? null : new Error('Wrong user or password'), { user: username });
		},
		onRcptTo: ({ address }, _session, callback) => {
			callback(address.endsWith('@example.com') ? null : new Error('No such user here'));
		},
		onData: (stream, _session, callback) => {
			simpleParser(stream).then(
				(mail) => {
					this.mails.push(mail);
					callback();
				},
				(error: Error) => callback(error),
			);
		},
	});

	static async start(): Promise<MailServer> {
		const mail = new MailServer();
		await new Promise<void>((resolve, reject) => {
			mail.server.once('error', reject);
			mail.server.listen(0, '127.0.0.1', resolve);
		});
		return mail;
	}

	get port(): number {
		return (this.server.server.address() as AddressInfo).port;
	}

	received(): string[] {
		return this.mails.map(({ subject, text, html, to, attachments }) => {
			const address = [to].flat().map((each) => each?.text);
			const files = attachments.map((file) => ` with ${file.filename} (${file.size} bytes)`);
			const words = (text ?? String(html).replaceAll(/<[^>]*>/g, ' '))
				.trim()
				.replaceAll(/\s*\n\s*/g, ' / ');
			return `mail to ${address.join(', ')}${files.join('')}: ${subject}: ${words}`;
		});
	}

	async stop(): Promise<void> {
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}
}
