import nock from 'nock';

import { fingerprint, readCredentials } from '../../nodes/BambuLab/cloud/session/credentials';
import { forgetSignIns } from '../support/forget';
import { page } from '../cloud/http/pages';
import { bambuCredential, globalApi, runOperation } from '../support/bambuLab';
import { byId, ids, serveTasks, taskPath, tooMany } from './wireTasks';

describe('Retry For', () => {
	const patiently = { ...byId, options: { retryFor: 20 } };

	test.each([
		['in seconds', () => '1'],
		// A date has whole seconds, and this one lies one to two of them ahead.
		['as a date', () => new Date(Date.now() + 2000).toUTCString()],
	])('a 429 with Retry-After %s is waited for', async (_name, retryAfter) => {
		const times: number[] = [];
		serveTasks((id, count) => {
			times.push(performance.now());
			return count === 1 ? tooMany({ 'retry-after': retryAfter() }) : [200, { id }];
		});
		const { items } = await runOperation('task:get', patiently, { items: ids(1) });
		expect(items.map(({ json }) => json)).toEqual([{ id: 0 }]);
		expect(times).toHaveLength(2);
		expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(950);
	});

	test('ends when its time is over, with the last refusal', async () => {
		const seen = serveTasks(() => tooMany());
		const parameters = { ...byId, options: { retryFor: 3 } };
		const { error } = await runOperation('task:get', parameters, { items: ids(1) });
		expect(error).toMatchObject({
			message: 'Bambu Lab received too many requests',
			description: 'Wait a few minutes, and ask less often.',
		});
		expect(seen.asked.length).toBeGreaterThan(2);
	});

	test('a Retry-After beyond it fails all items after one request each in flight', async () => {
		const seen = serveTasks(() => tooMany({ 'retry-after': '3600' }));
		const settings = { onError: 'continueRegularOutput' } as const;
		const { items } = await runOperation('task:get', patiently, { items: ids(50), settings });
		expect(new Set(items.map(({ json }) => json.error))).toEqual(
			new Set(['Bambu Lab received too many requests']),
		);
		expect(seen.asked.length).toBeLessThanOrEqual(5);
	});

	test('trouble of the cloud, and a cut connection, are tried again a few times', async () => {
		nock(globalApi)
			.get(taskPath)
			.replyWithError(Object.assign(new Error('x'), { code: 'ECONNRESET' }));
		const seen = serveTasks((id, times) => (times === 1 ? [503, {}] : [200, { id }]));
		const { items } = await runOperation('task:get', patiently, { items: ids(3) });
		expect(items.map(({ json }) => json)).toEqual([{ id: 0 }, { id: 1 }, { id: 2 }]);
		expect(seen.asked.length).toBeGreaterThan(4);
	});

	test('a 503 with Retry-After is waited for, by all requests', async () => {
		let refusedAt = Infinity;
		let hasBegun = () => {};
		const others = new Promise<void>((resolve) => (hasBegun = resolve));
		const early: number[] = [];
		serveTasks(async (id, count) => {
			if (id === 0 && count === 1) {
				await others;
				refusedAt = performance.now();
				return [503, {}, { 'retry-after': '1' }];
			}
			if (id === 5) hasBegun();
			if (refusedAt < performance.now() && performance.now() < refusedAt + 900) early.push(id);
			return [200, { id }];
		});
		const parameters = { ...patiently, options: { retryFor: 20, concurrentRequests: 2 } };
		const { items } = await runOperation('task:get', parameters, { items: ids(40) });
		expect(items.map(({ json }) => json.id)).toEqual(Array.from({ length: 40 }, (_, id) => id));
		// What was on its way already may still arrive.
		expect(early.length).toBeLessThan(5);
		expect(early).not.toContain(0);
	});

	test('a 503 with a Retry-After beyond it is told at once', async () => {
		const seen = serveTasks(() => [503, {}, { 'retry-after': '3600' }]);
		const { error } = await runOperation('task:get', patiently, { items: ids(1) });
		expect(error?.message).toBe('The Bambu Lab cloud is having trouble (status 503)');
		expect(seen.asked).toHaveLength(1);
	});

	test('trouble that stays is told after four tries', async () => {
		const seen = serveTasks(() => [503, {}]);
		const { error } = await runOperation('task:get', patiently, { items: ids(1) });
		expect(error?.message).toBe('The Bambu Lab cloud is having trouble (status 503)');
		expect(seen.asked).toHaveLength(4);
	});

	test.each([
		'captcha',
		'cloudflareChallenge',
		'cloudflareBrowserCheck',
		'cloudflareBlock',
	] as const)(
		'"Continue": after %s no further item is asked for, and each says why',
		async (name) => {
			const { status, headers = {}, body } = page(name);
			let count = 0;
			nock(globalApi)
				.persist()
				.get(taskPath)
				.reply(() => {
					count++;
					return [status, String(body), headers as Record<string, string>];
				});
			const settings = { onError: 'continueRegularOutput' } as const;
			const parameters = { ...byId, options: { retryFor: 20, concurrentRequests: 1 } };
			const { items } = await runOperation('task:get', parameters, { items: ids(8), settings });
			const sentences = items.map(({ json }) => json.error);
			expect(new Set(sentences).size).toBe(1);
			expect(String(sentences[0])).toMatch(/captcha|browser check|blocked/);
			expect(items.map(({ error }) => error?.context.itemIndex)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
			expect(count).toBe(1);
		},
	);

	test('"Continue": after a captcha at the sign-in no further item is asked for', async () => {
		forgetSignIns();
		let count = 0;
		nock(globalApi)
			.persist()
			.get(taskPath)
			.reply(() => [401, { code: (count++, 4) }]);
		nock(globalApi)
			.persist()
			.get(/preference/)
			.reply(401, { code: 4 });
		nock(globalApi).persist().post(/login/).reply(418, { captchaId: 'c5d2' });
		const data = { region: 'global', authentication: 'password', account: 'a@b.c', password: 'p' };
		const sessionTokenMark = fingerprint(readCredentials(data));
		const credential = bambuCredential({ ...data, sessionToken: 'AQdead', sessionTokenMark });
		const settings = { onError: 'continueRegularOutput' } as const;
		const parameters = { ...byId, options: { concurrentRequests: 1 } };
		const run = { items: ids(4), settings, credential };
		const { items } = await runOperation('task:get', parameters, run);
		const sentences = items.map(({ json }) => json.error);
		expect(new Set(sentences).size).toBe(1);
		expect(sentences[0]).toMatch(/captcha/);
		expect(count).toBe(1);
	});

	test('after a captcha those that wait for another try are not sent again', async () => {
		let askedOthers = () => {};
		const others = new Promise<void>((resolve) => (askedOthers = resolve));
		const seen = serveTasks(async (id, count) => {
			if (seen.asked.length === 3) askedOthers();
			if (id === 0) await others;
			if (id === 0) return [418, { captchaId: 'c5d2' }];
			return count === 1 ? [503, {}] : [200, { id }];
		});
		const settings = { onError: 'continueRegularOutput' } as const;
		const parameters = { ...byId, options: { retryFor: 20, concurrentRequests: 3 } };
		const { items } = await runOperation('task:get', parameters, { items: ids(3), settings });
		const sentence = 'Bambu Lab asks for a captcha, which n8n cannot solve';
		expect(items.map(({ json }) => json.error)).toEqual([sentence, sentence, sentence]);
		expect([...seen.asked].sort()).toEqual([0, 1, 2]);
	});

	test.each([429, 503])('a login that fails with %d is not repeated', async (status) => {
		forgetSignIns();
		let logins = 0;
		nock(globalApi)
			.persist()
			.post('/v1/user-service/user/login')
			.reply(() => {
				logins++;
				return [status, {}];
			});
		const credential = bambuCredential({
			authentication: 'password',
			account: 'maker@example.com',
			password: 'print-more-benchies',
		});
		const { error } = await runOperation('task:get', patiently, { items: ids(3), credential });
		expect(error).toBeDefined();
		expect(logins).toBe(1);
		forgetSignIns();
	});
});
