import type { Execution, StoredCredential } from '../../sandbox/restTypes';
import { saveArtifact } from './support/artifacts';
import { useLab } from './support/lab';
import { ScriptedModel } from './support/scriptedModel';
import { agentWorkflow, credentialsOf, type Node, outputOf, toolType } from './support/workflows';

const lab = useLab();
let model: ScriptedModel;
let modelCredential: StoredCredential;

const failed = 'failed';

beforeAll(async () => {
	model = await ScriptedModel.start();
	modelCredential = await lab().rest.createCredential({
		name: 'Scripted model',
		type: 'openAiApi',
		data: { apiKey: lab().secret('scripted-model-canary'), url: model.url },
	});
});

afterAll(async () => {
	await model?.stop();
});

afterEach(() => lab().resetCloud());

function tool(name: string, parameters: Record<string, unknown>): Node {
	return { name, type: toolType, parameters, credentials: credentialsOf(lab().credential) };
}

/** Named as n8n names a tool that is added from its card. */
const listPrinters = () =>
	tool('Get many printers in Bambu Lab', { resource: 'device', operation: 'getAll' });

const listPrints = () =>
	tool('Get many prints in Bambu Lab', {
		resource: 'task',
		operation: 'getAll',
		limit: "={{ $fromAI('limit', 'How many prints to return', 'number') }}",
		filters: {
			status: "={{ $fromAI('status', 'any, running, finished, failed (or cancelled)', 'string') }}",
		},
	});

const getPrinter = () =>
	tool('Get printer in Bambu Lab', {
		resource: 'device',
		operation: 'get',
		deviceId: {
			__rl: true,
			mode: 'id',
			value: "={{ $fromAI('serial_number', 'Serial number of the printer', 'string') }}",
		},
	});

async function ask(prompt: string, tools: Node[]): Promise<Execution> {
	const { rest } = lab();
	const chatModel = {
		name: 'OpenAI Chat Model',
		type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
		typeVersion: 1.3,
		parameters: {
			model: { __rl: true, mode: 'id', value: 'scripted' },
			responsesApiEnabled: false,
		},
		credentials: credentialsOf(modelCredential),
	};
	const { id } = await rest.createWorkflow(agentWorkflow(prompt, chatModel, tools));
	const execution = await rest.runManually(id, { triggerToStartFrom: { name: 'Start' } });
	saveArtifact(
		'agent',
		`${prompt.replaceAll(' ', '-')}.json`,
		JSON.stringify(model.requests(), null, '\t'),
	);
	return execution;
}

test('an agent lists the printers and the last failed prints', async () => {
	model.script(
		{
			calls: [
				{ tool: 'Get_many_printers_in_Bambu_Lab', arguments: {} },
				{ tool: 'Get_many_prints_in_Bambu_Lab', arguments: { limit: 2, status: failed } },
			],
		},
		{ text: 'Two of your prints failed.' },
	);
	const execution = await ask('List my printers and the last failed prints', [
		listPrinters(),
		listPrints(),
	]);
	expect(execution.data.resultData.error?.message).toBeUndefined();
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'AI Agent')).toEqual([{ output: 'Two of your prints failed.' }]);

	expect(model.offeredTools()).toEqual({
		Get_many_printers_in_Bambu_Lab: expect.objectContaining({
			description: 'Get many printers in Bambu Lab',
			parameters: expect.objectContaining({ type: 'object', properties: {} }) as object,
		}) as object,
		Get_many_prints_in_Bambu_Lab: expect.objectContaining({
			description: 'Get many prints in Bambu Lab',
			parameters: expect.objectContaining({
				properties: {
					limit: { type: 'number', description: 'How many prints to return' },
					status: {
						type: 'string',
						description: expect.stringContaining('failed (or cancelled)') as string,
					},
				},
				required: ['limit', 'status'],
			}) as object,
		}) as object,
	});

	const { prints, printers } = lab().cloud.world;
	const results = model.toolResults();
	const told = (name: string) =>
		JSON.parse(results[name] ?? '[]') as Array<Record<string, unknown>>;
	expect(
		told('Get_many_printers_in_Bambu_Lab')
			.map(({ printerName }) => printerName)
			.sort(),
	).toEqual(printers.map(({ name }) => name).sort());
	const newest = prints.filter(({ outcome }) => outcome === 'failed').slice(0, 2);
	expect(told('Get_many_prints_in_Bambu_Lab').map(({ id, status }) => ({ id, status }))).toEqual(
		newest.map(({ id }) => ({ id, status: 'failed' })),
	);
	expectNoSecrets();
});

test('an agent is told in words what is wrong with its arguments', async () => {
	model.script(
		{
			calls: [
				{ tool: 'Get_printer_in_Bambu_Lab', arguments: { serial_number: '00000000000000' } },
				{ tool: 'Get_many_prints_in_Bambu_Lab', arguments: { limit: 2, status: 'done' } },
			],
		},
		{ text: 'I could not find that printer.' },
	);
	await ask('What is wrong', [getPrinter(), listPrints()]);
	const results = model.toolResults();
	expect(results.Get_printer_in_Bambu_Lab).toContain('no printer \\"00000000000000\\"');
	expect(results.Get_many_prints_in_Bambu_Lab).toContain(
		'\\"Status\\" must be one of: any (Any), ended (Ended (Finished or Failed))',
	);
	expectNoSecrets();
});

/** Neither credentials nor what opens a printer on its network. */
function expectNoSecrets(): void {
	const text = JSON.stringify(model.requests());
	const secrets = [
		...lab().cloud.world.printers.map(({ accessCode }) => accessCode.trim()),
		'print-more-benchies',
		'Bearer ',
		'scripted-model-canary',
	];
	expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
}
