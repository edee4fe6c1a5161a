import { startCloud } from '../cloud';
import { loadContract } from '../cloud/contract';
import { Contract } from '../contract/contractHarness';
import { control, useCloud } from '../support/cloud';
import { userAgent } from '../../nodes/BambuLab/cloud/http/request';
import { readOnlyEndpoints } from './endpoints';
import { lineOf, runProbe, theContract, tokenOf } from './probeLab';

const cloud = useCloud();

async function run(token?: string) {
	return await runProbe(cloud().apiUrl, token ?? (await tokenOf(cloud().apiUrl)));
}

async function fault(match: object, answer: object): Promise<void> {
	await control(cloud(), '/faults', { match, ...answer });
}

function asked() {
	return cloud()
		.requests()
		.filter(({ server, path }) => server === 'api' && !path.endsWith('/login'));
}

test('finds no difference in a cloud that keeps the contract, and asks for all that can be asked', async () => {
	cloud().world.startPrint();
	const { findings, report } = await run();
	expect(findings.stopped).toBeUndefined();
	expect(findings.findings.flatMap(({ differences }) => differences)).toEqual([]);
	expect(findings.left.map(({ operationId }) => operationId)).toEqual([
		'getTicket',
		'getUploadNotification',
	]);
	const contract = await theContract();
	const found = findings.findings.map(({ operationId }) => operationId);
	const all = readOnlyEndpoints(contract.operations()).map(({ operationId }) => operationId);
	expect([...found, 'getTicket', 'getUploadNotification'].sort()).toEqual(all.sort());
	expect(report).toContain('0 differ from the contract');
	// Nobody would paste what GitHub refuses.
	expect(report.length).toBeLessThan(65_536);
});

test('only reads, as itself, with the token in its header alone, and pauses between', async () => {
	const token = await tokenOf(cloud().apiUrl);
	const before = asked().length;
	let pauses = 0;
	await runProbe(cloud().apiUrl, token, undefined, async () => {
		pauses += 1;
	});
	const requests = asked().slice(before);
	expect(pauses).toBe(requests.length - 1);
	expect(requests.length).toBeLessThan(45);
	for (const { method, path, query, headers, body } of requests) {
		expect(method).toBe('GET');
		expect(path).not.toMatch(/ttcode|csrf/);
		expect(JSON.stringify([path, query])).not.toContain(token);
		expect(body).toBeUndefined();
		expect(headers).toMatchObject({ authorization: `Bearer ${token}`, 'user-agent': userAgent });
	}
});

test('answers the open questions', async () => {
	await control(cloud(), '/settings', { rowCap: 50 });
	cloud().world.startPrint();
	const designInfo = { id: 5, title: 'Comb' };
	cloud().world.addMessage(252, {
		ratingReplied: { designInfo, commentAtReply: { content: 'Thanks' }, workshopNotes: {} },
	});
	const { report } = await run();
	expect(lineOf(report, 'nobody has published')).toContain(
		'252: ratingReplied (designInfo, commentAtReply, another)',
	);
	expect(lineOf(report, 'How do comments and ratings stand')).toContain('together.');
	expect(lineOf(report, '`my/tasks` make of `limit=500`')).toContain('clamps to 50.');
	expect(lineOf(report, 'messages come with a `total`')).toContain('no.');
	expect(lineOf(report, 'Which `status`')).toContain('1, 2, 3.');
	expect(lineOf(report, '`status=3`')).toContain('rows of status: 3.');
	expect(lineOf(report, '`type=6`')).toContain('give? 6.');
	expect(lineOf(report, '`after`')).toContain('no: the first page came.');
	expect(lineOf(report, 'the printer service behind')).toContain('+8 h to the minute.');
	expect(lineOf(report, 'of a project behind')).toContain('+8 h to the minute.');
	expect(lineOf(report, 'encoded slashes')).toContain('yes.');
	expect(lineOf(report, 'printer service tell of')).toContain('cloud_file, own model: status 200');
	expect(lineOf(report, 'firmware without `dev_id`')).toContain('all.');
});

