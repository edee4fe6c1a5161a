import { Contract, placeOf, readFixture, type Place } from './contractHarness';

/** The headings of the seed document, with the query parameters that it names. */
const seedEndpoints: Array<[operationId: string, method: string, path: string, query: string[]]> = [
	['login', 'post', '/v1/user-service/user/login', []],
	['getMessages', 'get', '/v1/user-service/my/messages', ['type', 'after', 'limit']],
	['getTasks', 'get', '/v1/user-service/my/tasks', ['deviceId', 'after', 'limit']],
	['createTask', 'post', '/v1/user-service/my/task', []],
	['getTicket', 'get', '/v1/user-service/my/ticket/{ticketId}', []],
	['refreshToken', 'post', '/v1/user-service/user/refreshtoken', []],
	['getPreference', 'get', '/v1/design-user-service/my/preference', []],
	['getSlicerResources', 'get', '/v1/iot-service/api/slicer/resource', ['resourceTypes']],
	['getSlicerSettings', 'get', '/v1/iot-service/api/slicer/setting', ['version']],
	['getSlicerSetting', 'get', '/v1/iot-service/api/slicer/setting/{settingId}', []],
	['getBoundDevices', 'get', '/v1/iot-service/api/user/bind', []],
	['updateDeviceInfo', 'patch', '/v1/iot-service/api/user/device/info', []],
	['getDeviceVersions', 'get', '/v1/iot-service/api/user/device/version', ['dev_id']],
	['getUploadNotification', 'get', '/v1/iot-service/api/user/notification', ['action', 'ticket']],
	['getPrintStatus', 'get', '/v1/iot-service/api/user/print', ['force']],
	['getPrintProfile', 'get', '/v1/iot-service/api/user/profile/{profileId}', ['model_id']],
	['getProjects', 'get', '/v1/iot-service/api/user/project', []],
	['getProject', 'get', '/v1/iot-service/api/user/project/{projectId}', []],
	['getIotTask', 'get', '/v1/iot-service/api/user/task/{taskId}', []],
	['createTtcode', 'post', '/v1/iot-service/api/user/ttcode', []],
];

/** The seed's general envelope belongs to no endpoint; a bare success of one stands for it. */
const envelope = 'seed/IotEnvelope.json';

let contract: Contract;
beforeAll(async () => {
	contract = await Contract.load();
});

test.each(seedEndpoints)('%s is in the contract', (operationId, method, path, query) => {
	const operation = contract.operation(operationId);
	expect(operation).toMatchObject({ method, path });
	const known = (operation.parameters ?? []).map((one) => ('name' in one ? one.name : ''));
	expect(known).toEqual(expect.arrayContaining(query));
});

test("the seed's envelope satisfies every bare iot-service success", () => {
	const place = { operationId: 'updateDeviceInfo', part: 200 };
	expect(contract.problems(place, readFixture(envelope))).toEqual([]);
});

test('a field that the contract does not name is noticed', () => {
	const body = { total: 1, hits: [{ id: 1, amsDetailMapping: [{ ams: 4, novel: true }] }] };
	const place: Place = { operationId: 'getTasks', part: 200 };
	expect(contract.undocumented(place, body)).toEqual(['hits[0].amsDetailMapping[0].novel']);
});

test.each([
	['getTasks.json', 'hits', 'status', 'two'],
	['getMessages.json', 'hits', 'id', null],
	['getBoundDevices.json', 'devices', 'dev_id', 7],
	['getPrintStatus.json', 'devices', 'dev_online', 'yes'],
	['getProjects.json', 'projects', 'create_time', '2022-11-22T09:58:04Z'],
])('%s with %s[0].%s = %p is refused', (name, list, field, wrong) => {
	const body = readFixture(`seed/${name}`) as Record<string, Array<Record<string, unknown>>>;
	Object.assign(body[list]?.[0] ?? {}, { [field]: wrong });
	expect(contract.problems(placeOf(name), body).join()).toContain(`/${list}/0/${field}`);
});
