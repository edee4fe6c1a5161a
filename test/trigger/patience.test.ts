import { idsOf, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

beforeEach(() => {
	// Waiting takes no time but that of the stopped clock.
	const wait = (act: () => void, ms = 0) => {
		pass(Math.ceil(ms) / 1000);
		return setImmediate(act);
	};
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(wait as unknown as typeof setTimeout);
});

test.each([50, 239, 299])(
	'An endpoint that wants to be left alone for %i seconds each time keeps nothing else from being read',
	async (seconds) => {
		const trigger = new StubTrigger({ events: ['deviceOffline', 'firmwareAvailable'] });
		trigger.isHeldBack = true;
		trigger.cloud.devices = [{ dev_id: 'P1', name: 'One', online: true, print_status: 'IDLE' }];
		trigger.cloud.firmware = [{ dev_id: 'P1', version: '1.0', firmware: [] }];
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		const headers = { 'retry-after': String(seconds) };
		trigger.cloud.faults.bind = () => ({ status: 429, headers, body: {} });
		pass(3600);
		const firmware = [{ version: '1.1', status: 'release' }];
		trigger.cloud.firmware = [{ dev_id: 'P1', version: '1.0', firmware }];
		expect(idsOf(await trigger.ticks(12))).toEqual(['firmwareAvailable:P1:1.1']);
	},
);
