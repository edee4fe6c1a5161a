import { BambuLabTrigger } from '../../nodes/BambuLab/BambuLabTrigger.node';
import { TOTP_SECRET } from '../cloud/signIn/accounts';
import { runOperation } from '../support/bambuLab';
import { PublishedTrigger, testCredential, type StoredCredential } from '../support/engine';
import { dayMinutes, emailCodePath, loginPath, playTime, useSignInLab } from './signInLab';

const lab = useSignInLab();
const { sent, control, list, logins, codes } = lab;

const green = { status: 'OK', message: 'Connection successful!' };
const wrong = { password: 'something else' };
const byCode = { authentication: 'verificationCode', account: 'code@example.com' };

/** How many times `count` grew after each of these minutes. */
async function countsAt(
	minutes: number[],
	act: () => Promise<unknown>,
	count = logins,
): Promise<Array<[number, number]>> {
	const time = playTime();
	const counts: Array<[number, number]> = [];
	for (const minute of minutes) {
		time.at(minute);
		await act();
		counts.push([minute, count()]);
	}
	return counts;
}

/** What the user reads, and the minutes until Bambu Lab is asked again by it. */
async function told(credential: StoredCredential): Promise<[string, number | undefined]> {
	const { error } = await list(credential);
	const text = `${error?.message}. ${error?.description}`;
	const [, until] =
		/This is the answer from before: n8n asks Bambu Lab again after (.+) UTC/.exec(text) ?? [];
	const minutes = until && (Date.parse(`${until.replace(' ', 'T')}Z`) - Date.now()) / 60_000;
	return [text, minutes === undefined ? undefined : Number(minutes)];
}

describe('a failed sign-in is answered from memory', () => {
	test('and says so, and until when', async () => {
		const credential = lab.credential(wrong);
		const [first, none] = await told(credential);
		const [second, minutes] = await told(credential);
		expect(first).toMatch(/^Bambu Lab refused the account or the password\. Check both/);
		expect(none).toBeUndefined();
		expect(second).toMatch(/^Bambu Lab refused the account or the password\. Check both/);
		expect(second).toMatch(/ UTC, or when you test the credential\. Bambu Lab said: /);
		expect(minutes).toBeGreaterThan(1.9);
		expect(minutes).toBeLessThan(3);
		expect(logins()).toBe(1);
	});

	test('for two minutes, and for twice as long where it failed again', async () => {
		const credential = lab.credential(wrong);
		const minutes = [0, 1.9, 2.1, 5.9, 6.2, 14, 14.3, 200, 201.9, 202.1];
		expect(await countsAt(minutes, async () => await list(credential))).toEqual([
			[0, 1],
			[1.9, 1],
			[2.1, 2],
			[5.9, 2],
			[6.2, 3],
			[14, 3],
			[14.3, 4],
			[200, 5],
			[201.9, 5],
			[202.1, 6],
		]);
	});

	test.each([
		['as long as Bambu Lab asks', { status: 429, headers: { 'retry-after': '3600' } }, 59],
		['half an hour after a captcha', { mode: 'captcha' }, 29],
		['half an hour after a browser check', { mode: 'cloudflareChallenge' }, 29],
	])('%s', async (_name, fault, minute) => {
		await control('/faults', { match: { path: loginPath }, ...fault });
		const credential = lab.credential();
		expect(await countsAt([0, minute, minute + 2], async () => await list(credential))).toEqual([
			[0, 1],
			[minute, 1],
			[minute + 2, 2],
		]);
	});

	test('with the wait that is left, not the one that Bambu Lab asked for', async () => {
		const wait = { status: 429, headers: { 'retry-after': '3600' }, body: {} };
		await control('/faults', { match: { path: loginPath }, ...wait });
		const credential = lab.credential();
		const time = playTime();
		await list(credential);
		time.at(50);
		const { error } = await list(credential);
		expect(error).toMatchObject({ context: { retryAfterSeconds: 600 } });
	});

	test('for hours where Bambu Lab mails a code for each password', async () => {
		const credential = lab.credential({ account: 'code@example.com' });
		const asks = [0, 30, 60, 350];
		await countsAt(asks, async () => [await list(credential), await testCredential(credential)]);
		expect(logins()).toBe(1);
	});
});

