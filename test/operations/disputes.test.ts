import type { IDataObject } from 'n8n-workflow';

import { loadContract } from '../cloud/contract';
import { READINGS } from '../cloud/settings';
import { TOTP_SECRET } from '../cloud/signIn/accounts';
import { field } from '../cloud/support/client';
import { useSignInLab } from '../credential/signInLab';
import { runOperation } from '../support/bambuLab';
import { testCredential, type StoredCredential } from '../support/engine';

/*
 * Facts about the cloud of which there are two accounts, or none. The contract marks where they matter, the
 * simulated cloud plays each account, and here is what the nodes promise, whichever of them is right.
 */

const lab = useSignInLab();
const { cloud, control, list, logins } = lab;

const green = { status: 'OK', message: 'Connection successful!' };
const totp = { account: 'totp@example.com', totpSecret: TOTP_SECRET };
const workshop = '01P00A000000001';

async function run(
	name: string,
	parameters: IDataObject = {},
	credential: StoredCredential = lab.credential(),
) {
	const { error, items } = await runOperation(name, parameters, { credential });
	return { problem: error?.message, rows: items.map(({ json }) => json) };
}

async function rowsOf(name: string, parameters?: IDataObject) {
	const { problem, rows } = await run(name, parameters);
	expect(problem).toBeUndefined();
	return rows;
}

const ids = (rows: object[]) => rows.map((row) => Reflect.get(row, 'id') as unknown);
const everything = { returnAll: true };

type Facts = typeof READINGS;

