import { rateLimiterOf } from '../../nodes/BambuLab/cloud/http/rateLimiter';
import { forbidden, type Fault } from './support/stubCloud';
import { idsOf, pass, iso, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

const quarter = 15 * 60;
const credentialId = '1';

function watching(options = {}): StubTrigger {
	const trigger = new StubTrigger({ events: ['modelMilestone'], options });
	trigger.cloud.maker = {
		uid: 7,
		likeCount: 90,
		fanCount: 99,
		MWCount: { myDesignDownloadCount: 390, myDesignPrintCount: 520 },
		boostGained: 3,
	};
	trigger.cloud.models = [
		{
			id: 5,
			title: 'Comb',
			createTime: iso(9e6),
			downloadCount: 390,
			printCount: 20,
			likeCount: 0,
		},
	];
	return trigger;
}

const captcha: Fault = () => ({
	status: 418,
	body: { code: 418, captchaId: 'c', error: 'Not a robot?' },
});

function comb(trigger: StubTrigger, change: object): void {
	Object.assign(trigger.cloud.models[0] ?? {}, change);
}

async function next(trigger: StubTrigger): Promise<string[]> {
	pass(quarter);
	return (await trigger.tick()).ids;
}

test('each multiple that is passed is told once, of a model and of the account', async () => {
	const trigger = watching();
	expect((await trigger.publish()).ids).toEqual([]);
	comb(trigger, { downloadCount: 399 });
	expect(await next(trigger)).toEqual([]);
	comb(trigger, { downloadCount: 610 });
	Object.assign(trigger.cloud.maker, { fanCount: 100 });
	expect(await next(trigger)).toEqual(
		['account:followers:100', '5:downloads:400', '5:downloads:500', '5:downloads:600'].map(
			(id) => `modelMilestone:${id}`,
		),
	);
	expect(trigger.items[1]).toMatchObject({
		milestone: {
			kind: 'downloads',
			reachedCount: 400,
			currentCount: 610,
			title: 'Comb',
			url: 'https://makerworld.com/models/5',
		},
	});
	expect(await next(trigger)).toEqual([]);
});

test('a count that falls and rises again is told no second time, nor after a restart', async () => {
	const trigger = watching();
	await trigger.publish();
	comb(trigger, { downloadCount: 400 });
	expect(await next(trigger)).toHaveLength(1);
	comb(trigger, { downloadCount: 380 });
	expect(await next(trigger)).toEqual([]);
	await trigger.restart();
	comb(trigger, { downloadCount: 401 });
	expect(await next(trigger)).toEqual([]);
	await trigger.publish();
	comb(trigger, { downloadCount: 399 });
	expect(await next(trigger)).toEqual([]);
	comb(trigger, { downloadCount: 420 });
	expect(await next(trigger)).toEqual([]);
});

test('a new model begins at zero, one that a page left out does not', async () => {
	const trigger = watching({ milestoneFigures: ['downloads'] });
	const [first] = trigger.cloud.models.splice(0);
	await trigger.publish();
	if (first) trigger.cloud.models.push(first);
	pass(quarter);
	trigger.cloud.models.push({ id: 6, title: 'New', createTime: iso(60), downloadCount: 120 });
	expect((await trigger.tick()).ids).toEqual(['modelMilestone:6:downloads:100']);
});

test('other settings count from now on', async () => {
	const trigger = watching({ milestoneEvery: 1000 });
	await trigger.publish();
	comb(trigger, { downloadCount: 700 });
	expect(await next(trigger)).toEqual([]);
	await trigger.update({ options: { milestoneEvery: 100, milestoneFigures: ['downloads'] } });
	expect(await next(trigger)).toEqual([]);
	comb(trigger, { downloadCount: 800 });
	expect(await next(trigger)).toEqual(['modelMilestone:5:downloads:800']);
});

test('is asked for four times an hour', async () => {
	const trigger = watching();
	await trigger.publish();
	const told = await trigger.ticks(61);
	expect(told.flatMap(({ requests }) => requests)).toHaveLength(2 * 4);
});

test('a captcha of MakerWorld stops no other source', async () => {
	const trigger = watching();
	Object.assign(trigger.parameters, {
		events: ['modelMilestone', 'signInExpiring', 'deviceOnline'],
	});
	await trigger.publish();
	trigger.cloud.faults.profile = captcha;
	pass(quarter);
	const { requests, error } = await trigger.tick();
	expect(requests).toContain('bind');
	expect(error ?? trigger.log.join()).toContain('MakerWorld asks for a captcha');
	trigger.cloud.faults.profile = undefined;
	comb(trigger, { downloadCount: 400 });
	expect(idsOf(await trigger.ticks(16))).toEqual(['modelMilestone:5:downloads:400']);
});

test('a captcha of MakerWorld slows down nothing else that the credential asks', async () => {
	const trigger = watching();
	await trigger.publish();
	trigger.isHeldBack = true;
	trigger.cloud.faults.profile = captcha;
	pass(quarter);
	expect((await trigger.tick()).requests).toEqual(['profile']);
	expect(rateLimiterOf(credentialId).pauseMs).toBe(0);
});

test.each([
	['a captcha', captcha],
	['a refusal', () => forbidden],
])('after %s MakerWorld is left alone as long as after an answer', async (_what, fault) => {
	const trigger = watching();
	await trigger.publish();
	trigger.cloud.faults.profile = fault;
	pass(quarter);
	const told = await trigger.ticks(30);
	expect(told.flatMap(({ requests }) => requests)).toEqual(['profile', 'profile']);
});

test('after trouble that passes, the next poll asks again', async () => {
	const trigger = watching();
	await trigger.publish();
	trigger.cloud.faults.published = () => ({ status: 502, body: '' });
	pass(quarter);
	expect((await trigger.tick()).ids).toEqual([]);
	trigger.cloud.faults.published = undefined;
	comb(trigger, { downloadCount: 400 });
	pass(60);
	expect((await trigger.tick()).ids).toEqual(['modelMilestone:5:downloads:400']);
});

test('figures of another source are no milestones: what MakerWorld shows may be missing for once', async () => {
	const trigger = watching({ milestoneFigures: ['downloads'] });
	const MWCount = { myDesignDownloadCount: 390 };
	Object.assign(trigger.cloud.maker, { MWCount, downloadCount: 720 });
	await trigger.publish();
	Object.assign(trigger.cloud.maker, { MWCount: null });
	expect(await next(trigger)).toEqual([]);
	await trigger.restart();
	expect(await next(trigger)).toEqual([]);
	Object.assign(trigger.cloud.maker, { MWCount: { myDesignDownloadCount: 410 } });
	expect(await next(trigger)).toEqual(['modelMilestone:account:downloads:400']);
	Object.assign(trigger.cloud.maker, { MWCount: null, downloadCount: 801 });
	expect(await next(trigger)).toEqual([]);
});

test('a region without MakerWorld, and nulls', async () => {
	const trigger = watching();
	trigger.cloud.faults.profile = () => ({ status: 404, body: '404 page not found' });
	expect((await trigger.publish()).error).toContain('is not there for the region');
	trigger.cloud.faults.profile = undefined;
	Object.assign(trigger.cloud.maker, { MWCount: null, likeCount: null, downloadCount: 99 });
	trigger.cloud.models = [];
	expect((await trigger.publish()).error).toBeUndefined();
	Object.assign(trigger.cloud.maker, { downloadCount: 100 });
	expect(await next(trigger)).toEqual(['modelMilestone:account:downloads:100']);
});
