import { name as packageName, version } from '../../package.json';
import type { Sample } from '../../nodes/BambuLab/core/operation';
import { resources } from '../../nodes/BambuLab/actions/registry';
import { forgetSignIns } from '../support/forget';
import type { ReceivedRequest } from '../cloud';
import { runOperation } from '../support/bambuLab';
import { control, credentialFor, useCloud } from '../support/cloud';
import type { StoredCredential } from '../support/engine';

const operations = resources.flatMap((resource) =>
	resource.operations.map((operation) => ({
		name: `${resource.value}:${operation.value}`,
		operation,
	})),
);

const cloud = useCloud();
const loginPath = '/v1/user-service/user/login';
const bodyHeader = /^(content-|transfer-encoding)/;

beforeEach(forgetSignIns);

function bearerOf({ data }: StoredCredential): string {
	return `Bearer ${String(data.sessionToken)}`;
}

function requestsTo(server: ReceivedRequest['server']): ReceivedRequest[] {
	return cloud()
		.requests()
		.filter((request) => request.server === server);
}

function asRequested({ method, path, query }: ReceivedRequest) {
	return { method, path, query };
}

function asWritten(request: string) {
	const [method, target = ''] = request.split(' ');
	const { pathname, searchParams } = new URL(target, cloud().apiUrl);
	return { method, path: pathname, query: Object.fromEntries(searchParams) };
}

function requestsOf({ before = [], request, then = [] }: Sample): string[] {
	return [...before, ...(request === undefined ? [] : [request]), ...then];
}

const answered = operations.filter(({ operation }) => !operation.sample.isAlwaysRefused);

// `useCloud` fails a test in which a request or an answer broke the contract.
describe.each(answered)('$name from its sample', ({ name, operation: { kind, sample } }) => {
	test('sends exactly its requests and gives out items linked to the input', async () => {
		// The real cloud lets its own applications alone create tasks.
		await control(cloud(), '/settings', { createTaskAllowed: true });
		cloud().world.startPrint();
		const credential = credentialFor(cloud());
		const { error, items } = await runOperation(name, sample.parameters, { credential });
		expect(error).toBeUndefined();

		const received = requestsTo('api');
		const sent = received.filter(({ path }) => path !== loginPath);
		expect(sent.map(asRequested)).toEqual(requestsOf(sample).map(asWritten));
		expect(received).toHaveLength(sent.length + (sample.isUnsigned ? 0 : 1));
		expect(sent.flatMap(({ body }) => (body === undefined ? [] : [body]))).toEqual(
			sample.body === undefined ? [] : [sample.body],
		);
		for (const { method, headers } of sent) {
			expect(headers).toMatchObject({
				...(sample.isUnsigned ? {} : { authorization: bearerOf(credential) }),
				accept: 'application/json',
				'user-agent': expect.stringMatching(
					new RegExp(`^${packageName}/${version} \\(\\+https://github\\.com/`),
				),
			});
			const aboutBody = Object.keys(headers).filter((header) => bodyHeader.test(header));
			if (method === 'GET') expect(aboutBody).toEqual([]);
		}

		const files = requestsTo('files');
		expect(files).toHaveLength(kind === 'file' ? 1 : 0);
		for (const { headers } of files) expect(headers).not.toHaveProperty('authorization');

		expect(items).not.toHaveLength(0);
		for (const { json, pairedItem } of items) {
			expect(Object.keys(json)).not.toHaveLength(0);
			expect(pairedItem).toEqual({ item: 0 });
		}
	});
});

test('the registry names each operation once', () => {
	const names = operations.map(({ name }) => name);
	expect(names).not.toHaveLength(0);
	expect(new Set(names).size).toBe(names.length);
});
