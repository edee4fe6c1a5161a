import { idsOf, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

const hour = 3600;

function offer(version: string) {
	return version === '' ? [] : [{ version, status: 'release' }];
}

async function published(serials = ['P1', 'P2']): Promise<StubTrigger> {
	const trigger = new StubTrigger({ events: ['firmwareAvailable'] });
	const { cloud } = trigger;
	cloud.devices = serials.map((dev_id) => ({ dev_id, online: true }));
	cloud.firmware = serials.map((dev_id) => ({ dev_id, version: '1.0', firmware: [], ams: [] }));
	expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
	return trigger;
}

function set({ cloud }: StubTrigger, index: number, more: object): void {
	Object.assign(cloud.firmware[index] ?? {}, more);
}

async function hours(trigger: StubTrigger, count: number): Promise<string[]> {
	const told: string[] = [];
	for (let passed = 0; passed < count; passed++) {
		pass(hour);
		told.push(...(await trigger.tick()).ids);
	}
	return told;
}

test('is asked for once an hour, and when the trigger is published', async () => {
	const trigger = await published();
	const asked = (await trigger.ticks(180)).map(({ requests }) => requests.includes('version'));
	expect(asked.filter(Boolean)).toHaveLength(2);
});

test('is told once per version and printer, also where an older offer comes back', async () => {
	const trigger = await published();
	set(trigger, 0, { firmware: offer('1.1') });
	expect(await hours(trigger, 2)).toEqual(['firmwareAvailable:P1:1.1']);
	set(trigger, 0, { firmware: offer('1.2') });
	set(trigger, 1, { firmware: offer('1.2') });
	expect(await hours(trigger, 2)).toEqual(['firmwareAvailable:P1:1.2', 'firmwareAvailable:P2:1.2']);
	set(trigger, 0, { firmware: offer('1.1') });
	expect(await hours(trigger, 2)).toEqual([]);
	set(trigger, 0, { firmware: offer('') });
	expect(await hours(trigger, 1)).toEqual([]);
	set(trigger, 0, { firmware: offer('1.2') });
	expect(await hours(trigger, 2)).toEqual([]);
	await trigger.publish();
	expect(await hours(trigger, 2)).toEqual([]);
});

test('of the AMS alone is told, once', async () => {
	const trigger = await published();
	set(trigger, 1, {
		ams: [{ firmware: offer('00.00.06.49') }, { firmware: offer('00.00.06.49') }],
	});
	expect(await hours(trigger, 2)).toEqual(['firmwareAvailable:P2:ams-00.00.06.49']);
	set(trigger, 1, { ams: [{ firmware: offer('00.00.06.50') }], firmware: offer('1.1') });
	expect(await hours(trigger, 2)).toEqual(['firmwareAvailable:P2:1.1+ams-00.00.06.50']);
});

test('of a printer that is new to the account begins with what it is offered then', async () => {
	const trigger = await published();
	trigger.cloud.firmware.push({ dev_id: 'P3', version: '1.0', firmware: offer('1.1') });
	expect(await hours(trigger, 2)).toEqual([]);
	set(trigger, 2, { firmware: offer('1.2') });
	expect(await hours(trigger, 2)).toEqual(['firmwareAvailable:P3:1.2']);
});

test('of a printer that has been up to date for hundreds of versions of others is still told', async () => {
	const trigger = await published();
	for (let version = 2; version < 300; version++) {
		set(trigger, 1, { firmware: offer(`1.${version}`) });
		expect(await hours(trigger, 1)).toHaveLength(1);
	}
	set(trigger, 0, { firmware: offer('1.1') });
	expect(await hours(trigger, 1)).toEqual(['firmwareAvailable:P1:1.1']);
});

test('is asked for printer by printer where the cloud wants that, of those that are bound and chosen', async () => {
	const trigger = await published(['P1', 'P2', 'P3']);
	trigger.cloud.faults.version = ({ searchParams }) => {
		const serial = searchParams.get('dev_id');
		if (serial === null) return { status: 400, body: { message: 'dev_id' } };
		const devices = trigger.cloud.firmware.filter(({ dev_id: id }) => id === serial);
		return { status: 200, body: { devices } };
	};
	const first = await trigger.update({ filters: { deviceIds: ['P1', 'P3'] } });
	expect(first.requests).toEqual(['bind', 'version', 'bind', 'version', 'version']);
	trigger.cloud.devices = trigger.cloud.devices.slice(0, 2);
	set(trigger, 0, { firmware: offer('1.1') });
	set(trigger, 1, { firmware: offer('1.1') });
	pass(hour);
	const told = await trigger.tick();
	expect(told.requests).toEqual(['version', 'bind', 'version', 'bind']);
	expect(idsOf([told])).toEqual(['firmwareAvailable:P1:1.1']);
});
