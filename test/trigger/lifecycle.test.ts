import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { credentialFor } from '../support/cloud';
import type { StoredCredential } from '../support/engine';
import {
	breakDown,
	control,
	eventIds,
	passInCloud,
	printStarter,
	repair,
	requested,
	setClock,
	tasksPath,
	triggerWith,
	useStoppedCloud,
	workshop,
} from './support/publishing';

const preferencePath = '/v1/design-user-service/my/preference';

const cloud = useStoppedCloud();

const start = printStarter(cloud);

describe('a restart', () => {
	test('repeats nothing; the next poll tells what happened while n8n was down', async () => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), {}, credential);
		await first.publish();
		const print = start({ seconds: 100 });
		expect(eventIds(await first.tick())).toEqual([`taskCreated:${print.id}`]);
		passInCloud(200);
		const missed = start({ seconds: 10 });
		passInCloud(20);
		const second = triggerWith(cloud(), {}, credential, first.stored);
		const before = cloud().requests().length;
		expect(await second.restart()).toBeNull();
		expect(requested(cloud(), before)).toEqual([]);
		expect(eventIds(await second.tick())).toEqual([
			`taskFinished:${print.id}`,
			`taskCreated:${missed.id}`,
			`taskFinished:${missed.id}`,
		]);
		const third = triggerWith(cloud(), {}, credential, second.stored);
		expect(await third.restart()).toBeNull();
		expect(await third.tick()).toBeNull();
	});

	test('with the cloud down leaves a trigger that lives; later polls catch up', async () => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), {}, credential);
		await first.publish();
		const print = start({ seconds: 100 });
		const second = triggerWith(cloud(), {}, credential, first.stored);
		await breakDown(cloud(), '*', { status: 500, body: {} });
		expect(await second.restart()).toBeNull();
		expect(await second.tick()).toBeNull();
		expect(second.log.join()).toContain('The Bambu Lab cloud is having trouble (status 500)');
		await repair(cloud());
		expect(eventIds(await second.tick())).toEqual([`taskCreated:${print.id}`]);
	});

	test('a fresh publishing with the cloud down fails with the reason', async () => {
		await breakDown(cloud(), '*', { status: 500, body: {} });
		await expect(triggerWith(cloud()).publish()).rejects.toThrow(
			'The Bambu Lab cloud is having trouble (status 500)',
		);
	});

	test('a fresh publishing with a wrong password fails with the reason, at one sign-in', async () => {
		const trigger = triggerWith(
			cloud(),
			{},
			credentialFor(cloud(), { password: 'not-the-password' }),
		);
		await expect(trigger.publish()).rejects.toThrow(/password/i);
		await expect(trigger.publish()).rejects.toThrow(/password/i);
		expect(requested(cloud()).filter((path) => path.endsWith('/login'))).toHaveLength(1);
	});

	test.each([
		['unreadable', { version: 1, tasks: 'x' }],
		['of a later version', { version: 99 }],
	])('a state %s is replaced by a baseline, with a word in the log', async (_name, state) => {
		const trigger = triggerWith(cloud(), {}, undefined, { 'node:Bambu Lab Trigger': { state } });
		expect(await trigger.restart()).toBeNull();
		expect(await trigger.tick()).toBeNull();
		expect(trigger.log.join()).toContain('the stored state is unreadable');
		const print = start();
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${print.id}`]);
	});
});

describe('the account', () => {
	const phone = '+8613800000000';

	async function changeAndEnd(
		credential: StoredCredential,
		changes: () => Promise<ICredentialDataDecryptedObject> | ICredentialDataDecryptedObject,
	) {
		const trigger = triggerWith(cloud(), {}, credential);
		const print = start({ seconds: 30 });
		await trigger.publish();
		credential.edit(await changes());
		passInCloud(60);
		return { trigger, print, items: eventIds(await trigger.tick()) };
	}

	async function token(account: string): Promise<string> {
		const issued = await control<{ accessToken: string }>(cloud(), 'POST /tokens', { account });
		return issued.accessToken;
	}

	test('goes on where it was with a new session', async () => {
		const credential = credentialFor(cloud());
		const trigger = triggerWith(cloud(), {}, credential);
		const print = start({ seconds: 30 });
		await trigger.publish();
		await control(cloud(), 'POST /tokens/revoke');
		forgetSignIns();
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`]);
		const before = cloud().requests().length;
		await trigger.tick();
		expect(requested(cloud(), before)).toEqual([`${tasksPath} 0`]);
	});

	test('goes on where it was with another token of the same account', async () => {
		const accessToken = await token('maker@example.com');
		const credential = credentialFor(cloud(), { authentication: 'accessToken', accessToken });
		const { print, items } = await changeAndEnd(credential, async () => ({
			accessToken: await token('maker@example.com'),
		}));
		expect(items).toEqual([`taskFinished:${print.id}`]);
	});

	test.each([
		['typed into the credential', () => ({ account: phone })],
		[
			'whose token is pasted',
			async () => ({ authentication: 'accessToken', accessToken: await token(phone) }),
		],
	])('starts afresh with another one %s', async (_name, changes) => {
		const { trigger, items } = await changeAndEnd(credentialFor(cloud()), changes);
		expect(items).toBeNull();
		expect(trigger.log.join()).toContain('another account');
		const print = start();
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${print.id}`]);
	});

	test('to which the credential comes back tells at once, though the clock was set back', async () => {
		const credential = credentialFor(cloud());
		const trigger = triggerWith(cloud(), {}, credential);
		await trigger.publish();
		const { account } = credential.data;
		for (const each of [phone, account ?? '']) {
			credential.edit({ account: each });
			setClock(-240);
			expect(await trigger.tick()).toBeNull();
		}
		const print = start();
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${print.id}`]);
	});

	test('that is not told is no other account', async () => {
		const accessToken = await token('maker@example.com');
		const credential = credentialFor(cloud(), { authentication: 'accessToken', accessToken });
		const trigger = triggerWith(cloud(), {}, credential);
		await trigger.publish();
		const print = start();
		credential.edit({ accessToken: await token('maker@example.com') });
		await breakDown(cloud(), preferencePath, { status: 200, body: {}, times: 1 });
		expect(await trigger.tick()).toBeNull();
		expect(trigger.log.join()).toContain('Bambu Lab answered without the ID of the account');
		expect(eventIds(await trigger.tick())).toEqual([`taskCreated:${print.id}`]);
	});
});

