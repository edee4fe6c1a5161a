import fc from 'fast-check';

import { colorName, hexColor, readColor } from '../../nodes/BambuLab/output/colors';

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

test.each([
	['00AE42FF', '#00AE42'],
	['#00ae42', '#00AE42'],
	['12345', null],
	[0x00ae42, null],
])('the colour %j is %j', (value, color) => {
	expect(hexColor(value)).toBe(color);
});

// Names that people would give: one for each of the plain colours that filament is sold in.
test.each([
	['4A4A4A', 'dark gray'],
	['C0C0C0', 'silver'],
	['F7E6C8', 'ivory'],
	['7B4A2B', 'brown'],
	['8B4513', 'brown'],
	['FFC0CB', 'pink'],
	['EC008C', 'magenta'],
	['1E5B34', 'dark green'],
	['00B1B7', 'turquoise'],
	['002B7F', 'dark blue'],
	['6F2DA8', 'purple'],
	// Dark ones, for which lightness counts otherwise.
	['800000', 'red'],
	['4B0082', 'purple'],
	['556B2F', 'dark green'],
	['003300', 'dark green'],
	['2B2B2B', 'dark gray'],
])('%s is %s', (value, name) => {
	expect(colorName(value)).toBe(name);
});
