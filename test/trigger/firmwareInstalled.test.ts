import { idsOf, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

useStoppedTime();

const only = { events: ['firmwareInstalled'] };
const [first, second] = ['01P00A000000001', '01P00A000000002'];

function watching(parameters = {}): StubTrigger {
	const trigger = new StubTrigger({ ...only, ...parameters });
	trigger.cloud.devices = [first, second].map((dev_id) => ({
		dev_id,
		name: `P${dev_id?.slice(-1)}`,
	}));
	trigger.cloud.firmware = [first, second].map((dev_id) => ({ dev_id, version: '01.05.00.00' }));
	return trigger;
}

function install({ cloud }: StubTrigger, version: unknown, index = 0): void {
	Object.assign(cloud.firmware[index] ?? {}, { version });
}

/** Without what makes an id the only one. */
async function hours(trigger: StubTrigger, count = 1): Promise<string[]> {
	const ids: string[] = [];
	for (let hour = 0; hour < count; hour++) {
		pass(3600);
		ids.push(...idsOf([await trigger.tick()]));
	}
	return ids.map((id) => id.replace(/^firmwareInstalled:(\w+):\w+:/, '$1:'));
}

test('tells once that a printer has another version, with the one before', async () => {
	const trigger = watching();
	await trigger.publish();
	expect(await hours(trigger)).toEqual([]);
	install(trigger, '01.06.00.00');
	pass(3600);
	const [id] = (await trigger.tick()).ids;
	expect(id).toMatch(new RegExp(`^firmwareInstalled:${first}:\\w+:01\\.06\\.00\\.00$`));
	expect(trigger.items).toMatchObject([
		{
			event: 'firmwareInstalled',
			printerName: 'P1',
			previousVersion: '01.05.00.00',
			firmware: { printerSerial: first, installedVersion: '01.06.00.00' },
		},
	]);
	expect(await hours(trigger, 3)).toEqual([]);
});

test('tells each change: on, back, and on again, with an id of its own', async () => {
	const trigger = watching();
	await trigger.publish();
	const ids: string[] = [];
	for (const version of ['01.06.00.00', '01.05.00.00', '01.06.00.00']) {
		install(trigger, version);
		pass(3600);
		ids.push(...(await trigger.tick()).ids);
	}
	expect(new Set(ids).size).toBe(3);
});

test.each([undefined, null, '', '1.5.0.0', '01.05.00.00', {}, 'x'.repeat(1000), '__proto__'])(
	'an answer that says %j for a while is no change',
	async (version) => {
		const trigger = watching();
		await trigger.publish();
		install(trigger, version);
		expect(await hours(trigger, 2)).toEqual([]);
		install(trigger, '01.05.00.00');
		expect(await hours(trigger)).toEqual([]);
		install(trigger, '01.07.00.00');
		expect(await hours(trigger)).toEqual([`${first}:01.07.00.00`]);
	},
);

test('a printer that is new, or was away, begins with what it has', async () => {
	const trigger = watching();
	await trigger.publish();
	const [gone] = trigger.cloud.firmware.splice(0, 1);
	trigger.cloud.firmware.push({ dev_id: '01P00A000000003', version: '01.09.00.00' });
	expect(await hours(trigger, 2)).toEqual([]);
	if (gone) trigger.cloud.firmware.push({ ...gone, version: '01.06.00.00' });
	expect(await hours(trigger)).toEqual([`${first}:01.06.00.00`]);
});

test('a restart repeats nothing and tells what was installed meanwhile; an outage loses nothing', async () => {
	const trigger = watching();
	await trigger.publish();
	install(trigger, '01.06.00.00');
	expect(await hours(trigger)).toHaveLength(1);
	await trigger.restart();
	expect(await hours(trigger)).toEqual([]);
	install(trigger, '01.07.00.00');
	await trigger.restart();
	trigger.cloud.faults.version = () => ({ status: 500, body: {} });
	expect(await hours(trigger)).toEqual([]);
	trigger.cloud.faults.version = undefined;
	expect(await hours(trigger)).toEqual([`${first}:01.07.00.00`]);
});

test('an empty answer when it begins is no ground', async () => {
	const trigger = watching();
	let asked = 0;
	trigger.cloud.faults.version = () =>
		asked++ === 0 ? { status: 200, body: { devices: [] } } : undefined;
	await trigger.publish();
	install(trigger, '01.06.00.00');
	expect(await hours(trigger)).toEqual([`${first}:01.06.00.00`]);
});

test('the filter for printers holds; beside Firmware Available nothing more is asked', async () => {
	const trigger = watching({
		events: ['firmwareInstalled', 'firmwareAvailable'],
		filters: { deviceIds: [second ?? ''] },
	});
	await trigger.publish();
	install(trigger, '01.06.00.00');
	install(trigger, '01.07.00.00', 1);
	pass(3600);
	const { ids, requests } = await trigger.tick();
	expect(ids).toHaveLength(1);
	expect(ids[0]).toContain(second);
	expect(requests.filter((request) => request === 'version')).toHaveLength(1);
});
