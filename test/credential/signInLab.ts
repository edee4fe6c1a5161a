import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { forgetSignIns } from '../support/forget';
import { request } from '../cloud/support/client';
import { itemsWith, runOperation } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';
import type { StoredCredential } from '../support/engine';

export const loginPath = '/v1/user-service/user/login';
export const preferences = '/v1/design-user-service/my/preference';
export const emailCodePath = '/v1/user-service/user/sendemail/code';
export const smsCodePath = '/v1/user-service/user/sendsmscode';
export const bindPath = '/v1/iot-service/api/user/bind';

const minuteMs = 60_000;
const now = Date.now.bind(Date);
const steadyNow = performance.now.bind(performance);

/** Moves the clocks that the code reads, until the test ends; the simulated cloud keeps its own. */
export function playTime() {
	let passed = 0;
	let ahead = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => Math.round(now() + passed + ahead));
	jest.spyOn(performance, 'now').mockImplementation(() => steadyNow() + passed);
	return {
		/** So many minutes have passed since the test began. */
		at: (minutes: number) => {
			passed = minutes * minuteMs;
		},
		/** Somebody sets the clock of the machine: so many minutes before the right time, or behind it. */
		setClock: (minutes: number) => {
			ahead = minutes * minuteMs;
		},
	};
}

export const dayMinutes = 24 * 60;

/** A simulated cloud with what the sign-in suites ask of it, and an n8n that remembers nothing. */
export function useSignInLab() {
	const cloud = useCloud();
	beforeEach(forgetSignIns);
	afterEach(() => jest.restoreAllMocks());

	/** The requests received for a path. */
	const sent = (path: string) => {
		const received = cloud().requests();
		return received.filter((candidate) => candidate.path === path);
	};

	const control = async (path: string, body: object): Promise<void> => {
		const { status } = await request(`${cloud().controlUrl}${path}`, 'POST', body);
		expect(status).toBe(200);
	};

	/** One execution of a workflow that lists the printers for each item. */
	const list = async (credential: StoredCredential, items = 1) => {
		const rows = Array.from({ length: items }, () => ({}));
		return await runOperation('device:getAll', {}, { credential, items: itemsWith(...rows) });
	};

	return {
		cloud,
		sent,
		control,
		endFaults: async (): Promise<void> => {
			await request(`${cloud().controlUrl}/faults`, 'DELETE');
		},
		list,
		logins: () => sent(loginPath).length,
		/** The codes that Bambu Lab was asked for. */
		codes: () => sent(emailCodePath).length + sent(smsCodePath).length,
		/** The newest code, as its owner reads it. */
		inbox: async (account = 'code@example.com'): Promise<string> => {
			const { body } = await request(`${cloud().controlUrl}/inbox/${encodeURIComponent(account)}`);
			return (body as { code: string }).code;
		},
		/** A living token of the account, as some other client would have got it. */
		issueToken: async (account = 'maker@example.com'): Promise<string> => {
			const { body } = await request(`${cloud().controlUrl}/tokens`, 'POST', { account });
			return (body as { accessToken: string }).accessToken;
		},
		revokeTokens: async (account = 'maker@example.com') =>
			await control('/tokens/revoke', { account }),
		credential: (changes?: ICredentialDataDecryptedObject) => credentialFor(cloud(), changes),
		signedIn: async (changes?: ICredentialDataDecryptedObject): Promise<StoredCredential> => {
			const credential = credentialFor(cloud(), changes);
			expect((await list(credential)).error).toBeUndefined();
			return credential;
		},
	};
}
