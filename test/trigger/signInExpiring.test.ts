import type { INodeParameters } from 'n8n-workflow';

import { isoTime } from '../../nodes/BambuLab/output/times';
import { credentialFor } from '../support/cloud';
import type { StoredCredential } from '../support/engine';
import {
	breakDown,
	control,
	eventIds,
	passInCloud,
	requested,
	tasksPath,
	publishedWith,
	triggerWith,
	useStoppedCloud,
} from './support/publishing';
import { account, jwt, pasted, signedIn, signIn, tokenOf } from './support/signedIn';

const preferencePath = '/v1/design-user-service/my/preference';
const day = 24 * 3600;
const only = { events: ['signInExpiring'] };
const withPrints = { events: ['taskFinished', 'signInExpiring'] };
const told = [expect.stringMatching(/^signInExpiring:[0-9a-f]{12}$/)];

const cloud = useStoppedCloud();

function start() {
	return cloud().world.startPrint({ seconds: 30 });
}

async function published(parameters: INodeParameters, credential: StoredCredential) {
	return await publishedWith(cloud(), parameters, credential);
}

test('is told once, when the end has come near, with what a reminder needs', async () => {
	const credential = await signedIn(cloud(), 90);
	const trigger = await published(only, credential);
	const endsAt = Date.now() + 90 * day * 1000;
	passInCloud(83 * day);
	expect(await trigger.tick()).toBeNull();
	passInCloud(3600);
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.json).toEqual({
		event: 'signInExpiring',
		eventId: told[0],
		occurredAt: isoTime(Date.now()),
		session: {
			method: 'verificationCode',
			account,
			userId: expect.any(Number),
			apiUrl: cloud().apiUrl,
			signedInAt: isoTime(endsAt - 90 * day * 1000),
			expiresAt: isoTime(endsAt),
			daysLeft: 6,
			renewsItself: false,
		},
	});
	const { sessionToken } = credential.data;
	expect(JSON.stringify([item, trigger.stored])).not.toContain(sessionToken);
	for (const days of [0, 3, 2]) {
		passInCloud(days * day);
		expect(await trigger.tick()).toBeNull();
	}
});

describe('on the last day', () => {
	const again = [expect.stringMatching(/^signInExpiring:[0-9a-f]{12}:lastDay$/)];

	test('is told once more, with an id of its own, also over a restart', async () => {
		const credential = await signedIn(cloud(), 8);
		const first = await published(only, credential);
		passInCloud(2 * day);
		expect(eventIds(await first.tick())).toEqual(told);
		const second = triggerWith(cloud(), only, credential, first.stored);
		await second.restart();
		passInCloud(5 * day + 3600);
		expect(eventIds(await second.tick())).toEqual(again);
		const third = triggerWith(cloud(), only, credential, second.stored);
		await third.restart();
		for (const hours of [0, 12, 48]) {
			passInCloud(hours * 3600);
			expect(await third.tick()).toBeNull();
		}
	});

	test.each([{ daysBefore: 1 }, {}])(
		'is told once where that is the first: %j',
		async (options) => {
			const trigger = await published({ ...only, options }, await signedIn(cloud(), 8));
			passInCloud(7 * day + 3600);
			expect(eventIds(await trigger.tick())).toEqual(told);
			passInCloud(3600);
			expect(await trigger.tick()).toBeNull();
		},
	);

	test('is told after a publication too, and no end is told twice', async () => {
		const trigger = await published(only, await signedIn(cloud(), 8));
		passInCloud(2 * day);
		expect(eventIds(await trigger.tick())).toEqual(told);
		expect(await trigger.publish()).toBeNull();
		passInCloud(5 * day + 3600);
		expect(eventIds(await trigger.publish())).toEqual(again);
		expect(await trigger.publish()).toBeNull();
	});
});

test.each([
	[{}, 6, told],
	[{}, 8, null],
	[{ daysBefore: 30 }, 29, told],
	[{ daysBefore: 1 }, 2, null],
])('with the options %j and %d days left', async (options, days, expected) => {
	const trigger = triggerWith(cloud(), { ...only, options }, await signedIn(cloud(), days));
	expect(eventIds(await trigger.publish())).toEqual(expected);
});

describe('is not told', () => {
	test('where the credential renews itself', async () => {
		const trigger = await published(only, credentialFor(cloud()));
		passInCloud(89 * day);
		expect(await trigger.tick()).toBeNull();
	});

	test('where the end is not known', async () => {
		await published(only, pasted(cloud(), await tokenOf(cloud(), 1)));
	});

	test('where nobody asked for it', async () => {
		const credential = await signedIn(cloud(), 1);
		const trigger = await published({ events: ['taskFinished'] }, credential);
		expect(JSON.stringify(trigger.stored)).not.toContain('session');
	});
});

