import { tableOf } from './example';
import type { StartOptions } from './options';
import type { N8nRest } from './rest';
import type { Owner, StoredWorkflow } from './restTypes';
import { say } from './say';
import {
	ensureCredential,
	ensureMqttCredential,
	ensurePublished,
	ensureWorkflow,
	ensureWorkflows,
} from './setup';
import { type SimulatedCloud, startPrint, startSimulatedCloud } from './simulatedCloud';
import type { Cleanups } from './stopping';
import { waitUntilFired } from './watch';

const EXAMPLE = 'log-prints-to-data-table';
const PRINT_SECONDS = 20;
/** The trigger asks once a minute, and n8n chooses the second. */
const FIRES_WITHIN_MS = 180_000;

/** An n8n that runs, and what is to be seen in it. */
export interface Scene {
	rest: N8nRest;
	owner: Owner;
	options: StartOptions;
	filesFolder: string;
	cleanups: Cleanups;
	signal: AbortSignal;
}

/** A simulated printer finishes a print, and a workflow logs it by itself. */
export async function showSimulated(scene: Scene): Promise<void> {
	const { rest, options, filesFolder, cleanups, signal } = scene;
	const cloud = await startSimulatedCloud(options.userFolder, options.cloudPort, options.speed);
	cleanups.add(async () => {
		await cloud.stop();
		say('The simulated cloud has stopped.');
	});
	const credential = await ensureCredential(rest, cloud.apiUrl);
	const brokerUrl = cloud.broker?.url ?? '';
	const [{ name = '', accessCode = '' } = {}] = cloud.world.printers;
	const mqtt = await ensureMqttCredential(rest, brokerUrl, accessCode);
	const workflow = await ensureWorkflow(rest, EXAMPLE, { credential, filesFolder });
	await ensureWorkflows(rest, { credential, mqtt, filesFolder });
	await ensurePublished(rest, workflow.id, signal);
	sayWhere(scene, workflow);
	say(`
Simulated cloud  ${cloud.apiUrl}   (steered through ${cloud.controlUrl})
  account        maker@example.com / print-more-benchies; is in the credential that n8n has already.
                 In one of your own, choose the region Custom, and enter the address above as both URLs.
  live reports   ${brokerUrl}   (by MQTT; credential "${mqtt.name}" for ${name}, in the examples
                 that alert "with the reason"). Execute their first node, then let something happen:
  curl ${cloud.controlUrl}/live/${name} -H "content-type: application/json" -d '{"happening":"runOut"}'`);
	if (options.print) await watchPrint(scene, cloud, workflow);
	say(
		'\nCtrl-C stops n8n and the simulated cloud. What you changed in n8n stays for the next start.',
	);
}

async function watchPrint(
	{ rest, options, signal }: Scene,
	cloud: SimulatedCloud,
	{ id }: StoredWorkflow,
): Promise<void> {
	const since = new Date();
	const print = await startPrint(cloud, PRINT_SECONDS, options.speed);
	say(`
A print of "${print.title}" has started on a simulated printer; it takes ${PRINT_SECONDS} s. The published
workflow asks the cloud once a minute and will log it. Watch the tab "Executions" of the workflow.`);
	try {
		const table = tableOf(await rest.getWorkflow(id));
		const fired = await waitUntilFired(rest, {
			workflowId: id,
			table,
			taskId: print.id,
			since,
			timeoutMs: FIRES_WITHIN_MS,
			signal,
		});
		const seconds = Math.round((Date.now() - since.getTime()) / 1000);
		say(`
The workflow has fired by itself, ${seconds} s after the print began (execution ${fired.execution.id}).
  Data Table "${table}":
    ${JSON.stringify(fired.row)}`);
	} catch (error) {
		signal.throwIfAborted();
		const reason = error instanceof Error ? error.message : String(error);
		say(`\nThe workflow has not logged the print: ${reason}`);
		say('If you have changed the workflow, "npm start -- --fresh" starts with the original.');
	}
	say(`\nStart another print:\n  ${print.command}`);
}

/** The same n8n, for the user's own account. */
export async function explainReal(scene: Scene): Promise<void> {
	const { rest, filesFolder } = scene;
	const workflow = await ensureWorkflow(rest, EXAMPLE, { filesFolder });
	await ensureWorkflows(rest, { filesFolder });
	sayWhere(scene, workflow);
	say(`
To log the prints of your own account:
  1. Open the workflow and double-click "Print Ended". Under "Credential", choose "Create new
     credential" and sign in to Bambu Lab there.
  2. Choose the same credential in "Look Up Printer".
  3. Click "Publish". Each print that ends from then on becomes a row per filament in n8n's Data Table
     "${tableOf(await rest.getWorkflow(workflow.id))}".

Ctrl-C stops n8n. Your credential stays, encrypted, in
${scene.options.userFolder}`);
}

function sayWhere({ rest, owner, filesFolder }: Scene, workflow: StoredWorkflow): void {
	say(`
Open             ${rest.url}/workflow/${workflow.id}   ("${workflow.name}")
  log in         ${owner.email} / ${owner.password}
  more examples  ${rest.url}/home/workflows   (switched off)
  files          ${filesFolder}   (no other folder is open to workflows)`);
}
