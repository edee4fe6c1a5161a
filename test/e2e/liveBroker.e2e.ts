/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { setTimeout as sleep } from 'node:timers/promises';

import type { StoredCredential } from '../../sandbox/restTypes';
import { waitFor } from '../../sandbox/wait';
import type { LiveBrokerFigures } from '../support/reliability';
import { saveArtifact } from './support/artifacts';
import { useLab } from './support/lab';
import { brokerOf, cloudSignIn, mqttCredential, publishLive } from './support/live';
import { chosenHost } from './support/setup';
import { fired } from './support/triggers';
import { chain, credentialsOf, nodeTypes } from './support/workflows';

/*
 * What n8n's own MQTT Trigger does where the token in its credential has died: why nobody should point it at Bambu
 * Lab's broker, which bans accounts that connect about once a minute.
 */

const lab = useLab({ cloud: { mqttPort: 0, mqttsPort: 0 } });

const minuteMs = 60_000;
/** How long to count; a whole minute for the page. */
const countedSeconds = Number(process.env.BAMBULAB_TEST_LIVE_SECONDS ?? 15);
const figures: LiveBrokerFigures['rows'] = [];

/** When connections were refused, from a moment on. */
function refusalsSince(start: number): number[] {
	return brokerOf(lab())
		.connections.filter(({ accepted, at }) => !accepted && at >= start)
		.map(({ at }) => at);
}

async function connected(count: number): Promise<void> {
	const { connections } = brokerOf(lab());
	await waitFor(async () => await Promise.resolve(connections.length >= count), {
		what: `${count} connections`,
		timeoutMs: minuteMs,
	});
}

/** The token dies, and the broker throws out whoever has signed in with it. */
async function killTokens(): Promise<number> {
	const at = Date.now();
	await lab().control('/tokens/revoke', {});
	await lab().control('/broker/cut', {});
	return at;
}

async function shown(id: string): Promise<string> {
	// Up to 1.123 there is no version to be published.
	type Stored = { active?: boolean; activeVersionId?: string | null };
	const { active, activeVersionId } = await lab().rest.get<Stored>(`/workflows/${id}`);
	return (activeVersionId ?? null) !== null || active === true ? 'active' : 'inactive';
}

/** Counts for a while: it is how often n8n asks that matters. */
async function measure(what: string, id: string, start: number): Promise<number[]> {
	const end = start + countedSeconds * 1000;
	await sleep(Math.max(0, end - Date.now()));
	const times = refusalsSince(start).filter((at) => at < end);
	const { n8n } = chosenHost();
	figures.push({
		n8n,
		what,
		connections: times.length,
		seconds: countedSeconds,
		shown: await shown(id),
	});
	return times;
}

/** n8n has let go of the broker when nothing more comes for longer than it ever waits. */
async function leftAlone(): Promise<void> {
	const quiet = () => Date.now() - (brokerOf(lab()).connections.at(-1)?.at ?? 0);
	await waitFor(async () => await Promise.resolve(quiet() > 5000), {
		what: 'n8n to leave the broker alone',
		timeoutMs: minuteMs,
	});
}

async function liveCredential(url: string): Promise<StoredCredential> {
	return await mqttCredential(lab(), url, await cloudSignIn(lab()));
}

beforeEach(() => {
	brokerOf(lab()).reset();
});

afterAll(() => {
	const date = new Date().toISOString().slice(0, 10);
	saveArtifact(
		'liveBroker',
		'figures.json',
		JSON.stringify({ run: 'liveBroker', date, rows: figures }),
	);
});

test.each([
	['one trigger', 1, () => brokerOf(lab()).url],
	['one trigger, TLS', 1, () => brokerOf(lab()).tlsUrl],
	['three triggers, TLS', 3, () => brokerOf(lab()).tlsUrl],
])('%s: n8n connects again and again, and says nothing', async (what, count, url) => {
	const credential = await liveCredential(url());
	const ids = [];
	for (const name of ['Workshop', 'Desk', 'Studio'].slice(0, count)) {
		ids.push(await publishLive(lab(), name, credential));
	}
	const [id = ''] = ids;
	await connected(count);
	const times = await measure(`token dies, ${what}`, id, await killTokens());
	// It does not end.
	expect(times.length).toBeGreaterThan(5 * count);
	expect(await shown(id)).toBe('active');
	expect(await fired(lab(), id)).toEqual([]);
	for (const each of ids) await lab().rest.unpublish(each);
	await leftAlone();
});

test('a restart of n8n with a dead token', async () => {
	const id = await publishLive(lab(), 'Workshop', await liveCredential(brokerOf(lab()).tlsUrl));
	await connected(1);
	await lab().stopN8n();
	await lab().control('/tokens/revoke', {});
	const start = Date.now();
	await lab().startN8n();
	await waitFor(async () => await Promise.resolve(refusalsSince(start).length > 0), {
		what: 'n8n to be refused',
		timeoutMs: minuteMs,
	});
	const first = refusalsSince(start)[0] ?? start;
	const times = await measure('n8n restarts with a dead token', id, first);
	expect(times.length).toBeGreaterThan(1);
	await lab().rest.unpublish(id);
	await leftAlone();
});

