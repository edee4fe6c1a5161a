import fc from 'fast-check';

import { colorName, hexColor, readColor } from '../../nodes/BambuLab/output/colors';
import { filamentsOf, pricePerKg, rounded, slotName } from '../../nodes/BambuLab/output/filaments';

describe('colours', () => {
	test.each([
		['000000FF', 'black'],
		['FFFFFFFF', 'white'],
		['#FF0000', 'red'],
		['0000FF', 'blue'],
		['00FF00', 'green'],
		['00AE42', 'green'],
		['0A2989', 'dark blue'],
		['FF6A13', 'orange'],
		['F4EE2A', 'yellow'],
		['898989', 'gray'],
		['FFFFFF00', 'transparent'],
		['', null],
		['red', null],
		[null, null],
	])('%j is called %j', (value, name) => {
		expect(colorName(value)).toBe(name);
	});

	test('every colour has its six digits and a name, whatever its spelling', () => {
		const digits = fc.stringMatching(/^[0-9a-fA-F]{6}$/);
		const alpha = fc.constantFrom('', 'FF', '80');
		fc.assert(
			fc.property(digits, alpha, fc.constantFrom('', '#'), (rgb, opacity, hash) => {
				const value = hash + rgb + opacity;
				expect(hexColor(value)).toBe(`#${rgb.toUpperCase()}`);
				expect(colorName(value)).toMatch(/^[a-z ]+$/);
			}),
		);
	});

	test('what is no colour is none', () => {
		fc.assert(
			fc.property(fc.anything(), (value) => {
				const isColor =
					typeof value === 'string' && /^#?([0-9a-f]{6}){1}([0-9a-f]{2})?$/i.test(value.trim());
				expect(readColor(value) !== undefined).toBe(isColor);
			}),
		);
	});
});

describe('slots', () => {
	test.each([
		[{ ams: 0 }, 'AMS 1, slot 1'],
		[{ ams: 4, amsId: 1, slotId: 0 }, 'AMS 2, slot 1'],
		// Seen: `amsId` and `slotId` are unset zeros beside a flat index.
		[{ ams: 1, amsId: 0, slotId: 0 }, 'AMS 1, slot 2'],
		[{ ams: 15 }, 'AMS 4, slot 4'],
		[{ ams: 128 }, 'AMS HT A'],
		[{ ams: 135 }, 'AMS HT H'],
		[{ ams: 16 }, 'AMS HT A'],
		[{ ams: 0, amsId: 129, slotId: 0 }, 'AMS HT B'],
		[{ ams: 254 }, 'External'],
		[{ ams: 255, amsId: 255, slotId: 0 }, 'External'],
		[{ ams: 0, amsId: 255, slotId: 0 }, 'External'],
		[{ ams: null, amsId: 2, slotId: 3 }, 'AMS 3, slot 4'],
		[{ ams: '4' }, 'AMS 2, slot 1'],
		[{ amsId: 9, slotId: 0 }, null],
		[{ ams: 24 }, null],
		[{ ams: -1 }, null],
		[{}, null],
	])('%j is %j', (filament, name) => {
		expect(slotName(filament)).toBe(name);
	});
});

test('each slot of four units has a name of its own, and no number leads to an odd one', () => {
	const flat = Array.from({ length: 16 }, (_, ams) => slotName({ ams }));
	expect(new Set(flat).size).toBe(16);
	const number = fc.option(fc.oneof(fc.integer({ min: -5, max: 300 }), fc.double()));
	fc.assert(
		fc.property(number, number, number, (ams, amsId, slotId) => {
			const name = slotName({ ams, amsId, slotId }) ?? 'External';
			expect(name).toMatch(/^(AMS [1-4], slot [1-4]|AMS HT [A-H]|External)$/);
		}),
	);
});

describe('prices', () => {
	const byFilament = new Map([
		['pla', 20],
		['gfa00', 25],
	]);

	test.each([
		[{ filamentId: 'GFA00', filamentType: 'PLA' }, 25],
		[{ filamentId: 'GFA01', filamentType: 'PLA' }, 20],
		[{ filamentId: '', filamentType: '', targetFilamentType: 'pla' }, 20],
		[{ filamentType: 'PETG' }, 30],
		[{ filamentType: 'constructor' }, 30],
	])('%j costs %d', (filament, price) => {
		expect(pricePerKg(filament, { perKg: 30, byFilament })).toBe(price);
	});

	test('without a general price, others have none', () => {
		expect(pricePerKg({ filamentType: 'PETG' }, { byFilament })).toBeUndefined();
	});
});

test('a filament of which nothing is known', () => {
	expect(filamentsOf({ amsDetailMapping: [{}, null, 'x'] })).toEqual([
		{
			type: null,
			name: null,
			filamentId: null,
			color: null,
			colorName: null,
			slot: null,
			estimatedGrams: null,
			estimatedMetres: null,
		},
	]);
});

test('the names of filaments are looked up by own keys alone', () => {
	const [filament] = filamentsOf({ amsDetailMapping: [{ filamentId: 'constructor' }] });
	expect(filament?.name).toBeNull();
});

test.each([
	[1.005, 2, 1.01],
	[2.344, 2, 2.34],
	[0, 2, 0],
	[12, 0, 12],
])('%d to %d digits is %d', (value, digits, result) => {
	expect(rounded(value, digits)).toBe(result);
});
