import fc from 'fast-check';

import { isoTime, readTime, timeOf } from '../../nodes/BambuLab/output/times';

test.each([
	['of user-service', '2026-08-14T09:21:07Z', '2026-08-14T09:21:07Z'],
	['with a fraction', '2026-08-14T09:21:07.512Z', '2026-08-14T09:21:07Z'],
	['with microseconds', '2026-08-14T09:21:07.512345Z', '2026-08-14T09:21:07Z'],
	['of another zone', '2026-08-14T11:21:07+02:00', '2026-08-14T09:21:07Z'],
	['of another zone, shorter', '2026-08-14T11:21:07+0200', '2026-08-14T09:21:07Z'],
	// Four captures of iot-service agree that these are China's.
	['of iot-service', '2026-08-14 17:21:07', '2026-08-14T09:21:07Z'],
	['of the seed', '2022-11-22 09:58:10', '2022-11-22T01:58:10Z'],
	['without a zone, with a T', '2026-08-14T17:21:07', '2026-08-14T09:21:07Z'],
	['in seconds', 1_786_699_267, '2026-08-14T09:21:07Z'],
	['in milliseconds', 1_786_699_267_512, '2026-08-14T09:21:07Z'],
	['in seconds, as text', '1786699267', '2026-08-14T09:21:07Z'],
	['with blanks around', ' 2026-08-14T09:21:07Z\n', '2026-08-14T09:21:07Z'],
])('a time %s', (_name, value, expected) => {
	expect(readTime(value)).toBe(expected);
});

test.each([
	['0001-01-01T00:00:00Z'],
	['0000-00-00 00:00:00'],
	['1970-01-01T00:00:00Z'],
	['1970-01-01 08:00:00'],
	['9999-12-31T23:59:59Z'],
	['2026-02-30 99:00:00'],
	['2026-08-14'],
	['soon'],
	[''],
	['0'],
	[0],
	[-1],
	[1],
	[8.64e15],
	[1.7976931348623157e308],
	[NaN],
	[null],
	[undefined],
	[true],
	[{}],
])('%j is no time', (value) => {
	expect([timeOf(value), readTime(value)]).toEqual([undefined, null]);
});

test('every form of a moment reads as this moment', () => {
	const range = { min: new Date('2020-01-02'), max: new Date('2199-01-01'), noInvalidDate: true };
	fc.assert(
		fc.property(fc.date(range), (date) => {
			const time = Math.floor(date.getTime() / 1000) * 1000;
			const china = new Date(time + 8 * 3_600_000).toISOString();
			const iso = new Date(time).toISOString();
			const forms = [iso, isoTime(time), time, time / 1000, String(time / 1000)];
			for (const form of [...forms, china.slice(0, 19).replace('T', ' ')]) {
				expect(timeOf(form)).toBe(time);
			}
		}),
	);
});

test('what is read has one form', () => {
	fc.assert(
		fc.property(fc.anything(), (value) => {
			const read = readTime(value) ?? '2026-08-14T09:21:07Z';
			expect(read).toMatch(/^2[01]\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
			expect(readTime(read)).toBe(read);
		}),
	);
});

test('an event of a machine whose clock was never set has its time; what lies beyond any calendar has none', () => {
	expect(isoTime(60_000)).toBe('1970-01-01T00:01:00Z');
	for (const none of [undefined, NaN, 0, -1, Infinity, 1e16]) expect(isoTime(none)).toBeNull();
});
