/* eslint-disable @n8n/community-nodes/no-dangerous-functions, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { join } from 'node:path';

import { readExample } from '../../sandbox/example';
import { PROJECT_ROOT } from '../../sandbox/paths';
import { freePort, isPortFree } from '../../sandbox/ports';
import { hasExited, signalGroup } from '../../sandbox/processes';
import { N8nRest } from '../../sandbox/rest';
import { waitFor } from '../../sandbox/wait';
import { saveArtifact } from './support/artifacts';
import { readSetup } from './support/setup';
import { outputOf } from './support/workflows';

const twoMinutesMs = 120_000;

/** Four ports in a row that are free, as the simulated cloud wants them. */
async function freePorts(): Promise<number> {
	for (;;) {
		const first = await freePort();
		const others = await Promise.all([1, 2, 3].map(async (more) => await isPortFree(first + more)));
		if (!others.includes(false)) return first;
	}
}

/** All processes that a process has started, and those that they have. */
function descendantsOf(pid: number): number[] {
	const rows = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
		.trim()
		.split('\n')
		.map((line) => line.trim().split(/\s+/).map(Number));
	const children = rows.filter(([, parent]) => parent === pid).map(([child = 0]) => child);
	return children.flatMap((child) => [child, ...descendantsOf(child)]);
}

function runningAmong(pids: number[]): string[] {
	const rows = execFileSync('ps', ['-A', '-o', 'pid=,stat=,args='], { encoding: 'utf8' });
	return rows.split('\n').filter((row) => {
		const [pid, state] = row.trim().split(/\s+/);
		return pids.includes(Number(pid)) && !state?.startsWith('Z');
	});
}

let npm: ChildProcess;
let output = '';

beforeAll(async () => {
	const userFolder = join(readSetup().folder, 'start');
	const ports = ['--port', await freePort(), '--cloud-port', await freePorts()].map(String);
	npm = spawn('npm', ['start', '--', ...ports, '--user-folder', userFolder], {
		cwd: PROJECT_ROOT,
		detached: true,
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	for (const stream of [npm.stdout, npm.stderr]) {
		stream?.on('data', (text: Buffer) => {
			output += text.toString();
		});
	}
});

afterAll(() => {
	saveArtifact('start', 'output.txt', output);
	if (!hasExited(npm)) signalGroup(npm, 'SIGKILL');
});

/** The first group of a pattern, as soon as `npm start` has printed it. */
async function printed(pattern: RegExp, timeoutMs: number): Promise<string> {
	return await waitFor(
		async () => {
			const found = pattern.exec(output)?.[1];
			if (found === undefined && hasExited(npm)) throw new Error(`npm start ended:\n${output}`);
			return found;
		},
		{ what: `npm start to print ${pattern}`, timeoutMs },
	);
}

test('npm start shows a workflow that fires by itself within two minutes', async () => {
	const url = await printed(/^Open +(http:\/\/[^/\s]+)/m, twoMinutesMs);
	const ready = Date.now();
	const email = await printed(/^ *log in +(\S+) \//m, 5000);
	const password = await printed(/^ *log in +\S+ \/ (\S+)/m, 5000);
	const workflowId = await printed(/^Open +\S+\/workflow\/(\w+)/m, 5000);
	const rest = new N8nRest(url);
	await rest.signIn({ email, password, firstName: '', lastName: '' });

	const left = () => twoMinutesMs - (Date.now() - ready);
	await waitFor(
		async () => {
			const executions = await rest.listExecutions({ workflowId, status: ['success'] });
			return executions.some(({ mode }) => mode === 'trigger');
		},
		{ what: 'the example to fire', timeoutMs: left(), intervalMs: 1000 },
	);
	const title = await printed(/A print of "(.+)" has started/, 5000);
	const tableName = await printed(/Data Table "(.+)":/, left());
	const table = await rest.findDataTable(tableName);
	const rows = await rest.dataTableRows(table?.id ?? '');
	const logged = rows.filter((row) => Object.values(row).includes(title));
	expect(logged.length).toBeGreaterThan(0);
});

test('the examples for live reports are ready, and switched off', async () => {
	const control = await printed(/curl (http:\S+)\/live\/Workshop/, 5000);
	const rest = new N8nRest(await printed(/^Open +(http:\/\/[^/\s]+)/m, 5000));
	const [, email = '', password = ''] = /^ *log in +(\S+) \/ (\S+)/m.exec(output) ?? [];
	await rest.signIn({ email, password, firstName: '', lastName: '' });
	const example = readExample('telegram-alert-with-reason');
	const { id } = (await rest.listWorkflows()).find(({ name }) => name === example.name) ?? {};
	const { activeVersionId, nodes } = await rest.getWorkflow(id ?? '');
	expect(activeVersionId).toBeNull();
	// Without Telegram, for which nobody has given a credential.
	const listening = nodes.filter(({ name }) => name !== 'Send Alert');
	const copy = await rest.createWorkflow({
		...example,
		nodes: listening.map((node) =>
			node.name === 'Read Live Report'
				? { ...node, parameters: { ...node.parameters, options: {} } }
				: node,
		),
		connections: {
			'Printer Reports': example.connections['Printer Reports'],
			'Read Live Report': example.connections['Read Live Report'],
		},
		settings: { executionOrder: 'v1' },
	});
	await rest.publish(copy.id);
	await fetch(`${control}/live/Workshop`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ happening: 'runOut' }),
	});
	const execution = await waitFor(
		async () => (await rest.listExecutions({ workflowId: copy.id })).find((each) => each.stoppedAt),
		{ what: 'the report to come', timeoutMs: 60_000 },
	);
	expect(outputOf(await rest.getExecution(execution.id), 'Keep One per Report')).toMatchObject([
		{ event: 'printPaused', pauseReason: 'filament run-out' },
	]);
});

test('Ctrl-C leaves no process', async () => {
	const started = descendantsOf(npm.pid ?? 0);
	expect(runningAmong(started).join('\n')).toContain('n8n');
	// A terminal sends it to npm and all that runs in the foreground with it.
	process.kill(-(npm.pid ?? 0), 'SIGINT');
	await waitFor(async () => hasExited(npm), { what: 'npm start to end', timeoutMs: 20_000 });
	await waitFor(async () => runningAmong(started).length === 0, {
		what: 'all processes to end',
		timeoutMs: 5000,
	}).catch(() => undefined);
	expect(runningAmong(started)).toEqual([]);
});
