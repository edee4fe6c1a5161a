import { startCloud, type CloudOptions, type SimulatedCloud } from '../index';
import { PASSWORD } from '../signIn/accounts';

export interface Answer {
	status: number;
	headers: Headers;
	/** Parsed JSON, else the text. */
	body: unknown;
}

export interface Row extends Record<string, unknown> {
	id: number;
}

/** A cloud with its own clock, and a client that is signed in to it. */
export interface TestCloud extends SimulatedCloud {
	clock: { now: number; pass(seconds: number): void };
	/** Calls the API, as maker@example.com unless another token (or '') is given. */
	call(method: string, path: string, body?: unknown, headers?: HeadersInit): Promise<Answer>;
	get(path: string): Promise<Answer>;
	control(method: string, path: string, body?: unknown): Promise<Answer>;
	login(account: string, more?: Record<string, unknown>): Promise<Answer>;
	signIn(): Promise<void>;
	rows(path: string): Promise<Row[]>;
}

const START = Date.parse('2026-09-01T10:00:00Z');

export async function startTestCloud(options: CloudOptions = {}): Promise<TestCloud> {
	const clock = {
		now: START,
		pass(seconds: number) {
			clock.now += seconds * 1000;
		},
	};
	const cloud = await startCloud({ now: () => clock.now, ...options });
	let token = '';
	const call: TestCloud['call'] = async (method, path, body, headers) =>
		await request(`${cloud.apiUrl}${path}`, method, body, {
			...(token === '' ? {} : { authorization: `Bearer ${token}` }),
			...headers,
		});
	const login: TestCloud['login'] = async (account, more = { password: PASSWORD }) =>
		await call('POST', '/v1/user-service/user/login', { account, ...more });

	const client = {
		clock,
		call,
		login,
		get: async (path: string) => await call('GET', path),
		control: async (method: string, path: string, body?: unknown) =>
			await request(`${cloud.controlUrl}${path}`, method, body),
		signIn: async () => {
			token = String(field((await login('maker@example.com')).body, 'accessToken'));
		},
		rows: async (path: string) => rowsOf((await call('GET', path)).body),
	};
	// Keeps the getter of `world` alive.
	return Object.assign(Object.create(cloud), client) as TestCloud;
}

interface TestOptions extends CloudOptions {
	isSignedIn?: boolean;
	/** Else a test in which a request or an answer breaks the contract fails. */
	mayBreakContract?: boolean;
}

/** A cloud of its own for each test. */
export function useTestCloud(wanted: TestOptions = {}): () => TestCloud {
	const { isSignedIn = false, mayBreakContract = false, ...options } = wanted;
	let cloud: TestCloud | undefined;
	const running = () => {
		if (cloud === undefined) throw new Error('The simulated cloud runs during tests only');
		return cloud;
	};
	beforeEach(async () => {
		cloud = await startTestCloud(options);
		if (isSignedIn) await cloud.signIn();
	});
	afterEach(async () => {
		const violations = running().violations();
		await running().stop();
		if (!mayBreakContract) expect(violations).toEqual([]);
	});
	return running;
}

export async function request(
	url: string,
	method = 'GET',
	body?: unknown,
	headers: HeadersInit = {},
): Promise<Answer> {
	const response = await fetch(url, {
		method,
		headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
	const text = await response.text();
	return { status: response.status, headers: response.headers, body: parsed(text) };
}

export function field(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function rowsOf(body: unknown): Row[] {
	const hits = field(body, 'hits');
	return Array.isArray(hits) ? hits : [];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
