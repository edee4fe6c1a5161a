/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { randomUUID } from 'node:crypto';
import {
	chownSync,
	closeSync,
	existsSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	realpathSync,
	rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, delimiter, dirname, join } from 'node:path';

import { QUIT_WITH_PARENT } from '../../../sandbox/npm';
import { freePort } from '../../../sandbox/ports';
import { type Account, hasExited, run, spawnGroup, stopGroup } from '../../../sandbox/processes';
import { UserProblem } from '../../../sandbox/say';
import { waitFor } from '../../../sandbox/wait';
import { readSetup } from './setup';

/** What n8n's queue mode needs beside n8n. */
export interface Services {
	/** n8n's settings that name them. */
	env: Record<string, string>;
	stop(): Promise<void>;
}

interface Program {
	command: string;
	args: string[];
	/** Ends it at once, without waiting for its clients. */
	signal: 'SIGINT' | 'SIGTERM';
	account?: Account;
}

/** Both print it as soon as they answer. */
const READY = /ready to accept connections/i;

/** Addresses of services that run already, instead of those that are started here. */
const { BAMBULAB_TEST_REDIS: redisUrl, BAMBULAB_TEST_POSTGRES: postgresUrl } = process.env;

/** What is neither installed nor named, as the user installs it. */
export function missingServices(): string[] {
	return [
		...(redisUrl || redisServer() ? [] : ['redis-server']),
		...(postgresUrl || postgresBinaries() ? [] : ['postgresql']),
	];
}

/** Starts a Redis and a PostgreSQL of our own, or takes those that the environment names. */
export async function startServices(): Promise<Services> {
	const missing = missingServices();
	if (missing.length > 0) {
		throw new UserProblem(
			`n8n's queue mode needs Redis and PostgreSQL; missing: ${missing.join(', ')}. Install them ` +
				'(Debian: apt install redis-server postgresql), or name running ones in BAMBULAB_TEST_REDIS ' +
				'(redis://host:6379) and BAMBULAB_TEST_POSTGRES (postgres://user:password@host/empty-database).',
		);
	}
	const redis = redisUrl ? named(redisSettings(redisUrl)) : await startRedis();
	try {
		const postgres = await startDatabase();
		return {
			env: { ...redis.env, ...postgres.env },
			stop: async () => {
				await Promise.all([redis.stop(), postgres.stop()]);
			},
		};
	} catch (error) {
		await redis.stop();
		throw error;
	}
}

/** Starts a PostgreSQL of our own, or takes the one that the environment names. */
export async function startDatabase(): Promise<Services> {
	if (postgresUrl) return named(postgresSettings(postgresUrl));
	if (postgresBinaries() === undefined) {
		throw new UserProblem(
			'PostgreSQL is missing. Install it (Debian: apt install postgresql), or name a running one in ' +
				'BAMBULAB_TEST_POSTGRES (postgres://user:password@host/empty-database).',
		);
	}
	return await startPostgres();
}

function named(env: Record<string, string>): Services {
	return { env, stop: async () => {} };
}

function redisSettings(address: string): Record<string, string> {
	const { protocol, hostname, port, username, password, pathname } = new URL(address);
	// What another n8n, or an earlier run, keeps there is none of ours.
	const prefix = `bambulab-test-${randomUUID()}`;
	return {
		QUEUE_BULL_REDIS_HOST: hostname,
		QUEUE_BULL_REDIS_PORT: port || '6379',
		QUEUE_BULL_REDIS_USERNAME: decodeURIComponent(username),
		QUEUE_BULL_REDIS_PASSWORD: decodeURIComponent(password),
		QUEUE_BULL_REDIS_DB: pathname.slice(1) || '0',
		QUEUE_BULL_REDIS_TLS: String(protocol === 'rediss:'),
		QUEUE_BULL_PREFIX: prefix,
		N8N_REDIS_KEY_PREFIX: prefix,
	};
}

function postgresSettings(address: string): Record<string, string> {
	const { hostname, port, username, password, pathname } = new URL(address);
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: hostname,
		DB_POSTGRESDB_PORT: port || '5432',
		DB_POSTGRESDB_USER: decodeURIComponent(username),
		DB_POSTGRESDB_PASSWORD: decodeURIComponent(password),
		DB_POSTGRESDB_DATABASE: pathname.slice(1),
		// By default n8n has two connections, and gives up soon, as it does on a busy machine.
		DB_POSTGRESDB_POOL_SIZE: '8',
		DB_POSTGRESDB_CONNECTION_TIMEOUT: '60000',
		DB_PING_TIMEOUT_MS: '30000',
	};
}