test('tells what differs, by name and kind', async () => {
	const device = {
		dev_id: '01P00A000000777',
		name: 'Cellar',
		online: 'yes',
		print_status: 'LEVITATING',
		holoDeck: { '01P00A000000777': 1 },
	};
	await fault({ path: '*/user/bind' }, { status: 200, body: { devices: [device] } });
	await fault({ path: '*/my/message/count' }, { status: 404, body: '404 page not found' });
	await fault({ path: '*/my/profile' }, { status: 200, body: { uidStr: '1' } });
	const { report } = await run();
	expect(report).toContain('- `devices[].online` must be boolean, null.');
	expect(report).toContain('- `devices[].holoDeck` is not in the contract (object).');
	expect(report).toContain('devices[].holoDeck.‹masked›: whole number');
	expect(report).toContain('devices[].print_status: text  = (a value that is not listed)');
	expect(report).toContain("- `the answer` must have required property 'uid'.");
	expect(report).toContain('getMessageCount: 404 plain text, notFound');
	expect(report).not.toMatch(/LEVITATING|Cellar|000777/);
});

test.each([
	['captcha', 'captcha'],
	['cloudflareBlock', 'Cloudflare blocks this network'],
	['cloudflareChallenge', 'browser check'],
	['cloudflareRateLimit', 'Cloudflare has paused'],
	['tooManyRequests', 'too many requests'],
])('stops at %s half-way, and tells what it learned', async (mode, words) => {
	await fault({ path: '*/my/tasks' }, { mode });
	const { findings, report } = await run();
	expect(findings.stopped).toContain(words);
	expect(report).toContain(`**Ended early.** ${findings.stopped ?? ''}`);
	expect(asked().at(-1)?.path).toBe('/v1/user-service/my/tasks');
	expect(asked().filter(({ path }) => path.endsWith('/my/tasks'))).toHaveLength(1);
	expect(findings.findings.map(({ operationId }) => operationId)).toEqual(
		expect.arrayContaining(['getPreference', 'getMyProfile', 'getTasks']),
	);
});

test('stops at once when the token is not taken', async () => {
	const { findings, report } = await run('AQBdeadDEADdead0123456789');
	expect(asked()).toHaveLength(1);
	expect(findings.stopped).toContain('does not take this token');
	expect(report).not.toContain('AQBdead');
	expect(report).toContain('error: text  = Please login.');
});

test('stops where the gateway answers in place of the service', async () => {
	await fault({ path: '*' }, { mode: 'html' });
	const { findings } = await runProbe(cloud().apiUrl, 'token');
	expect(asked()).toHaveLength(3);
	expect(findings.stopped).toContain('said nothing');
});

test('says so when nobody answers', async () => {
	const gone = await startCloud();
	await gone.stop();
	const { findings, report } = await runProbe(gone.apiUrl, 'token');
	expect(findings.stopped).toBe('127.0.0.1 cannot be reached.');
	expect(report).toContain('0 endpoints asked');
});

describe('an operation that is new in the contract', () => {
	const answers = {
		'200': { description: 'It', content: { 'application/json': { schema: { type: 'object' } } } },
	};

	function contractWith(path: string, operation: object) {
		const document = structuredClone(loadContract());
		Object.assign(document.paths ?? {}, { [path]: { get: { responses: answers, ...operation } } });
		return Contract.load(document);
	}

	test('is asked by itself', async () => {
		const path = '/v1/user-service/my/message/latest';
		const contract = await contractWith(path, { operationId: 'getLatestMessage' });
		const { findings } = await runProbe(cloud().apiUrl, await tokenOf(cloud().apiUrl), contract);
		const found = findings.findings.find(({ operationId }) => operationId === 'getLatestMessage');
		expect(found).toMatchObject({ status: 404, form: 'plain text' });
	});

	test('is left alone when it gives out a secret', async () => {
		const contract = await contractWith('/v1/user-service/user/ticket', {
			operationId: 'getSignInTicket',
			'x-secret': true,
		});
		const endpoints = readOnlyEndpoints(contract.operations());
		expect(endpoints.map(({ operationId }) => operationId)).not.toContain('getSignInTicket');
	});
});