test('of a pasted token that tells its own end is told', async () => {
	await breakDown(cloud(), preferencePath, { status: 200, body: { uid: 1 } });
	const credential = pasted(cloud(), jwt(8));
	const trigger = await published(only, credential);
	passInCloud(2 * day);
	const [item] = (await trigger.tick()) ?? [];
	expect(item?.json.session).toMatchObject({ method: 'accessToken', account: null, daysLeft: 6 });
	expect(JSON.stringify(item)).not.toContain(credential.data.accessToken);
	expect(await trigger.tick()).toBeNull();
	credential.edit({ accessToken: jwt(30) });
	expect(await trigger.tick()).toBeNull();
	passInCloud(24 * day);
	expect(eventIds(await trigger.tick())).toEqual(told);
});

test.each(['', -3, 'soon'])('is not published with %j days before', async (daysBefore) => {
	const trigger = triggerWith(cloud(), { ...only, options: { daysBefore } });
	await expect(trigger.publish()).rejects.toThrow('"Sign-In Expires In (Days)" must be');
});

test('is told again of a new token', async () => {
	const credential = await signedIn(cloud(), 5);
	const trigger = triggerWith(cloud(), only, credential);
	const first = eventIds(await trigger.publish());
	await signIn(cloud(), credential, 20);
	expect(await trigger.tick()).toBeNull();
	passInCloud(14 * day);
	const second = eventIds(await trigger.tick());
	expect([first, second]).toEqual([told, told]);
	expect(first).not.toEqual(second);
});

describe('a restart', () => {
	test('repeats nothing', async () => {
		const credential = await signedIn(cloud(), 8);
		const first = await published(only, credential);
		passInCloud(2 * day);
		expect(eventIds(await first.tick())).toEqual(told);
		const second = triggerWith(cloud(), only, credential, first.stored);
		expect(await second.restart()).toBeNull();
		expect(await second.tick()).toBeNull();
	});

	test('tells what came near while n8n was down', async () => {
		const credential = await signedIn(cloud(), 8);
		const first = await published(only, credential);
		passInCloud(2 * day);
		const second = triggerWith(cloud(), only, credential, first.stored);
		expect(await second.restart()).toBeNull();
		expect(eventIds(await second.tick())).toEqual(told);
		expect(await second.tick()).toBeNull();
	});
});

describe('requests', () => {
	test('without an event of prints there is one for the account, and then none', async () => {
		const trigger = await published(only, await signedIn(cloud(), 90));
		for (let poll = 0; poll < 3; poll++) {
			passInCloud(60);
			await trigger.tick();
		}
		expect(requested(cloud())).toEqual([preferencePath]);
	});

	test('with one there is one per poll, as without this event', async () => {
		const trigger = await published(withPrints, await signedIn(cloud(), 90));
		const before = cloud().requests().length;
		passInCloud(60);
		await trigger.tick();
		expect(requested(cloud(), before)).toEqual([`${tasksPath} 0`]);
	});
});

test('comes with prints in one poll', async () => {
	const trigger = await published(withPrints, await signedIn(cloud(), 8));
	passInCloud(2 * day);
	const print = start();
	passInCloud(60);
	expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`, ...told]);
});

test('another account starts afresh, and its own end is told', async () => {
	await breakDown(cloud(), preferencePath, { status: 200, body: { uid: 1 }, times: 1 });
	const credential = pasted(cloud(), jwt(30));
	const trigger = await published(only, credential);
	await control(cloud(), 'DELETE /faults');
	await breakDown(cloud(), preferencePath, { status: 200, body: { uid: 2 } });
	credential.edit({ accessToken: jwt(3) });
	expect(eventIds(await trigger.tick())).toEqual(told);
	expect(trigger.log.join()).toContain('another account');
	expect(await trigger.tick()).toBeNull();
});

test('polls that overlap tell it once', async () => {
	const trigger = await published(only, await signedIn(cloud(), 8));
	passInCloud(2 * day);
	const polls = await Promise.all([trigger.tick(), trigger.tick(), trigger.tick()]);
	expect(polls.flatMap((items) => eventIds(items) ?? [])).toEqual(told);
});

describe('Fetch Test Event', () => {
	test('gives the sign-in as it is, and stores nothing', async () => {
		const trigger = triggerWith(cloud(), only, await signedIn(cloud(), 90));
		const [item] = (await trigger.fetchTestEvent()) ?? [];
		expect(item?.json).toMatchObject({ eventId: told[0], session: { account, daysLeft: 90 } });
		expect(trigger.stored).toEqual({});
		expect(requested(cloud())).toEqual([preferencePath]);
	});

	test('gives it beside the prints, or these alone where the end is not known', async () => {
		const byCode = triggerWith(cloud(), withPrints, await signedIn(cloud(), 90));
		const byPassword = triggerWith(cloud(), withPrints);
		expect(eventIds(await byCode.fetchTestEvent())).toContainEqual(told[0]);
		expect(eventIds(await byPassword.fetchTestEvent())).toEqual([
			expect.stringMatching(/^taskFinished:/),
		]);
	});

	test.each([
		[
			'the end is not known',
			async () => pasted(cloud(), await tokenOf(cloud(), 1)),
			'It is not known when',
		],
		['there is none', async () => credentialFor(cloud()), 'renews its sign-in by itself'],
	])('says where %s', async (_name, make, message) => {
		const trigger = triggerWith(cloud(), only, await make());
		await expect(trigger.fetchTestEvent()).rejects.toThrow(message);
	});
});
