/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a test that never ships */
import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

beforeEach(() => {
	// Waiting takes no time but that of the stopped clock.
	const wait = (act: () => void, ms = 0) => {
		pass(Math.ceil(ms) / 1000);
		return setImmediate(act);
	};
	jest.spyOn(globalThis, 'setTimeout').mockImplementation(wait as unknown as typeof setTimeout);
});

const captcha = { status: 418, body: { code: 418, captchaId: 'c' } };

function refusal(seconds: number) {
	return { status: 429, headers: { 'retry-after': String(seconds) }, body: {} };
}

test.each([
	['a wait of 50 seconds', refusal(50)],
	['a wait of almost four polls', refusal(239)],
	['a wait of almost five polls', refusal(299)],
	['a captcha', captcha],
])(
	'An endpoint that asks for %s each time keeps nothing else from being read',
	async (_, answer) => {
		const trigger = new StubTrigger({ events: ['deviceOffline', 'firmwareAvailable'] });
		trigger.isHeldBack = true;
		trigger.cloud.devices = [{ dev_id: 'P1', name: 'One', online: true, print_status: 'IDLE' }];
		trigger.cloud.firmware = [{ dev_id: 'P1', version: '1.0', firmware: [] }];
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		trigger.cloud.faults.bind = () => answer;
		pass(3600);
		const firmware = [{ version: '1.1', status: 'release' }];
		trigger.cloud.firmware = [{ dev_id: 'P1', version: '1.0', firmware }];
		expect(idsOf(await trigger.ticks(12))).toEqual(['firmwareAvailable:P1:1.1']);
	},
);

test.each([
	['a wait', refusal(239)],
	['a captcha', captcha],
])(
	'Of two endpoints that ask for %s each time, none keeps the other from being read again',
	async (_, answer) => {
		const events = ['deviceOffline', 'messageReceived', 'firmwareAvailable'];
		const trigger = new StubTrigger({ events });
		trigger.isHeldBack = true;
		trigger.cloud.messages.push({ id: 1, type: 101, createTime: iso() });
		expect(await trigger.publish()).toMatchObject({ ids: [], error: undefined });
		const { faults } = trigger.cloud;
		faults.bind = faults.messages = () => answer;
		pass(3600);
		await trigger.ticks(20);
		trigger.cloud.messages.unshift({ id: 2, type: 101, createTime: iso() });
		faults.messages = undefined;
		expect(idsOf(await trigger.ticks(20))).toEqual(['messageReceived:2']);
		faults.messages = () => answer;
		await trigger.ticks(20);
		trigger.cloud.devices = [{ dev_id: 'P1', name: 'One', online: false, print_status: 'IDLE' }];
		faults.bind = undefined;
		await trigger.ticks(20);
		expect(trigger.log.join()).toContain('the printers can be read again');
	},
);
