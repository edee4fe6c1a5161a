/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { ScriptedModel } from '../support/scriptedModel';
import { Discord } from './discord';
import { ErrorTexts } from './errorTexts';
import type { StandIn } from './exchange';
import { Google } from './google';
import { type FakedHosts, startFakedHosts } from './hosts';
import { MailServer } from './mail';
import { Ntfy } from './ntfy';
import { Plugs } from './plugs';
import { QuickChart } from './quickChart';
import { Slack } from './slack';
import { Spoolman } from './spoolman';
import { Telegram } from './telegram';

/** All that the example workflows talk to besides Bambu Lab. */
export class StandIns {
	readonly slack = new Slack();
	readonly google = new Google();
	readonly quickChart = new QuickChart();
	readonly discord = new Discord();
	readonly telegram = new Telegram();
	readonly errorTexts = new ErrorTexts();
	readonly ntfy = new Ntfy();
	readonly plugs = new Plugs();
	readonly spoolman = new Spoolman();
	private readonly folder = mkdtempSync(join(tmpdir(), 'bambulab-stand-ins-'));

	private constructor(
		readonly mail: MailServer,
		readonly model: ScriptedModel,
		private hosts: FakedHosts | undefined,
	) {}

	static async start(): Promise<StandIns> {
		const standIns = new StandIns(await MailServer.start(), await ScriptedModel.start(), undefined);
		const { slack, google, quickChart, discord, telegram, errorTexts } = standIns;
		const { ntfy, plugs, spoolman } = standIns;
		const byHost: Array<[string, StandIn]> = [
			[slack.host, slack],
			[slack.filesHost, slack],
			[google.host, google],
			[google.signInHost, google],
			[quickChart.host, quickChart],
			[discord.host, discord],
			[telegram.host, telegram],
			[errorTexts.host, errorTexts],
			[ntfy.host, ntfy],
			[spoolman.host, spoolman],
			...plugs.hosts.map((host): [string, StandIn] => [host, plugs]),
		];
		standIns.hosts = await startFakedHosts(new Map(byHost));
		return standIns;
	}

	/** Settings by which n8n finds nothing but the stand-ins. */
	environment(): Record<string, string> {
		const certificate = join(this.folder, 'certificate.pem');
		writeFileSync(certificate, this.hosts?.certificate ?? '');
		const proxy = this.hosts?.proxyUrl ?? '';
		const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'http_proxy', 'https_proxy'];
		return {
			...Object.fromEntries(names.map((name) => [name, proxy])),
			NODE_EXTRA_CA_CERTS: certificate,
		};
	}

	/** The fields of a credential of each kind, besides Bambu Lab's. */
	credentials(): Record<string, Record<string, unknown>> {
		const { slack, google, discord, telegram, mail, model } = this;
		return {
			slackApi: { accessToken: slack.token },
			googleApi: { email: google.email, privateKey: google.privateKey },
			googleSheetsOAuth2Api: {
				clientId: 'client-of-the-tests',
				clientSecret: google.clientSecret,
				oauthTokenData: { access_token: google.token, token_type: 'Bearer' },
			},
			discordWebhookApi: { webhookUri: discord.webhookUrl },
			telegramApi: { accessToken: telegram.token, baseUrl: `https://${telegram.host}` },
			openAiApi: { apiKey: model.apiKey, url: model.url },
			smtp: {
				user: mail.user,
				password: mail.password,
				host: '127.0.0.1',
				port: mail.port,
				secure: false,
			},
		};
	}

	/** What must show nowhere outside n8n's encrypted credentials. */
	secrets(): string[] {
		const { slack, google, telegram, mail, model } = this;
		const [, webhookToken = ''] = /(?:.*\/)(.+)/.exec(this.discord.webhookUrl) ?? [];
		return [
			slack.token,
			google.privateKey,
			google.clientSecret,
			google.token,
			telegram.token,
			mail.password,
			model.apiKey,
			webhookToken,
		];
	}

	/** Requests to unknown hosts, and those that a stand-in refused, since the last time. */
	takeComplaints(): string[] {
		return this.hosts?.complaints.splice(0) ?? [];
	}

	/** What each has received so far, a line each. */
	received(): string[] {
		const { slack, google, mail, quickChart, telegram, discord, ntfy, spoolman, plugs } = this;
		const all = [slack, google, mail, quickChart, telegram, discord, ntfy, spoolman, plugs];
		const lines = all.flatMap((each) => each.received().map((line) => `${each.name}: ${line}`));
		return [...lines, ...this.model.received().map((line) => `Chat model: ${line}`)];
	}

	async stop(): Promise<void> {
		await Promise.all([this.hosts?.stop(), this.mail.stop(), this.model.stop()]);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
