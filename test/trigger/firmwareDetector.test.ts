import {
	detectFirmware,
	isFirmwareState,
	type FirmwareState,
} from '../../nodes/BambuLab/trigger/firmwareDetector';

type Offers = { [serial: string]: string | undefined };

function devicesOf(offers: Offers) {
	return Object.entries(offers).map(([serial, version]) => ({
		dev_id: serial,
		version: '01.00.00.00',
		firmware: version === undefined ? [] : [{ version, status: 'release' }],
	}));
}

function told(...looks: Offers[]): string[] {
	let state: FirmwareState | undefined;
	return looks.flatMap((offers) => {
		const result = detectFirmware(state, undefined, devicesOf(offers));
		state = result.state;
		return result.events.map(({ deviceId, version }) => `${deviceId} ${version}`);
	});
}

test.each<[string, Offers[], string[]]>([
	['is no news at the beginning', [{ A: '1.1' }, { A: '1.1' }], []],
	['is told once', [{ A: undefined }, { A: '1.1' }, { A: '1.1' }], ['A 1.1']],
	['is told for each printer', [{}, { A: '1.1', B: '1.1' }], ['A 1.1', 'B 1.1']],
	['is told for each version', [{}, { A: '1.1' }, { A: '1.2' }], ['A 1.1', 'A 1.2']],
	[
		'is not told again when an offer comes back',
		[{}, { A: '1.1' }, { A: undefined }, { A: '1.1' }, {}, { A: '1.1' }],
		['A 1.1'],
	],
	['that is installed is no offer', [{}, { A: '01.00.00.00' }, { A: '1.0.0' }], []],
])('A firmware %s', (_name, looks, events) => {
	expect(told(...looks)).toEqual(events);
});

test('What an earlier life told is not told again', () => {
	const earlier = detectFirmware({ told: [] }, undefined, devicesOf({ A: '1.1' })).state;
	const { state } = detectFirmware(undefined, earlier, devicesOf({ B: '1.1' }));
	const { events } = detectFirmware(state, undefined, devicesOf({ A: '1.1', B: '1.1', C: '1.1' }));
	expect(events.map(({ deviceId }) => deviceId)).toEqual(['C']);
});

test('What is on offer is remembered longest', () => {
	const kept = devicesOf({ A: '1.1' });
	let { state } = detectFirmware({ told: [] }, undefined, kept);
	for (let round = 0; round < 100; round++) {
		const others = Object.fromEntries(
			Array.from({ length: 20 }, (_, index) => [`P${round}-${index}`, '1.1']),
		);
		({ state } = detectFirmware(state, undefined, [...devicesOf(others), ...kept]));
	}
	expect(state.told).toHaveLength(1000);
	expect(detectFirmware(state, undefined, kept).events).toEqual([]);
});

test('A farm of any size is told of once', () => {
	const farm = devicesOf(
		Object.fromEntries(Array.from({ length: 1500 }, (_, index) => [`P${index}`, '1.1'])),
	);
	const first = detectFirmware({ told: [] }, undefined, farm);
	expect(first.events).toHaveLength(1500);
	expect(detectFirmware(first.state, undefined, farm).events).toEqual([]);
});

test.each<[unknown, boolean]>([
	[{ told: [] }, true],
	[{ told: ['abc'] }, true],
	[{ told: [1] }, false],
	[{}, false],
	[[], false],
])('A stored state of firmware is known from other things: %j', (value, isSound) => {
	expect(isFirmwareState(value)).toBe(isSound);
});
