import { refreshHeader } from '../../nodes/BambuLab/cloud/session/authenticate';
import { forgetSignIns } from '../support/forget';
import { useSignInLab } from '../credential/signInLab';
import { runOperation } from '../support/bambuLab';
import type { StoredCredential } from '../support/engine';

const lab = useSignInLab();
const { cloud, sent, control, list, logins } = lab;

const refreshPath = '/v1/user-service/user/refreshtoken';
const refresh = async (credential: StoredCredential, options = {}) =>
	await runOperation('session:refreshToken', { options }, { credential });

/** Bambu Lab takes up what it has refused for years. */
async function refreshed(): Promise<string> {
	const accessToken = await lab.issueToken();
	const reply = { accessToken, refreshToken: 'AQrefresh', expiresIn: 60, refreshExpiresIn: 60 };
	await control('/faults', { match: { path: refreshPath }, status: 200, body: reply });
	return accessToken;
}

test('sends the stored token; refused, it tells so and leaves the session as it is', async () => {
	const credential = await lab.signedIn();
	const before = credential.data;
	const { error, stored } = await refresh(credential);
	const [asked] = sent(refreshPath);
	expect(asked?.body).toEqual({ refreshToken: before.sessionToken });
	expect(asked?.headers).not.toHaveProperty('authorization');
	expect(error?.message).toBe('Bambu Lab no longer refreshes tokens');
	expect(stored).not.toContain(before.sessionToken);
	expect([credential.data, logins()]).toEqual([before, 1]);
	expect((await list(credential)).error).toBeUndefined();
});

test('stores the session that it gets, which everything goes on with', async () => {
	const credential = await lab.signedIn();
	const token = await refreshed();
	const { items, error } = await refresh(credential);
	expect(error).toBeUndefined();
	const { sessionExpiresAt, sessionSince } = credential.data;
	const withoutFraction = (time: unknown) => String(time).replace(/\.\d+Z$/, 'Z');
	expect(items[0]?.json).toMatchObject({
		signedIn: true,
		signedInAt: withoutFraction(sessionSince),
		expiresAt: withoutFraction(sessionExpiresAt),
		daysLeft: 0,
	});
	expect(credential.data).toMatchObject({
		sessionToken: token,
		sessionRefreshToken: 'AQrefresh',
	});
	forgetSignIns();
	await list(credential);
	expect(cloud().requests().at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
	await refresh(credential);
	expect(sent(refreshPath).at(-1)?.body).toEqual({ refreshToken: 'AQrefresh' });
	expect(logins()).toBe(1);
	for (const { headers } of cloud().requests()) expect(headers).not.toHaveProperty(refreshHeader);
});

test.each([false, true])('shows the tokens only where secrets are wanted: %s', async (wanted) => {
	const credential = await lab.signedIn();
	const accessToken = await refreshed();
	const { items } = await refresh(credential, { includeSecrets: wanted });
	const secrets = { accessToken, refreshToken: 'AQrefresh' };
	if (wanted) expect(items[0]?.json).toMatchObject(secrets);
	else for (const name of Object.keys(secrets)) expect(items[0]?.json).not.toHaveProperty(name);
});

test('of a pasted token takes its place, until another one is pasted', async () => {
	const [pasted, other] = [await lab.issueToken(), await lab.issueToken()];
	const token = await refreshed();
	const credential = lab.credential({ authentication: 'accessToken', accessToken: pasted });
	const { items } = await refresh(credential);
	const status = { method: 'accessToken', signedInAt: expect.any(String), daysLeft: 0 };
	expect(items[0]?.json).toMatchObject(status);
	await list(credential);
	expect(cloud().requests().at(-1)?.headers.authorization).toBe(`Bearer ${token}`);
	credential.edit({ accessToken: other });
	await refresh(credential);
	expect(sent(refreshPath).map(({ body }) => body)).toEqual([
		{ refreshToken: pasted },
		{ refreshToken: other },
	]);
});

test('that gets no token says so, and the session stays', async () => {
	const credential = await lab.signedIn();
	const before = credential.data;
	await control('/faults', { match: { path: refreshPath }, status: 200, body: {} });
	const { error } = await refresh(credential);
	expect(error?.message).toBe('Bambu Lab answered without the new token');
	expect(credential.data).toEqual(before);
});

test('signs in where there is no session yet', async () => {
	const credential = lab.credential();
	const token = await refreshed();
	expect((await refresh(credential)).error).toBeUndefined();
	expect(credential.data.sessionToken).toBe(token);
	expect([logins(), sent(refreshPath).length]).toEqual([1, 1]);
});