test('a dead token when the workflow is published', async () => {
	const credential = await liveCredential(brokerOf(lab()).tlsUrl);
	const start = await killTokens();
	await expect(publishLive(lab(), 'Workshop', credential)).rejects.toThrow(/Not authorized/);
	await leftAlone();
	const times = refusalsSince(start);
	const seconds = Math.round(((times.at(-1) ?? start) - (times[0] ?? start)) / 1000);
	const { n8n } = chosenHost();
	const what = 'published with a dead token';
	figures.push({
		n8n,
		what,
		connections: times.length,
		seconds,
		shown: 'not published, with the reason',
	});
	expect(times.length).toBeGreaterThan(0);
});

/** A key for n8n's public API, as its user makes it in the settings. */
async function apiCredential(): Promise<{ credential: StoredCredential; key: string }> {
	const { rest, url } = lab();
	const scopes = ['workflow:read', 'workflow:list', 'workflow:activate', 'workflow:deactivate'];
	const body = { label: `guard ${Date.now()}`, expiresAt: null, scopes };
	const made = await rest.post<{ id: string; rawApiKey: string }>('/api-keys', body);
	const data = { apiKey: made.rawApiKey, baseUrl: `${url}/api/v1` };
	const credential = await rest.createCredential({ name: 'n8n itself', type: 'n8nApi', data });
	return { credential, key: made.id };
}

/** Asks for the status of the session; where there is none, unpublishes the workflow that listens. */
async function publishGuard(workflowId: string, token: string) {
	const authentication = { authentication: 'accessToken', accessToken: token };
	const credential = await lab().createCredential('The same token', authentication);
	const n8n = await apiCredential();
	const { id } = await lab().rest.createWorkflow(
		chain('Guard', [
			{
				name: 'Every 10 Seconds',
				type: 'n8n-nodes-base.scheduleTrigger',
				typeVersion: 1.2,
				parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 10 }] } },
			},
			{
				name: 'Bambu Lab',
				type: nodeTypes.action,
				parameters: { resource: 'session', operation: 'getStatus' },
				credentials: credentialsOf(credential),
				onError: 'continueRegularOutput',
			},
			{
				name: 'Is It Dead',
				type: 'n8n-nodes-base.filter',
				typeVersion: 2.2,
				parameters: {
					conditions: {
						options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
						combinator: 'and',
						conditions: [
							{
								id: 'dead',
								leftValue: '={{ $json.error }}',
								rightValue: '',
								operator: { type: 'string', operation: 'exists', singleValue: true },
							},
						],
					},
				},
			},
			{
				name: 'Unpublish',
				type: 'n8n-nodes-base.n8n',
				parameters: {
					resource: 'workflow',
					operation: 'deactivate',
					workflowId: { __rl: true, mode: 'id', value: workflowId },
				},
				credentials: credentialsOf(n8n.credential),
			},
		]),
	);
	await lab().rest.publish(id);
	return { guard: id, key: n8n.key };
}

test('a guard ends it, but only after the broker was asked many times', async () => {
	const signIn = await cloudSignIn(lab());
	const credential = await mqttCredential(lab(), brokerOf(lab()).tlsUrl, signIn);
	const id = await publishLive(lab(), 'Workshop', credential);
	const { guard } = await publishGuard(id, signIn.password);
	await connected(1);
	await waitFor(async () => (await fired(lab(), guard)).length > 0, {
		what: 'the guard to look once',
		timeoutMs: minuteMs,
	});
	const start = await killTokens();
	await waitFor(async () => (await shown(id)) === 'inactive', {
		what: 'the guard to unpublish the workflow',
		timeoutMs: 2 * minuteMs,
	});
	await lab().rest.unpublish(guard);
	await leftAlone();
	const times = refusalsSince(start);
	const seconds = Math.round(((times.at(-1) ?? start) - start) / 1000);
	const what = 'token dies, one trigger, with a guard';
	const { n8n } = chosenHost();
	figures.push({ n8n, what, connections: times.length, seconds, shown: await shown(id) });
	expect(times.length).toBeGreaterThan(0);
});

test('a guard whose own key has gone ends nothing', async () => {
	const signIn = await cloudSignIn(lab());
	const credential = await mqttCredential(lab(), brokerOf(lab()).tlsUrl, signIn);
	const id = await publishLive(lab(), 'Workshop', credential);
	const { guard, key } = await publishGuard(id, signIn.password);
	await lab().rest.request('DELETE', `/api-keys/${key}`);
	await connected(1);
	const times = await measure('the same, the key of the guard is gone', id, await killTokens());
	expect(times.length).toBeGreaterThan(5);
	await waitFor(async () => (await fired(lab(), guard)).some(({ status }) => status === 'error'), {
		what: 'the guard to fail',
		timeoutMs: minuteMs,
	});
	await lab().rest.unpublish(guard);
	await lab().rest.unpublish(id);
	await leftAlone();
});
