import { kindOf } from './forms';
import { hasUnsafeNumber, hoursBehind, limitVerdict, modelIdForm, smallNumbers } from './facts';

test.each([
	[500, 100, 531, 'clamps to 100'],
	[500, 57, 57, 'cannot tell: the account has fewer than 500'],
	[500, 120, 120, 'cannot tell: the account has fewer than 500, and more than 100 came at once'],
	[500, 500, 531, 'gives 500 rows at once'],
	[500, 501, 531, 'gives more than the 500 rows asked for'],
	[500, 100, undefined, 'perhaps clamps to 100: so many came, and no total'],
	[500, 23, undefined, 'cannot tell: the account has fewer than 500'],
])('asked for %d, %d of %p rows: %s', (asked, rows, total, verdict) => {
	expect(limitVerdict(asked, rows, total)).toBe(verdict);
});

test.each([
	['2026-08-14 17:21:07', '2026-08-14T09:21:07Z', '+8 h to the minute'],
	['2026-08-14 09:20:40', '2026-08-14T09:21:07Z', '+0 h to the minute'],
	['2026-08-14 04:15:07', '2026-08-14T09:21:07Z', '−5 h, roughly'],
	['2026-08-14 16:00:00', 1786694400, '+8 h to the minute'],
	['2026-08-14 16:00:00', '1786694400', '+8 h to the minute'],
	['2026-08-18 17:21:07', '2026-08-14T09:21:07Z', undefined],
	[null, '2026-08-14T09:21:07Z', undefined],
	['soon', '2026-08-14T09:21:07Z', undefined],
])('%p lies behind %p: %p', (stamp, utc, hours) => {
	expect(hoursBehind(stamp, utc)).toBe(hours);
});

test('of numbers only small ones are told', () => {
	expect(smallNumbers([3, 2, 2, 12_345_678, 'two', null])).toBe('2, 3, others');
	expect(smallNumbers([])).toBe('none');
});

test('of the ids of models the form is told', () => {
	expect(modelIdForm('US0a1b2c3d4e5f67')).toBe('US and 14 hex digits');
	expect(modelIdForm('1204567')).toBe('digits');
	expect(modelIdForm('Aunt Ottilie')).toBe('another form');
});

test('numbers that JavaScript rounds are noticed', () => {
	expect(hasUnsafeNumber(JSON.parse('{"hits":[{"id":9007199254740993}]}'))).toBe(true);
	expect(hasUnsafeNumber({ hits: [{ id: 712345678, weight: 1e21 / 3 }] })).toBe(true);
	expect(hasUnsafeNumber({ hits: [{ id: 712345678, weight: 41.7 }] })).toBe(false);
});

test.each([
	['2026-08-14T09:21:07Z', 'text, UTC time'],
	['2026-08-14T09:21:07.123+02:00', 'text, ISO time of another form'],
	['2026-08-14 17:20:33', 'text, time without zone'],
	['01.08.02.00', 'text, version'],
	['00AE42FF', 'text, colour'],
	['{"info":{}}', 'text, JSON'],
	['12345678\n', 'text'],
	[4.5, 'number'],
	[null, 'null'],
])('%p is %s', (value, kind) => {
	expect(kindOf(value)).toBe(kind);
});
