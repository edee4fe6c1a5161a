import type { IDataObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { runOperation } from '../support/bambuLab';
import { control, credentialFor, useCloud } from '../support/cloud';

const cloud = useCloud();
const path = '/v1/user-service/my/messages';

beforeEach(forgetSignIns);

async function read(parameters: IDataObject) {
	const credential = credentialFor(cloud());
	const { error, items } = await runOperation('message:getAll', parameters, { credential });
	expect(error).toBeUndefined();
	return items.map(({ json }) => json);
}

function asked(): string[] {
	return cloud()
		.requests()
		.filter((request) => request.path === path)
		.map(({ query }) => query.type ?? '');
}

describe.each(['categories', 'all'])('Where the categories are read as %s', (messages) => {
	beforeEach(async () => {
		await control(cloud(), '/settings', { messages });
	});

	test.each([
		[
			['comment', 'rating'],
			[201, 251],
		],
		[['boost'], [503]],
		[['system'], [412]],
		[['like'], [603]],
		[['badge'], [815]],
		[['254'], [254]],
	])('those of the kinds %j come', async (kinds, types) => {
		cloud().world.messages.splice(0);
		for (const type of [6, 201, 251, 503, 412, 603, 815, 254]) cloud().world.addMessage(type, {});
		const rows = await read({ filters: { kinds } });
		expect(rows.map(({ kind }) => kind)).not.toContain('print');
		const codes = await read({ filters: { kinds }, output: 'fields', fields: ['kindCode'] });
		expect(codes.map(({ kindCode }) => kindCode).sort()).toEqual(types);
	});
});

test('a category that is refused is no failure of the rest', async () => {
	await control(cloud(), '/faults', {
		match: { path: `*${path}`, query: { type: '1' } },
		status: 403,
	});
	cloud().world.addMessage(603, {});
	expect((await read({ limit: 1 })).map(({ kind }) => kind)).toEqual(['like']);
	await control(cloud(), '/faults', { match: { path: `*${path}` }, status: 403 });
	const credential = credentialFor(cloud());
	const { error } = await runOperation('message:getAll', {}, { credential });
	expect(error?.message).toContain('Bambu Lab does not allow this request');
});

test('prints are asked for in one list alone', async () => {
	expect(await read({ limit: 3, filters: { kinds: ['print'] } })).toHaveLength(3);
	expect(asked()).toEqual(['']);
});

test('behind many prints a comment is found, where one list alone holds all', async () => {
	await control(cloud(), '/settings', { messages: 'all' });
	for (const type of ['1', '2']) {
		const match = { path: `*${path}`, query: { type } };
		await control(cloud(), '/faults', { match, status: 403 });
	}
	cloud().world.messages.splice(0);
	cloud().world.addMessage(201, {});
	for (let count = 0; count < 250; count++) cloud().world.addMessage(6, {});
	expect(await read({ returnAll: true, filters: { kinds: ['comment'] } })).toHaveLength(1);
});
