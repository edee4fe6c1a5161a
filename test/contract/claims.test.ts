/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- paths, by the names of their operations */
import { contractText, unknownValues } from '../cloud/contract';
import { startTestCloud, type TestCloud } from '../cloud/support/client';
import { Contract } from './contractHarness';

/*
 * The contract is prose, too. What its sentences claim is held against its own examples of today, and against
 * what the simulated cloud answers. A sentence that is worded anew is missed here, so that its claim is looked at.
 */

interface Nozzle {
	type?: string;
	flowSize?: string;
}

interface Task {
	jobType?: number;
	startTime: string;
	endTime: string;
	nozzleInfos?: Nozzle[];
	amsDetailMapping: Array<{ sourceColor?: string; targetColor?: string }>;
}

interface Answers {
	getTasks: { hits: Task[] };
	getMessages: { hits: Array<{ from: unknown; [payload: string]: unknown }> };
	getBoundDevices: { code: number | null; devices: Array<{ dev_access_code: string }> };
	getPrintStatus: { code: number | null; devices?: unknown[] };
	getMyMakerProfile: {
		downloadCount: number;
		point: number;
		boost: number;
		MWCount: { myDesignDownloadCount: number; myInstanceDownloadCount: number };
	};
	getMyDesigns: { hits: Array<{ commentCount: number }> };
	getDesign: { commentCount: number };
	getCommentsAndRatings: { total: number; hits: object[] };
	getPointBill: { totalIncome: number; totalExpense: number };
	getBoostTokens: { availableTotal: number; hits: unknown[] };
}

const paths: { [Operation in keyof Answers]: string } = {
	getTasks: '/v1/user-service/my/tasks?limit=100',
	getMessages: '/v1/user-service/my/messages?limit=100',
	getBoundDevices: '/v1/iot-service/api/user/bind',
	getPrintStatus: '/v1/iot-service/api/user/print',
	getMyMakerProfile: '/v1/design-user-service/my/profile',
	getMyDesigns: '/v1/design-service/my/design/published',
	getDesign: '/v1/design-service/design/1204567',
	getCommentsAndRatings: '/v1/comment-service/commentandrating?designId=1204567&limit=100',
	getPointBill: '/v1/point-service/point-bill/my',
	getBoostTokens: '/v1/point-service/boost/boostingright',
};

const nozzles = ({ hits }: Answers['getTasks']) =>
	hits.flatMap(({ nozzleInfos }) => nozzleInfos ?? []);

const claims: Array<[words: string, isTrue: (answers: Answers) => boolean]> = [
	[
		'jobType is 1 in all real rows',
		({ getTasks }) => getTasks.hits.every(({ jobType = 1 }) => jobType === 1),
	],
	['Not in any capture.', ({ getTasks }) => nozzles(getTasks).every(({ type }) => !type)],
	[
		'standard_flow [M].',
		({ getTasks }) => nozzles(getTasks).every(({ flowSize }) => flowSize === 'standard_flow'),
	],
	[
		'RRGGBBAA in answers, #RRGGBBAA in requests.',
		({ getTasks }) =>
			getTasks.hits
				.flatMap(({ amsDetailMapping }) => amsDetailMapping)
				.every(({ sourceColor = '' }) => /^([0-9A-F]{8})?$/.test(sourceColor)),
	],
	[
		'All captures have the first form',
		({ getTasks }) =>
			getTasks.hits
				.flatMap(({ startTime, endTime }) => [startTime, endTime])
				.every((time) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(time)),
	],
	[
		'One payload object is filled, the others are null or missing.',
		({ getMessages }) =>
			getMessages.hits.every((row) => {
				const payloads = Object.entries(row).filter(([name]) => name !== 'from');
				return payloads.filter(([, value]) => typeof value === 'object' && value).length === 1;
			}),
	],
	['Success is `code` null or 0', ({ getBoundDevices: { code } }) => code === null || code === 0],
	[
		'Secret. May end in a line feed.',
		({ getBoundDevices: { devices } }) =>
			devices.every(({ dev_access_code: code }) => /^\d{8}\n?$/.test(code)),
	],
	[
		'With nothing queued `devices` is missing altogether and `code` is 0.',
		({ getPrintStatus: { code, devices } }) => (devices === undefined) === (code === 0),
	],
	[
		'the top-level `downloadCount` equals neither of its counts nor their sum.',
		({ getMyMakerProfile: { downloadCount, MWCount } }) => {
			const { myDesignDownloadCount: own, myInstanceDownloadCount: others } = MWCount;
			return ![own, others, own + others].includes(downloadCount);
		},
	],
	[
		'`commentCount` is lower than that of the model itself',
		({ getMyDesigns, getDesign }) =>
			Number(getMyDesigns.hits[0]?.commentCount) < getDesign.commentCount,
	],
	[
		'Each row holds either `comment` or `ratingItem`.',
		({ getCommentsAndRatings: { hits } }) =>
			hits.every((row) => 'comment' in row !== 'ratingItem' in row),
	],
	[
		'`total` is lower than the `commentCount` of the model',
		({ getCommentsAndRatings: { total }, getDesign }) => total < getDesign.commentCount,
	],
	[
		'`point` of the profile is the incomes without the expenses.',
		({ getPointBill: { totalIncome, totalExpense }, getMyMakerProfile: { point } }) =>
			point === totalIncome - totalExpense,
	],
	[
		'`availableTotal` is `boost` of the profile. No row of `hits` has been published.',
		({ getBoostTokens: { availableTotal, hits }, getMyMakerProfile: { boost } }) =>
			availableTotal === boost && hits.length === 0,
	],
];

let contract: Contract;
let cloud: TestCloud;
let examples: Answers;
let world: Answers;

beforeAll(async () => {
	contract = await Contract.load();
	cloud = await startTestCloud();
	await cloud.signIn();
	const shown = contract.examples().filter(({ name, part }) => name === 'current' && part === 200);
	examples = Object.fromEntries(
		shown.map(({ operationId, body }) => [operationId, body]),
	) as unknown as Answers;
	const answers = Object.entries(paths).map(async ([operationId, path]) => [
		operationId,
		(await cloud.get(path)).body,
	]);
	world = Object.fromEntries(await Promise.all(answers)) as unknown as Answers;
});

afterAll(async () => await cloud.stop());

test.each(claims)('%s', (words, isTrue) => {
	expect(contractText().replace(/\s+/g, ' ')).toContain(words);
	expect({ examples: isTrue(examples), world: isTrue(world) }).toEqual({
		examples: true,
		world: true,
	});
});

test('where the contract lists the known values, examples of today and the world have no others', () => {
	const others = (operationId: string, body: unknown) =>
		unknownValues(contract.schema({ operationId, part: 200 }), body).map(
			(place) => `${operationId} ${place}`,
		);
	const shown = contract.examples().filter(({ name, part }) => name !== 'seed' && part === 200);
	const found = [
		...shown.flatMap(({ operationId, body }) => others(operationId, body)),
		...Object.entries(world).flatMap(([operationId, body]) => others(operationId, body)),
	];
	expect(found).toEqual([]);
});
