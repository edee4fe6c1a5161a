import type { N8nRest } from '../../sandbox/rest';
import type { StoredCredential, WorkflowDefinition } from '../../sandbox/restTypes';
import { ensureMqttCredential, ensureWorkflows } from '../../sandbox/setup';

/** An n8n that keeps what it is given; whatever would switch a workflow on is missing. */
function emptyN8n() {
	const credentials: Array<StoredCredential & { data: object }> = [];
	const workflows: WorkflowDefinition[] = [];
	const rest = {
		listCredentials: async () => await Promise.resolve(credentials),
		createCredential: async (given: { name: string; type: string; data: object }) => {
			const made = { id: String(credentials.length + 1), ...given };
			credentials.push(made);
			return await Promise.resolve(made);
		},
		updateCredential: async (id: string, given: { name: string; type: string; data: object }) => {
			const kept = credentials.find((own) => own.id === id);
			return await Promise.resolve(Object.assign(kept ?? {}, given));
		},
		listWorkflows: async () => await Promise.resolve(workflows),
		createWorkflow: async (given: WorkflowDefinition) => {
			workflows.push(given);
			return await Promise.resolve(given);
		},
	};
	return { rest: rest as unknown as N8nRest, credentials, workflows };
}

test('npm start makes one MQTT credential, and has the examples of live reports ready with it', async () => {
	const { rest, credentials, workflows } = emptyN8n();
	await ensureMqttCredential(rest, 'mqtt://127.0.0.1:5003', 'old');
	const mqtt = await ensureMqttCredential(rest, 'mqtt://127.0.0.1:5004', '12345678 ');
	expect(credentials).toMatchObject([
		{
			type: 'mqtt',
			data: {
				...{ protocol: 'mqtt', host: '127.0.0.1', port: 5004, ssl: false },
				...{ username: 'bblp', password: '12345678', clientId: '' },
			},
		},
	]);
	await ensureWorkflows(rest, { mqtt, filesFolder: '/data' });
	const listening = workflows.filter(({ nodes }) =>
		nodes.some(({ type }) => type === 'n8n-nodes-base.mqttTrigger'),
	);
	expect(listening).toHaveLength(2);
	for (const { active, nodes } of listening as Array<WorkflowDefinition & { active?: boolean }>) {
		expect(active).not.toBe(true);
		const trigger = nodes.find(({ type }) => type === 'n8n-nodes-base.mqttTrigger');
		expect(trigger?.credentials).toEqual({ mqtt: { id: mqtt.id, name: mqtt.name } });
	}
});