async function startRedis(): Promise<Services> {
	const port = await freePort();
	const folder = mkdtempSync(join(tmpdir(), 'bambulab-redis-'));
	// Nothing is written to disk.
	const store = ['--save', '', '--appendonly', 'no', '--dir', folder];
	const args = ['--bind', '127.0.0.1', '--port', String(port), ...store];
	const redis: Program = { command: redisServer() ?? '', args, signal: 'SIGTERM' };
	return { env: redisSettings(`redis://127.0.0.1:${port}`), stop: await start(redis, folder) };
}

async function startPostgres(): Promise<Services> {
	const port = await freePort();
	const account = await unprivilegedAccount();
	const folder = mkdtempSync(join(tmpdir(), 'bambulab-postgres-'));
	if (account) chownSync(folder, account.uid, account.gid);
	const bin = postgresBinaries() ?? '';
	const data = join(folder, 'data');
	const initdb = await run(
		join(bin, 'initdb'),
		['-D', data, '-U', 'n8n', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'],
		{ cwd: folder, account },
	);
	if (!initdb.ok) {
		rmSync(folder, { recursive: true, force: true });
		throw new UserProblem(`PostgreSQL's initdb did not work:\n${initdb.output}`);
	}
	const settings = [
		`port=${port}`,
		'listen_addresses=127.0.0.1',
		'unix_socket_directories=',
		'fsync=off',
	];
	const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
	const postgres: Program = { command: join(bin, 'postgres'), args, signal: 'SIGINT', account };
	return {
		env: postgresSettings(`postgres://n8n@127.0.0.1:${port}/postgres`),
		stop: await start(postgres, folder),
	};
}

/** PostgreSQL refuses to run as root; Debian's package makes a user for it. */
async function unprivilegedAccount(): Promise<Account | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const [uid, gid] = await Promise.all(
		['-u', '-g'].map(async (which) => (await run('id', [which, 'postgres'])).stdout),
	);
	if (!uid || !gid) throw new UserProblem('PostgreSQL cannot run as root. Add a user "postgres".');
	return { uid: Number(uid), gid: Number(gid) };
}

/** Starts a program that ends with this process, and its folder with it; returns what stops it. */
async function start(program: Program, folder: string): Promise<() => Promise<void>> {
	// The folder goes when the program ends, and suites side by side have one each.
	const logFile = join(readSetup().folder, `${basename(folder)}.log`);
	const logHandle = openSync(logFile, 'w');
	const { command, args, signal, account } = program;
	const script = join(__dirname, 'runService.cjs');
	const input = JSON.stringify({ command, args, signal, folder, ...account });
	const child = spawnGroup(process.execPath, ['--require', QUIT_WITH_PARENT, script, input], {
		cwd: folder,
		stdio: ['pipe', logHandle, logHandle],
	});
	closeSync(logHandle);
	const log = () => readFileSync(logFile, 'utf8');
	const stop = async () => await stopGroup(child);
	try {
		await waitFor(async () => hasExited(child) || READY.test(log()), {
			what: `${command} to start`,
			timeoutMs: 30_000,
			intervalMs: 50,
		});
		if (hasExited(child)) throw new UserProblem(`${command} did not start:\n${log()}`);
	} catch (error) {
		await stop();
		throw error;
	}
	return stop;
}

function redisServer(): string | undefined {
	return inPath('redis-server') ?? inPath('valkey-server');
}

/** The folder of PostgreSQL's programs, which Debian keeps out of the path, one per version. */
function postgresBinaries(): string | undefined {
	const debian = '/usr/lib/postgresql';
	const versions = existsSync(debian)
		? readdirSync(debian)
				.map(Number)
				.sort((a, b) => b - a)
		: [];
	const folders = versions.map((version) => join(debian, String(version), 'bin'));
	const initdb = inPath('initdb');
	if (initdb) folders.push(dirname(realpathSync(initdb)));
	return folders.find(
		(bin) => existsSync(join(bin, 'initdb')) && existsSync(join(bin, 'postgres')),
	);
}

function inPath(program: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(delimiter);
	return folders.map((folder) => join(folder, program)).find((file) => existsSync(file));
}