describe('n8n’s Test', () => {
	test.each([
		['a captcha', { mode: 'captcha' }],
		['a block', { mode: 'cloudflareBlock' }],
		['a wait of an hour', { status: 429, headers: { 'retry-after': '3600' }, body: {} }],
		['a failure', { status: 500, body: {} }],
	])('asks anew after %s, once a minute, and executions go on from it', async (_name, fault) => {
		await control('/faults', { match: { path: loginPath }, ...fault });
		const credential = lab.credential();
		await list(credential);
		const asked = [0.4, 1.1, 1.5, 2.2];
		expect(await countsAt(asked, async () => await testCredential(credential))).toEqual([
			[0.4, 1],
			[1.1, 2],
			[1.5, 2],
			[2.2, 3],
		]);
		await lab.endFaults();
		const { message } = await testCredential(credential);
		expect(message).toMatch(
			/ This is the answer from before: n8n asks Bambu Lab again after .+ UTC\./,
		);
		playTime().at(3.3);
		expect(await testCredential(credential)).toEqual(green);
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(4);
	});

	test('asks for a code anew, once a minute; a workflow that asks for one waits', async () => {
		await control('/faults', { match: { path: emailCodePath }, mode: 'captcha' });
		const credential = lab.credential(byCode);
		const asked = [0, 0.5, 1.1];
		const test = async () => await testCredential(credential);
		expect(await countsAt(asked, test, codes)).toEqual([
			[0, 1],
			[0.5, 1],
			[1.1, 2],
		]);
		playTime().at(9);
		const { error } = await runOperation('session:requestCode', {}, { credential });
		expect(error?.message).toMatch(/captcha/);
		expect(codes()).toBe(2);
	});
});

describe('the clock of the machine', () => {
	const totp = { account: 'totp@example.com', totpSecret: TOTP_SECRET };

	test('a day ahead: once it is right, the sign-in works', async () => {
		const credential = lab.credential(totp);
		const time = playTime();
		time.setClock(dayMinutes);
		expect((await list(credential)).error?.message).toMatch(
			/refused the code of the authenticator/,
		);
		time.at(1.1);
		// The clock of the simulated cloud has not moved.
		time.setClock(-1.1);
		expect(await testCredential(credential)).toEqual(green);
	});

	test.each([
		['forwards', dayMinutes],
		['backwards', -dayMinutes],
	])('set %s by a day neither shortens nor lengthens the wait', async (_name, ahead) => {
		const credential = lab.credential(wrong);
		const time = playTime();
		const waits: number[] = [];
		await list(credential);
		time.setClock(ahead);
		for (const minute of [1.9, 2.1]) {
			time.at(minute);
			await list(credential);
			waits.push(logins());
		}
		expect(waits).toEqual([1, 2]);
	});
});

test.each([5, 31, 61])(
	'an outage of %i minutes under polls: few asks, and on again within two minutes',
	async (outage) => {
		const credential = await lab.signedIn();
		const parameters = { events: ['taskFinished'] };
		const trigger = new PublishedTrigger({ node: BambuLabTrigger, credential, parameters });
		await trigger.publish();
		await lab.revokeTokens();
		await control('/faults', { match: { path: loginPath }, status: 503, body: {} });
		const time = playTime();
		let minute = 0;
		const poll = async () => {
			time.at(++minute);
			await trigger.tick().catch(() => null);
		};
		while (minute < outage) await poll();
		expect(logins() - 1).toBeLessThanOrEqual(outage / 2 + 2);
		await lab.endFaults();
		for (let after = 0; after < 2; after++) await poll();
		expect(sent(loginPath).at(-1)?.status).toBe(200);
		expect(credential.data.sessionToken).not.toBe('');
	},
);
