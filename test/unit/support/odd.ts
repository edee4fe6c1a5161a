import fc from 'fast-check';

import type { Prices } from '../../../nodes/BambuLab/output/prices';
import type { OutputChoice } from '../../../nodes/BambuLab/output/rowForm';

/** All readable fields. */
export const everyField: OutputChoice = { output: 'fields', fields: [] };

export const grams = fc.integer({ min: 0, max: 200_000 }).map((hundredths) => hundredths / 100);
export const absent = fc.constantFrom(undefined, null, '');
/** Weights as text too, and what no weight is. */
const weight = fc.oneof(
	{ arbitrary: grams, weight: 4 },
	grams.map(String),
	absent,
	fc.constantFrom<unknown>(0.006, -5, '41,7', 'x', true, 1e12),
);

/** What stands in a print's list for a filament of its project that it does not use. */
export const placeholder = {
	ams: -1,
	amsId: 255,
	slotId: 255,
	filamentId: '',
	filamentType: '',
	targetColor: '',
};

const filament = fc.record({
	ams: fc.oneof(fc.integer({ min: -1, max: 255 }), absent),
	amsId: fc.oneof(fc.integer({ min: 0, max: 255 }), absent),
	slotId: fc.oneof(fc.integer({ min: 0, max: 4 }), absent),
	nozzleId: fc.constantFrom(0, 1, null),
	sourceColor: fc.oneof(fc.constantFrom('00AE42FF', 'FFFFFF00', 'red'), absent),
	filamentId: fc.oneof(fc.constantFrom('GFA00', 'GFG00', 'Pabc1234', '__proto__'), absent),
	filamentType: fc.oneof(fc.constantFrom('PLA', 'PETG', 'constructor'), absent),
	weight,
});

/** Weights that don't add up, are missing or zero; placeholders; times that are none. */
export const oddTask = fc.record({
	id: fc.integer({ min: 1 }),
	status: fc.constantFrom<unknown>(1, 2, 3, 4, null, '2', 'FAIL', 0, 9),
	startTime: fc.constantFrom(
		'2026-08-14T09:21:07Z',
		'0001-01-01T00:00:00Z',
		0,
		null,
		1_786_699_267,
	),
	endTime: fc.constantFrom<unknown>(
		...['2026-08-14T11:02:44Z', '1970-01-01T00:00:00Z', null, '2026-08-14 19:02:44'],
		...['2026-08-14T09:21:07Z', '2026-08-14T08:00:00Z', '2199-12-31T00:00:00Z'],
	),
	weight,
	length: fc.oneof(fc.integer({ min: 0, max: 500_000 }), absent, fc.constantFrom('1398', -1)),
	costTime: fc.oneof(fc.integer({ min: 0, max: 900_000 }), absent, fc.constantFrom('90', 1, -60)),
	amsDetailMapping: fc.oneof(
		fc.array(fc.oneof({ arbitrary: filament, weight: 4 }, fc.constant(placeholder)), {
			maxLength: 16,
		}),
		absent,
	),
});

export const prices: fc.Arbitrary<Prices> = fc.record({
	perKg: fc.oneof(
		fc.constant(undefined),
		fc.integer({ min: 0, max: 20_000 }).map((cents) => cents / 100),
	),
	byFilament: fc.constantFrom(
		new Map(),
		new Map([['pla', 17.5]]),
		new Map([['gfa00', 30]]),
		new Map([
			['pla', 24.99],
			['gfa00', 0],
		]),
	),
	perHour: fc.constantFrom(undefined, undefined, 0, 1.35),
});
