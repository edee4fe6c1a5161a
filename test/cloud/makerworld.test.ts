import { field, useTestCloud } from './support/client';

const OWN = '/v1/design-service/my/design/published';
const COMMENTS = '/v1/comment-service/commentandrating?designId=1204567&limit=100';

const cloud = useTestCloud({ isSignedIn: true });

async function counters() {
	return (await cloud().get('/v1/user-service/my/message/count')).body;
}

test('a model changes, its downloads show in the profile, and it can be gone', async () => {
	const downloads = async () => {
		const { body } = await cloud().get('/v1/design-user-service/my/profile');
		return Number(field(field(body, 'MWCount'), 'myDesignDownloadCount'));
	};
	const before = await downloads();
	await cloud().control('PATCH', '/models/1204567', { downloads: 1390 });
	expect(await downloads()).toBe(before + 1000);
	expect((await cloud().rows(OWN))[0]).toMatchObject({ id: 1204567, downloadCount: 1390 });
	await cloud().control('PATCH', '/models/1204567', { gated: true });
	expect((await cloud().get('/v1/design-service/design/1204567')).status).toBe(403);
	await cloud().control('DELETE', '/models/1204567');
	expect((await cloud().get('/v1/design-service/design/1204567')).status).toBe(404);
});

test('a comment and a rating show in their list, as messages, and in the counters', async () => {
	const before = Number(field(await counters(), 'commentCount'));
	await cloud().control('POST', '/models/1204567/comments', { content: 'Nice' });
	await cloud().control('POST', '/models/1204567/comments', { content: 'Clean', score: 5 });
	const { body } = await cloud().get(COMMENTS);
	expect(field(body, 'hits')).toMatchObject([
		{ ratingItem: { content: 'Clean', score: 5 } },
		{ comment: { content: 'Nice' } },
		...Array.from({ length: 44 }, () => expect.anything() as unknown),
	]);
	expect(await cloud().rows('/v1/user-service/my/messages?type=1')).toMatchObject([
		{ type: 251 },
		{ type: 201 },
		{ type: 201 },
	]);
	expect(field(await counters(), 'commentCount')).toBe(before + 2);
	await cloud().control('POST', '/messages/read');
	expect(await counters()).toMatchObject({ commentCount: 0, deviceCount: 0, unreadTotal: 0 });
});

test('a boost counts for the model, and points for the account', async () => {
	await cloud().control('POST', '/models/1204567/boosts', { from: 'Cleo' });
	expect((await cloud().rows(OWN))[0]).toMatchObject({ boostCnt: 4 });
	expect(await cloud().rows('/v1/user-service/my/messages?type=2')).toMatchObject([
		{ type: 503, pointDesignBoosted: { boostedByUsername: 'Cleo', designBoostCnt: 4 } },
	]);
	await cloud().control('POST', '/points', { type: 'gift_card', spent: 12.5 });
	const { body } = await cloud().get('/v1/point-service/point-bill/my?limit=1');
	expect(body).toMatchObject({ total: 41, hits: [{ pointChange: -12.5 }] });
});

test('pages of models are longer or shorter than asked, where that is set', async () => {
	await cloud().control('POST', '/models', { title: 'Newest' });
	await cloud().control('POST', '/settings', { unevenPages: true });
	const sizes = [0, 2].map(
		async (offset) => (await cloud().rows(`${OWN}?limit=2&offset=${offset}`)).length,
	);
	expect(await Promise.all(sizes)).toEqual([3, 1]);
});

test('an account may have nothing there, and a region no such services', async () => {
	await cloud().control('POST', '/settings', { makerWorld: 'nothing' });
	const { body } = await cloud().get('/v1/design-user-service/my/profile');
	expect(body).toMatchObject({ MWCount: null, personal: null });
	expect(await cloud().rows(OWN)).toEqual([]);
	await cloud().control('POST', '/settings', { makerWorld: 'absent' });
	expect((await cloud().get(OWN)).status).toBe(404);
});
