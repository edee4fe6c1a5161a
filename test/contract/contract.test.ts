import { Contract, fixtures, placeOf } from './contractHarness';

/** Shared with the simulated cloud and the nodes, which name operations by these. */
const operationIds = [
	...['login', 'sendEmailCode', 'sendSmsCode', 'getCsrf', 'tfaSignIn', 'tfaLogin'],
	...['refreshToken', 'logout', 'getPreference', 'getMyProfile', 'getTicket'],
	...['getMessages', 'getMessageCount', 'getTasks', 'createTask', 'getTask', 'getIotTask'],
	...['getSlicerResources', 'getSlicerSettings', 'getSlicerSetting'],
	...['createSlicerSetting', 'updateSlicerSetting', 'deleteSlicerSetting'],
	...['getBoundDevices', 'updateDeviceInfo', 'getDeviceVersions', 'getPrintStatus', 'createTtcode'],
	...['getUploadNotification', 'getPrintProfile', 'getProjects', 'getProject'],
	...['getFilamentSpools', 'createFilamentSpool', 'updateFilamentSpool', 'deleteFilamentSpools'],
	'getFilamentConfig',
	...['getMyMakerProfile', 'getMakerProfile', 'getMyDesigns', 'getUserDesigns', 'getDesign'],
	...['getCommentsAndRatings', 'getPointBill', 'getBoostTokens', 'getFavoriteLists'],
];

let contract: Contract;
beforeAll(async () => {
	contract = await Contract.load();
});

test('the contract has the agreed operations, each once', () => {
	const found = contract.operations().map(({ operationId }) => operationId);
	expect(found.sort()).toEqual(operationIds.sort());
});

test.each(operationIds)('%s has a success and an error answer', (operationId) => {
	const statuses = contract.statuses(operationId);
	expect(statuses.some((status) => status.startsWith('2'))).toBe(true);
	expect(statuses.some((status) => status.startsWith('4'))).toBe(true);
	expect(statuses).toContain('5XX');
});

test.each(operationIds)('%s says what its evidence is', (operationId) => {
	expect(contract.operation(operationId).description).toMatch(/\[[MLSDIW]\]/);
});

test('every example in the contract satisfies it, and no fixture has a field that it does not name', () => {
	const wrong = contract.examples().flatMap((example) => {
		const { operationId, part, name, body, fixture } = example;
		const fields = fixture === undefined ? [] : contract.undocumented(example, body);
		const undocumented = fields.map((field) => `${field} is new`);
		return [...contract.problems(example, body), ...undocumented].map(
			(problem) => `${operationId} ${part} ${name}: ${problem}`,
		);
	});
	expect(wrong).toEqual([]);
});

test('every fixture is an example of its own place', () => {
	const shown = contract
		.examples()
		.flatMap(({ operationId, part, fixture }) =>
			fixture === undefined ? [] : [`${fixture} ${operationId} ${part}`],
		);
	const bodies = [...fixtures('seed'), ...fixtures('current')];
	const expected = bodies
		.filter((fixture) => fixture !== 'seed/IotEnvelope.json')
		.map((fixture) => `${fixture} ${placeOf(fixture).operationId} ${placeOf(fixture).part}`);
	expect(shown).toEqual(expect.arrayContaining(expected));
});

test.each([
	['login', { account: 'maker@example.com' }],
	['createTask', { title: 'no printer' }],
	['sendEmailCode', { email: 'maker@example.com', type: 'other' }],
	['updateFilamentSpool', { filamentName: 'no id' }],
	['createSlicerSetting', { type: 'material', name: 'x', version: '1', base_id: 'x', setting: {} }],
])('%s refuses the request %j', (operationId, body) => {
	expect(contract.problems({ operationId, part: 'request' }, body)).not.toEqual([]);
});