describe('Fetch Test Event', () => {
	test('gives the newest print for each chosen event, and stores nothing', async () => {
		const trigger = triggerWith(cloud());
		const finished = start({ seconds: 10 });
		passInCloud(5);
		const failed = start({ seconds: 10, outcome: 'failed' });
		passInCloud(60);
		expect(eventIds(await trigger.fetchTestEvent())).toEqual([
			`taskCreated:${failed.id}`,
			`taskFailed:${failed.id}`,
			`taskFinished:${finished.id}`,
		]);
		expect(trigger.stored).toEqual({});
	});

	test('shows a print that has ended as it was when it began', async () => {
		const { id } = start({ seconds: 10 });
		passInCloud(180);
		const trigger = triggerWith(cloud(), { events: ['taskCreated', 'taskFinished'] });
		const items = (await trigger.fetchTestEvent()) ?? [];
		expect(items.map(({ json }) => json.task)).toMatchObject([
			{ id, status: 'running', endedAt: null, durationMinutes: null, filamentSummary: null },
			{ id, status: 'finished', filamentSummary: expect.any(String) as string },
		]);
	});

	test('obeys the filters, and looks further down for what the newest page lacks', async () => {
		const ours = start({ deviceId: workshop, seconds: 10, outcome: 'failed' });
		passInCloud(60);
		const [other] = cloud().world.printers.filter(({ serial }) => serial !== workshop);
		for (let count = 0; count < 70; count++) {
			start({ deviceId: other?.serial, seconds: 10 });
			passInCloud(20);
		}
		const trigger = triggerWith(cloud(), {
			events: ['taskFailed'],
			filters: { deviceIds: [workshop] },
		});
		expect(eventIds(await trigger.fetchTestEvent())).toEqual([`taskFailed:${ours.id}`]);
	});

	test('says when there is none', async () => {
		const idle = cloud().world.printers.find(({ serial }) => serial !== workshop)?.serial ?? '';
		cloud().world.prints.length = 0;
		const trigger = triggerWith(cloud(), { filters: { deviceIds: [idle] } });
		await expect(trigger.fetchTestEvent()).rejects.toMatchObject({
			message: 'Nothing matches the filters of the trigger',
			description: expect.stringContaining('Printer Names or IDs is "Desk".') as string,
		});
	});
});
