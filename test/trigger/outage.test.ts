import { NodeApiError } from 'n8n-workflow';
import nock from 'nock';

import { credentialFor } from '../support/cloud';
import type { PublishedTrigger } from '../support/engine';
import {
	breakDown,
	control,
	eventIds,
	passInCloud,
	repair,
	requested,
	tasksPath,
	publishedWith,
	triggerWith,
	useStoppedCloud,
} from './support/publishing';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

jest.mock('n8n-workflow', () => ({
	...jest.requireActual<object>('n8n-workflow'),
	// A retry waits for nothing here.
	sleep: async () => {},
}));

const cloud = useStoppedCloud();

async function published(options = {}): Promise<PublishedTrigger> {
	return await publishedWith(cloud(), { events: ['taskFinished'], options });
}

/** Polls once a minute; the minutes at which n8n saw an error. */
async function errorsIn(trigger: PublishedTrigger, minutes: number): Promise<number[]> {
	const errors: number[] = [];
	for (let minute = 0; minute < minutes; minute++) {
		const failed = await trigger.tick().then(
			() => false,
			() => true,
		);
		if (failed) errors.push(minute);
		passInCloud(60);
	}
	return errors;
}

async function errorOf(trigger: PublishedTrigger): Promise<NodeApiError> {
	const error: unknown = await trigger.tick().catch((reason: unknown) => reason);
	if (!(error instanceof NodeApiError)) throw new Error(`It was ${String(error)}`);
	return error;
}

describe('An outage of the cloud', () => {
	test('is silent for a quarter of an hour, then shown once; recovery is noted and nothing lost', async () => {
		const trigger = await published();
		const print = cloud().world.startPrint({ seconds: 10 });
		passInCloud(60);
		await breakDown(cloud(), '*', { status: 500, body: {} });
		expect(await errorsIn(trigger, 15)).toEqual([]);
		expect(trigger.log).toHaveLength(15);
		expect(trigger.log[0]).toContain(
			'warn: Bambu Lab: a poll failed, the next will try again: Could not read the prints: The Bambu Lab cloud is having trouble (status 500)',
		);
		expect(await errorsIn(trigger, 20)).toEqual([0]);
		await repair(cloud());
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`]);
		expect(trigger.log.at(-1)).toMatch(
			/^info: Bambu Lab: the prints can be read again after 35 minutes/,
		);
		expect(await trigger.tick()).toBeNull();
	});

	test('that comes again is shown again', async () => {
		const trigger = await published({ reportOutageAfter: 2 });
		for (let outage = 0; outage < 2; outage++) {
			await breakDown(cloud(), '*', { status: 503, body: {} });
			expect(await errorsIn(trigger, 5)).toEqual([2]);
			await repair(cloud());
			expect(await errorsIn(trigger, 2)).toEqual([]);
		}
	});

	test('is shown beside the events of what can be read', async () => {
		const events = ['taskFinished', 'deviceOffline'];
		const trigger = await publishedWith(cloud(), { events, options: { reportOutageAfter: 0 } });
		const print = cloud().world.startPrint({ seconds: 10 });
		passInCloud(60);
		await breakDown(cloud(), '/v1/iot-service/api/user/bind', { status: 500, body: {} });
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`]);
		expect(trigger.shown).toEqual([
			expect.objectContaining({
				message: expect.stringMatching(/^Could not read the printers: /) as string,
				failure: { cause: 'temporarily-unavailable' },
			}),
		]);
		expect(await errorsIn(trigger, 5)).toEqual([]);
	});

	test('tells n8n what it is', async () => {
		const trigger = await published({ reportOutageAfter: 0 });
		await breakDown(cloud(), '*', { status: 500, body: {} });
		const { failure } = (await errorOf(trigger)) as NodeApiError & { failure?: object };
		expect(failure).toEqual({ cause: 'temporarily-unavailable' });
	});

	test('with broken lines counts as well', async () => {
		const trigger = await published({ reportOutageAfter: 2 });
		await breakDown(cloud(), tasksPath, { mode: 'cut' });
		expect(await errorsIn(trigger, 5)).toEqual([2]);
	});

	test.each(['ENETDOWN', 'EMFILE', 'HPE_INVALID_CONSTANT'])(
		'with a network that fails by %s counts as well, from the first poll on',
		async (code) => {
			const trigger = await published({ reportOutageAfter: 2 });
			const error = Object.assign(new Error('x'), { code });
			nock(cloud().apiUrl).persist().get(/.*/).replyWithError(error);
			expect(await errorsIn(trigger, 5)).toEqual([2]);
			expect(trigger.log[0]).toMatch(/ cannot be reached/);
		},
	);
});

describe('Too many requests', () => {
	test('give the cloud the rest that it asks for', async () => {
		const trigger = await published({ reportOutageAfter: 0 });
		await breakDown(cloud(), tasksPath, {
			status: 429,
			headers: { 'retry-after': '150' },
			body: {},
		} as Parameters<typeof breakDown>[2]);
		const { failure } = (await errorOf(trigger)) as NodeApiError & { failure?: object };
		expect(failure).toEqual({ cause: 'rate-limited', retryAfterMs: 150_000 });
		await repair(cloud());
		const before = cloud().requests().length;
		const asked: number[] = [];
		for (let minute = 1; minute < 4; minute++) {
			passInCloud(60);
			await trigger.tick();
			asked.push(requested(cloud(), before).length);
		}
		expect(asked).toEqual([0, 0, 1]);
	});
});

describe('A wrong credential', () => {
	test('is shown at once, and again after a day', async () => {
		const credential = credentialFor(cloud());
		const trigger = triggerWith(cloud(), { events: ['taskFinished'] }, credential);
		await trigger.publish();
		credential.edit({ password: 'not-the-password', sessionToken: '' });
		const error = await errorOf(trigger);
		expect(error.message).toMatch(/password/i);
		expect((error as NodeApiError & { failure?: object }).failure).toEqual({
			cause: 'credential-invalid',
		});
		expect(await errorsIn(trigger, 5)).toEqual([]);
		passInCloud(24 * 3600);
		expect(await errorsIn(trigger, 3)).toEqual([0]);
	});

	test('whose token was revoked is shown at once', async () => {
		const issued = await control<{ accessToken: string }>(cloud(), 'POST /tokens', {
			account: 'maker@example.com',
		});
		const credential = credentialFor(cloud(), { authentication: 'accessToken', ...issued });
		const trigger = triggerWith(cloud(), { events: ['taskFinished'] }, credential);
		await trigger.publish();
		await control(cloud(), 'POST /tokens/revoke');
		expect(await errorsIn(trigger, 3)).toEqual([0]);
	});

	test('at the start of n8n waits for the second poll, so that the trigger lives', async () => {
		const credential = credentialFor(cloud());
		const first = triggerWith(cloud(), { events: ['taskFinished'] }, credential);
		await first.publish();
		credential.edit({ password: 'not-the-password', sessionToken: '' });
		const second = triggerWith(cloud(), { events: ['taskFinished'] }, credential, first.stored);
		expect(await second.restart()).toBeNull();
		expect(await errorsIn(second, 3)).toEqual([0]);
	});
});