const promises: { [Fact in keyof Facts]: (reading: Facts[Fact][number]) => Promise<void> } = {
	after: async () => {
		const all = ids(cloud().world.prints);
		const filters = { after: all[5] as number };
		expect(ids(await rowsOf('task:getAll', { filters, ...everything }))).toEqual(all.slice(0, 5));
	},
	messages: async () => {
		for (const type of [201, 503, 412, 603, 501]) cloud().world.addMessage(type, {});
		expect(ids(await rowsOf('message:getAll', everything))).toEqual(ids(cloud().world.messages));
	},
	otherPayloads: async () => {
		const [comment] = await rowsOf('message:getAll', { filters: { kinds: ['comment'] } });
		expect(comment).toMatchObject({ kind: 'comment', text: 'Fits well, thank you!' });
	},
	messageTotal: async () => {
		for (let count = 0; count < 120; count++) cloud().world.addMessage(6, {});
		const prints = cloud().world.messages.filter(({ type }) => type === 6);
		const filters = { kinds: ['print'] };
		const rows = await rowsOf('message:getAll', { filters, ...everything });
		expect(ids(rows)).toEqual(ids(prints));
	},
	comments: async () => {
		const rows = await rowsOf('makerWorld:getComments', { designId: '1204567', ...everything });
		expect(new Set(ids(rows))).toEqual(new Set(ids(cloud().world.maker.remarks)));
	},
	deadToken: async () => {
		const credential = await lab.signedIn();
		const old = credential.data.sessionToken;
		await lab.revokeTokens();
		const { items, error } = await list(credential, 3);
		expect([error, items.length]).toEqual([undefined, 15]);
		expect(logins()).toBe(2);
		expect(credential.data.sessionToken).not.toBe(old);
	},
	tfaChallenge: async () => {
		expect(await testCredential(lab.credential(totp))).toEqual(green);
	},
	tfaAnswer: async () => {
		const credential = lab.credential(totp);
		expect(await testCredential(credential)).toEqual(green);
		const { sessionToken, sessionRefreshToken, sessionExpiresAt } = credential.data;
		expect(sessionToken).toMatch(/^AQ/);
		expect([sessionRefreshToken, sessionExpiresAt]).toEqual([sessionToken, '']);
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(1);
	},
	tfaRoute: async (reading) => {
		await control('/faults', { match: { path: '/api/csrf' }, mode: 'cloudflareChallenge' });
		const { status, message } = await testCredential(lab.credential(totp));
		expect(status).toBe(reading === 'works' ? 'OK' : 'Error');
		if (reading === 'refuses') expect(message).toMatch(/Choose "Verification Code"/);
	},
	smsHost: async () => {
		const account = '+8613800000000';
		const { problem, rows } = await run('session:requestCode', {}, lab.credential({ account }));
		expect([problem, rows]).toMatchObject([undefined, [{ success: true, sentBy: 'sms' }]]);
		expect(await lab.inbox(account)).toMatch(/^\d{6}$/);
	},
	refresh: async (reading) => {
		const credential = await lab.signedIn();
		const old = credential.data.sessionToken;
		const { problem } = await run('session:refreshToken', {}, credential);
		expect(problem).toBe(
			reading === 'granted' ? undefined : 'Bambu Lab no longer refreshes tokens',
		);
		expect(credential.data.sessionToken === old).toBe(reading === 'refused');
		expect((await list(credential)).error).toBeUndefined();
		expect(logins()).toBe(1);
	},
	presetVersion: async () => {
		const [preset] = await rowsOf('slicerSetting:get', { settingId: 'PFUS0011223344aabb' });
		expect(preset).toMatchObject({ id: 'PFUS0011223344aabb' });
		await rowsOf('slicerSetting:delete', { settingId: 'PFUS0011223344aabb' });
		expect(cloud().world.presets.map(({ id }) => id)).not.toContain('PFUS0011223344aabb');
	},
	noPrinters: async () => {
		cloud().world.printers.splice(0);
		expect(await rowsOf('device:getAll')).toEqual([]);
		const { problem } = await run('device:get', { deviceId: 'none' });
		expect(problem).toMatch(/It has none at all\.$/);
	},
	// The trigger names the printers where it must: test/trigger/firmware.test.ts.
	firmwareOfAll: async (reading) => {
		const { problem, rows } = await run('device:getFirmware');
		expect([rows.length, problem === undefined]).toEqual(
			reading === 'given' ? [5, true] : [0, false],
		);
		const filters = { deviceId: 'Workshop' };
		expect(await rowsOf('device:getFirmware', { filters })).toMatchObject([
			{ printerSerial: workshop, updateAvailable: true },
		]);
	},
	printStatus: async (reading) => {
		cloud().world.startPrint({ title: 'Benchy', deviceId: workshop });
		const rows = await rowsOf('device:getPrintStatus');
		expect(rows).toHaveLength(5);
		const title = reading === 'filled' ? 'Benchy' : null;
		expect(rows[0]).toMatchObject({ printerName: 'Workshop', online: true, title });
	},
	foreignProject: async (reading) => {
		const { problem } = await run('project:get', { projectId: '1' });
		const refused = { forbidden: 'does not allow this request', badRequest: 'did not accept' };
		expect(problem).toContain(`Bambu Lab ${refused[reading]}`);
	},
	iotTasks: async (reading) => {
		const own = cloud().world.prints.find(
			({ designId, mode }) => designId === 0 && mode === 'cloud_file',
		);
		const { problem, rows } = await run('task:getDetails', { taskId: String(own?.id) });
		if (reading === 'own') expect(rows).toMatchObject([{ id: own?.id, title: own?.title }]);
		else expect(problem).toBe('Bambu Lab does not give out the details of this print');
	},
};

const cases = Object.entries(READINGS).flatMap(([fact, readings]) =>
	readings.map((reading) => ({ fact, reading })),
);

test.each(cases)('the nodes keep their promise where $fact is $reading', async (one) => {
	await control('/settings', { [one.fact]: one.reading });
	const promise = Reflect.get(promises, one.fact) as (reading: string) => Promise<void>;
	await promise(one.reading);
});

test('the contract marks each of these facts, and no other', () => {
	const marked = Object.values(loadContract().paths ?? {}).flatMap((path) =>
		Object.values(path ?? {}).flatMap((one) => (field(one, 'x-disputed') ?? []) as string[]),
	);
	expect([...new Set(marked)].sort()).toEqual(Object.keys(READINGS).sort());
});
