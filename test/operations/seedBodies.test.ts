import nock from 'nock';
import type { IDataObject } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { isObject, objectsIn } from '../../nodes/BambuLab/cloud/json';
import { isPaged } from '../../nodes/BambuLab/core/operation';
import bound from '../contract/current/getBoundDevices.json';
import { fixtures, readFixture } from '../contract/contractHarness';
import { globalApi, runOperation } from '../support/bambuLab';

const bindPath = '/v1/iot-service/api/user/bind';

type Body = { [name: string]: unknown };

/** The rows of an answer: one item comes out for each. */
type Rows = (body: Body) => unknown[];

const list =
	(name: string): Rows =>
	(body) =>
		objectsIn(body[name]);
const whole: Rows = (body) => [body];

const settingRows: Rows = (body) =>
	['print', 'printer', 'filament'].flatMap((type) =>
		['public', 'private'].flatMap((scope) => {
			const group = body[type];
			return objectsIn(isObject(group) ? group[scope] : []).map((row) => ({ type, scope, ...row }));
		}),
	);

const resourceRows: Rows = ({ software, resources: others }) => [
	{ category: 'software', ...(software as object) },
	...objectsIn(others).map((row) => ({ category: 'resource', ...row })),
];

const secrets = { options: { includeSecrets: true } };

const operationOf: { [fixture: string]: [name: string, rows: Rows, more?: IDataObject] } = {
	createTtcode: ['device:getCameraAccess', whole],
	getBoundDevices: ['device:getAll', list('devices'), secrets],
	getDeviceVersions: ['device:getFirmware', list('devices')],
	getMessages: ['message:getAll', list('hits')],
	getPreference: ['account:getPreferences', whole],
	getPrintProfile: ['profile:get', whole],
	getPrintStatus: ['device:getPrintStatus', list('devices'), secrets],
	getProject: ['project:get', whole],
	getProjects: ['project:getAll', list('projects')],
	getSlicerResources: ['slicerResource:getAll', resourceRows],
	getSlicerSetting: ['slicerSetting:get', whole],
	getSlicerSettings: ['slicerSetting:getAll', settingRows, { filters: {} }],
	getTasks: ['task:getAll', list('hits'), { filters: {} }],
	updateDeviceInfo: [
		'device:update',
		() => [{ success: true, printerSerial: '01P00A000000001', printerName: 'Workshop' }],
	],
};

/** Answers of signing in and out, of refusals, and the envelope that belongs to no endpoint. */
const elsewhere = ['IotEnvelope', 'getIotTask.403', 'login', 'refreshToken'];

function shortName(fixture: string): string {
	return fixture.replace(/^seed\//, '').replace(/\.json$/, '');
}

const answers = fixtures('seed')
	.map(shortName)
	.filter((name) => !name.endsWith('.request') && !elsewhere.includes(name));

function sampleOf(name: string) {
	const [resource, value] = name.split(':');
	const operation = resources
		.find((candidate) => candidate.value === resource)
		?.operations.find((candidate) => candidate.value === value);
	if (operation === undefined) throw new Error(`There is no operation ${name}`);
	return operation;
}

test('every answer of the seed has its operation', () => {
	expect(answers).toEqual(Object.keys(operationOf));
});

describe.each(answers)('the answer %s', (fixture) => {
	const [name, rows, more] = operationOf[fixture] ?? ['', whole];
	const body = readFixture(`seed/${fixture}.json`) as Body;

	test('comes out with every field in the form Raw', async () => {
		const operation = sampleOf(name);
		const { sample, readable } = operation;
		const [method = ''] = sample.request?.split(' ') ?? [];
		// A list of which the seed shows a part ends with an empty page.
		const empty = isPaged(operation) ? { ...body, hits: [] } : body;
		// A write looks for its printer before.
		if (method !== 'GET') nock(globalApi).get(bindPath).optionally().reply(200, bound);
		const answer = nock(globalApi).intercept(/.*/, method);
		answer.reply(200, JSON.stringify(body));
		nock(globalApi)
			.persist()
			.intercept(/.*/, method)
			.optionally()
			.reply(200, JSON.stringify(empty));
		const { error, items } = await runOperation(name, {
			...sample.parameters,
			...(readable === undefined ? {} : { output: 'raw' }),
			...more,
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json)).toEqual(rows(body));
	});
});

test('the refusal of task details points to what works', async () => {
	const body = readFixture('seed/getIotTask.403.json');
	nock(globalApi).get(/.*/).reply(403, JSON.stringify(body));
	const { error } = await runOperation('task:getDetails', { taskId: '1' });
	expect(error).toMatchObject({
		message: 'Bambu Lab does not give out the details of this print',
		description:
			'It refuses them for many prints, also your own. Use "Print: Get" instead. Bambu Lab said: permission denied',
	});
});
