/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/require-node-api-error -- a development tool that never ships */
import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { inspect } from 'node:util';

import { ensureHost } from './host';
import { listInstalledPackage } from './installedRows';
import { tryLock } from './lock';
import { filesFolder, type N8nProcess, startN8n } from './n8n';
import { HELP, readOptions, type StartOptions } from './options';
import { buildPackage, installPackage, packPackage } from './package';
import { PROJECT_ROOT } from './paths';
import { isPortFree } from './ports';
import { N8nRest } from './rest';
import { explainReal, showSimulated } from './scenes';
import { say, UserProblem } from './say';
import { ownerOf, signIn } from './setup';
import { assertCloudPortsFree } from './simulatedCloud';
import { Cleanups, stopOnSignal } from './stopping';

async function main(): Promise<void> {
	const options = readOptions(process.argv.slice(2));
	if (options.help) return say(HELP);
	const signal = stopOnSignal(() => say('\nStopping …'));
	const cleanups = new Cleanups();
	try {
		const n8n = await start(options, cleanups, signal);
		await Promise.race([n8n.exited, aborted(signal)]);
		if (!signal.aborted) {
			throw new UserProblem(`n8n has ended by itself. Its log: ${n8n.logFile}`);
		}
	} catch (error) {
		// Whatever was cut short by stopping is no failure.
		if (!signal.aborted) throw error;
	} finally {
		await cleanups.run();
	}
}

async function start(
	options: StartOptions,
	cleanups: Cleanups,
	signal: AbortSignal,
): Promise<N8nProcess> {
	const { userFolder, real, port } = options;
	await assertPortsFree(options);
	await claimUserFolder(options, cleanups);

	say('Building and packing the package …');
	await buildPackage(PROJECT_ROOT, signal);
	const tarball = await packPackage(PROJECT_ROOT, join(userFolder, 'package'), signal);
	const host = await ensureHost({ say, reinstall: options.reinstall, signal });
	const installed = await installPackage(tarball, userFolder);
	// The installation may have taken minutes.
	await assertPortsFree(options);
	say(`Starting n8n with ${installed.name} ${installed.version} …`);
	const n8n = await startN8n({ host, userFolder, port, signal });
	cleanups.add(async () => {
		await n8n.stop();
		say('n8n has stopped.');
	});

	const rest = new N8nRest(n8n.url);
	const owner = ownerOf(userFolder, real);
	await signIn(rest, owner);
	await listInstalledPackage(installed, userFolder, rest);
	const scene = { rest, owner, options, filesFolder: filesFolder(userFolder), cleanups, signal };
	await (real ? explainReal(scene) : showSimulated(scene));
	return n8n;
}

async function assertPortsFree({ port, cloudPort, real }: StartOptions): Promise<void> {
	if (!(await isPortFree(port))) {
		throw new UserProblem(
			`Port ${port} is taken, perhaps by another n8n. Choose another one, ` +
				`for example: npm start -- --port ${port + 100}`,
		);
	}
	if (!real) await assertCloudPortsFree(cloudPort);
}

/** Two n8n on one database would do everything twice. */
async function claimUserFolder(
	{ userFolder, fresh }: StartOptions,
	cleanups: Cleanups,
): Promise<void> {
	mkdirSync(dirname(userFolder), { recursive: true });
	const attempt = await tryLock(`${userFolder}.lock`);
	if ('heldBy' in attempt) {
		throw new UserProblem(
			`Another "npm start" (process ${attempt.heldBy}) uses ${userFolder}. ` +
				'Stop that one, or choose another folder: npm start -- --user-folder DIR',
		);
	}
	cleanups.add(() => attempt.lock.release());
	if (fresh) rmSync(userFolder, { recursive: true, force: true });
	mkdirSync(userFolder, { recursive: true, mode: 0o700 });
}

async function aborted(signal: AbortSignal): Promise<void> {
	if (signal.aborted) return;
	await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}

main().catch((error: unknown) => {
	const isPlain = error instanceof UserProblem;
	say(`\n${isPlain ? error.message : inspect(error)}`);
	process.exitCode = 1;
});
