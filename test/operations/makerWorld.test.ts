import type { IDataObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { rateLimiterOf } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { runOperation } from '../support/bambuLab';
import { listSearch } from '../support/engine';
import { control, credentialFor, useCloud } from '../support/cloud';
import { commentOn, rateModel } from '../cloud/world/makerMessages';

const cloud = useCloud();
const comb = '1204567';

beforeEach(forgetSignIns);

async function run(operation: string, parameters: IDataObject = {}) {
	const credential = credentialFor(cloud());
	const { error, items } = await runOperation(`makerWorld:${operation}`, parameters, {
		credential,
	});
	return { error, rows: items.map(({ json }) => json) };
}

async function searchModels(credential = credentialFor(cloud())) {
	return await listSearch({ node: BambuLab, credential, method: 'searchOwnModels' });
}

async function fault(path: string, more: object) {
	await control(cloud(), '/faults', { match: { path }, ...more });
}

describe('Get My Statistics', () => {
	// What the site displays, compared live by one client: MWCount, not the top-level figure.
	test('tells what the site shows, and where each figure is from', async () => {
		await control(cloud(), '/models/1204567', { downloads: 1000 }, 'PATCH');
		const { rows } = await run('getStatistics', { output: 'fields', fields: [] });
		expect(rows).toMatchObject([
			{
				downloadCount: 1000 + 601 + 812,
				points: 244,
				boostTokenCount: 2,
				url: expect.stringMatching(/^https:\/\/makerworld\.com\/en\/@/) as string,
				sources: { downloadCount: 'MWCount.myDesignDownloadCount', followers: 'fanCount' },
			},
		]);
	});

	test('has nulls for an account that never published, and decimals as they are', async () => {
		await control(cloud(), '/settings', { makerWorld: 'nothing' });
		await control(cloud(), '/maker', { point: 412.5, downloadCount: 0 }, 'PATCH');
		const { rows } = await run('getStatistics', { output: 'fields', fields: [] });
		expect(rows).toMatchObject([
			{
				modelCount: null,
				downloadCount: 0,
				printCount: null,
				points: 412.5,
				sources: { downloadCount: 'downloadCount', printCount: null },
			},
		]);
	});
});

describe('Without MakerWorld', () => {
	beforeEach(async () => {
		await control(cloud(), '/settings', { makerWorld: 'absent' });
	});

	test.each(['getStatistics', 'getPointHistory'])(
		'%s, which has no ID, blames the region and no ID',
		async (operation) => {
			const { error } = await run(operation);
			expect(error?.message).toBe('MakerWorld is not there for the region of the account');
			expect(error?.description).not.toMatch(/\bID\b|model/);
		},
	);

	test('the models of somebody are refused with a sentence about users', async () => {
		const { error } = await run('getModels', { filters: { userId: '3100222222' } });
		expect(error?.message).toBe('MakerWorld knows no such user, or is not there for the region');
	});

	test('the picker says the same as the operations', async () => {
		await expect(searchModels()).rejects.toMatchObject({
			message: 'MakerWorld is not there for the region of the account',
		});
	});
});

test('a captcha of MakerWorld slows down nothing else that the credential asks', async () => {
	await fault('/v1/design-user-service/my/profile', { mode: 'captcha' });
	await fault('/v1/design-service/*', { mode: 'captcha' });
	const credential = credentialFor(cloud());
	await runOperation('makerWorld:getStatistics', {}, { credential });
	await expect(searchModels(credential)).rejects.toMatchObject({
		message: 'MakerWorld asks for a captcha, which n8n cannot solve',
	});
	const { error } = await runOperation('account:getProfile', {}, { credential });
	expect(error).toBeUndefined();
	expect(rateLimiterOf(credential.reference.id).pauseMs).toBe(0);
});

describe('Get Many Models', () => {
	test.each([false, true])('gives all of them, with uneven pages %s', async (unevenPages) => {
		await control(cloud(), '/settings', { unevenPages, rowCap: 3 });
		for (let count = 0; count < 9; count++)
			cloud().world.maker.publish(`Model ${count}`, cloud().world.now());
		const { rows } = await run('getModels', { returnAll: true });
		expect(rows.map(({ id }) => id)).toEqual(cloud().world.maker.models.map(({ id }) => id));
		expect(rows.at(-3)).toMatchObject({ title: 'Cable comb', downloadCount: 390, boostCount: 3 });
	});

	test('of somebody else are asked for by the user ID', async () => {
		const { rows } = await run('getModels', { limit: 1, filters: { userId: '3100222222' } });
		expect(rows).toHaveLength(1);
		expect(cloud().requests().at(-1)).toMatchObject({
			path: '/v1/design-service/publisheddesigns/3100222222',
			query: { type: 'ALL', limit: '1', offset: '0' },
		});
	});

	test('are none where nothing was published', async () => {
		await control(cloud(), '/settings', { makerWorld: 'nothing' });
		expect(await run('getModels', { returnAll: true })).toEqual({ error: undefined, rows: [] });
	});
});

describe('Get Model', () => {
	test('has the mean of the ratings, and its text without tags', async () => {
		const { maker } = cloud().world;
		maker.remarks.splice(0);
		const model = maker.model(comb);
		if (model === undefined) throw new Error('The model is missing');
		for (const score of [5, 4, 4]) {
			rateModel(cloud().world, model, { score, content: '', from: { uid: 1, name: 'Cleo' } });
		}
		const { rows } = await run('getModel', { designId: comb, output: 'fields', fields: [] });
		expect(rows).toMatchObject([
			{
				id: 1204567,
				meanScore: 4.33,
				ratingCount: 3,
				commentCount: 6,
				text: 'A model of mine & yours',
				profiles: [{ title: '0.2 mm layer', ratingCount: 3 }],
			},
		]);
	});

	test.each([
		[
			'is gated',
			'does not give this out',
			async () => {
				await control(cloud(), '/models/1204567', { gated: true }, 'PATCH');
			},
		],
		[
			'was deleted',
			'has nothing under this ID',
			async () => {
				await control(cloud(), '/models/1204567', undefined, 'DELETE');
			},
		],
		[
			'asks for a captcha',
			'asks for a captcha',
			async () => {
				await fault('/v1/design-service/*', { mode: 'captcha' });
			},
		],
		[
			'is not there for the region',
			'is not there for the region',
			async () => {
				await control(cloud(), '/settings', { makerWorld: 'absent' });
			},
		],
	])('that %s has a sentence of its own', async (_what, sentence, arrange) => {
		await arrange();
		const { error } = await run('getModel', { designId: comb });
		expect(error?.message).toContain('MakerWorld');
		expect(error?.message).toContain(sentence);
	});
});

describe('Get Many Comments', () => {
	test('gives comments and ratings, newest first, until a page is empty', async () => {
		const { rows } = await run('getComments', {
			designId: comb,
			returnAll: true,
		});
		expect(rows).toHaveLength(44);
		const times = rows.map(({ createdAt }) => String(createdAt));
		expect(times).toEqual([...times].sort().reverse());
		expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['comment', 'rating']));
	});

	// Of one live model all comments were in the first 100 rows, and nothing but ratings in the rest.
	test.each(['together', 'apart'])(
		'finds what was posted after a moment, where both kinds stand %s',
		async (comments) => {
			await control(cloud(), '/settings', { comments, rowCap: 5 });
			const model = cloud().world.maker.model(comb);
			if (model === undefined) throw new Error('The model is missing');
			const postedAfter = new Date(cloud().world.now()).toISOString().slice(0, 19) + 'Z';
			const from = { uid: 5, name: 'Eve' };
			rateModel(cloud().world, model, { content: 'Clean', score: 5, from });
			for (const filters of [{ postedAfter }, { postedAfter, kind: 'rating' }]) {
				const { rows } = await run('getComments', { designId: comb, filters });
				expect(rows).toMatchObject([{ kind: 'rating', text: 'Clean' }]);
			}
		},
	);

	test('reads no further than a kind of the filter is new', async () => {
		await control(cloud(), '/settings', { rowCap: 5 });
		const postedAfter = new Date(cloud().world.now()).toISOString();
		const before = cloud().requests().length;
		await run('getComments', { designId: comb, filters: { postedAfter, kind: 'comment' } });
		await run('getComments', { designId: comb, filters: { postedAfter } });
		const asked = cloud().requests().slice(before);
		expect(asked.filter(({ path }) => path.endsWith('/commentandrating'))).toHaveLength(2);
	});

	test('a row of neither kind is not taken for a comment', async () => {
		const match = { path: '/v1/comment-service/commentandrating' };
		const body = { hits: [{ comment: null, ratingItem: null }] };
		await control(cloud(), '/faults', { match, body });
		const { rows } = await run('getComments', { designId: comb, limit: 1 });
		expect(rows).toMatchObject([{ id: null, kind: null }]);
	});

	test('of a kind, and posted after a moment', async () => {
		const model = cloud().world.maker.model(comb);
		if (model === undefined) throw new Error('The model is missing');
		const postedAfter = new Date(cloud().world.now()).toISOString().slice(0, 19) + 'Z';
		const from = { uid: 5, name: 'Eve' };
		commentOn(cloud().world, model, { content: 'Fits <b>well</b>', from });
		rateModel(cloud().world, model, { content: 'Clean', score: 5, from });
		const all = await run('getComments', { designId: comb, filters: { postedAfter } });
		expect(all.rows).toMatchObject([
			{ kind: 'rating', text: 'Clean', score: 5, sender: 'Eve', isPrinted: true },
			{ kind: 'comment', text: 'Fits well', score: null },
		]);
		const parameters = { designId: comb, filters: { postedAfter, kind: 'comment' } };
		expect((await run('getComments', parameters)).rows).toHaveLength(1);
	});
});

test('Get Point History gives what was gained and spent, each entry', async () => {
	const { rows } = await run('getPointHistory', { returnAll: true });
	expect(rows).toHaveLength(40);
	expect(rows[0]).toMatchObject({ kind: 'gift_card', points: -17.5 });
});

// Entries have no ID, and several of one day may be alike.
test('Get Point History gives entries that are alike, also on different pages', async () => {
	await control(cloud(), '/settings', { rowCap: 10 });
	const at = cloud().world.now();
	for (let count = 0; count < 25; count++) {
		cloud().world.maker.pay('instance_reward_v2', 12, at + Math.floor(count / 4) * 86_400_000);
	}
	const { rows } = await run('getPointHistory', { returnAll: true });
	expect(rows).toHaveLength(65);
	expect((await run('getPointHistory', { limit: 22 })).rows).toHaveLength(22);
});
