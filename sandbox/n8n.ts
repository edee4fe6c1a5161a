/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import type { ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { Host } from './host';
import { environmentFor, QUIT_WITH_PARENT } from './npm';
import { freePort } from './ports';
import { hasExited, spawnGroup, stopGroup } from './processes';
import { UserProblem } from './say';
import { waitFor } from './wait';

export interface N8nOptions {
	host: Host;
	/** n8n keeps its database and packages in `.n8n` below it; workflows may write to `files`. */
	userFolder: string;
	/** What it does in n8n's queue mode: a worker has no editor, only its health, under its address. */
	role?: 'main' | 'worker';
	/** Any free one when left out. */
	port?: number;
	/** More settings for n8n, or other values for those below. */
	env?: Record<string, string>;
	timeoutMs?: number;
	signal?: AbortSignal;
}

export interface N8nProcess {
	url: string;
	pid: number;
	logFile: string;
	/** What n8n has logged so far. */
	log(): string;
	hasExited(): boolean;
	/** Settles when n8n has ended, for whatever reason. */
	exited: Promise<void>;
	/** Ends n8n and its task runner; SIGKILL stands for a crash. */
	stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

/** The folder in which workflows of an n8n started here may read and write files. */
export function filesFolder(userFolder: string): string {
	const folder = join(userFolder, 'files');
	mkdirSync(folder, { recursive: true });
	// n8n compares real paths, and refuses those that lead through a symbolic link.
	return realpathSync(folder);
}

/** Starts n8n, bound to this machine only, and returns when it answers. */
export async function startN8n(options: N8nOptions): Promise<N8nProcess> {
	const { host, userFolder, role = 'main', signal, timeoutMs = 180_000 } = options;
	signal?.throwIfAborted();
	const port = options.port ?? (await freePort());
	const url = `http://127.0.0.1:${port}`;
	const logFile = join(userFolder, 'n8n.log');
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
	const logHandle = openSync(logFile, 'w');
	const command = role === 'main' ? 'start' : 'worker';
	const child = spawnGroup(host.node, ['--require', QUIT_WITH_PARENT, host.n8n, command], {
		cwd: dirname(host.n8n),
		env: { ...(await environment(options, port)), ...options.env },
		stdio: ['pipe', logHandle, logHandle],
	});
	closeSync(logHandle);
	const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const log = () => readFileSync(logFile, 'utf8');
	const stop = async (how?: 'SIGTERM' | 'SIGKILL') => await stopGroup(child, how);
	try {
		// Not /healthz: that one answers before the database does. Older versions say that they are
		// ready before their REST API is.
		const needed =
			role === 'main' ? ['/healthz/readiness', '/rest/settings'] : ['/healthz/readiness'];
		const addresses = needed.map((path) => `${url}${path}`);
		await becomeReady(child, addresses, { timeoutMs, signal });
	} catch (error) {
		await stop('SIGKILL');
		signal?.throwIfAborted();
		throw startProblem(error, log(), logFile);
	}
	const pid = child.pid ?? 0;
	return { url, pid, logFile, log, hasExited: () => hasExited(child), exited, stop };
}

async function becomeReady(
	child: ChildProcess,
	addresses: string[],
	{ timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
	let failure: Error | undefined;
	child.once('error', (error) => (failure = error));
	await waitFor(
		async () => {
			if (failure) throw failure;
			if (hasExited(child)) throw new Error(`n8n ended by itself (code ${child.exitCode}).`);
			return (await Promise.all(addresses.map(answers))).every(Boolean);
		},
		{ what: 'n8n to become ready', timeoutMs, signal },
	);
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url, { signal: AbortSignal.timeout(5000) })).ok;
	} catch {
		return false;
	}
}

function startProblem(error: unknown, log: string, logFile: string): UserProblem {
	const reason = error instanceof Error ? error.message : String(error);
	const tail = log.trim().split('\n').slice(-20).join('\n');
	const broken = /Cannot find module|SyntaxError|ERR_DLOPEN/.test(log)
		? '\nIts installation looks damaged: "npm start -- --reinstall" installs it anew.'
		: '';
	return new UserProblem(
		`n8n did not start: ${reason}${broken}\nThe end of its log (${logFile}):\n${tail}`,
	);
}

/** Settings of the user's own n8n, or of the npm that started us, are not meant for this one. */
const FOREIGN =
	/^(N8N_|DB_|QUEUE_|EXECUTIONS_|OFFLOAD_|CREDENTIALS_|WEBHOOK_|GENERIC_|npm_|NODE_OPTIONS$|NODE_ENV$|JEST_|INIT_CWD$)/i;

async function environment(
	{ host, userFolder }: N8nOptions,
	port: number,
): Promise<NodeJS.ProcessEnv> {
	const own = Object.entries(process.env).filter(([name]) => !FOREIGN.test(name));
	const off = Object.fromEntries(PHONES_HOME.map((name) => [name, 'false']));
	return {
		...environmentFor(host.node, Object.fromEntries(own)),
		...off,
		...host.settings,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_PORT: String(port),
		QUEUE_HEALTH_CHECK_ACTIVE: 'true',
		QUEUE_HEALTH_CHECK_PORT: String(port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${port}`,
		N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: filesFolder(userFolder),
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		NO_PROXY: [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(','),
	};
}

const PHONES_HOME = [
	'N8N_DIAGNOSTICS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_ENABLED',
	'N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED',
	'N8N_TEMPLATES_ENABLED',
	'N8N_PERSONALIZATION_ENABLED',
	'N8N_HIRING_BANNER_ENABLED',
	'N8N_DYNAMIC_BANNERS_ENABLED',
	'N8N_AI_ENABLED',
	'N8N_LICENSE_AUTO_RENEW_ENABLED',
	'N8N_VERIFIED_PACKAGES_ENABLED',
];
