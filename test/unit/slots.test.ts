import fc from 'fast-check';

import { hasTwoNozzles, nozzleOf, slotName } from '../../nodes/BambuLab/output/slots';

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
	[{ ams: -1 }, 'External'],
	[{ ams: null, amsId: 2, slotId: 3 }, 'AMS 3, slot 4'],
	[{ ams: '4' }, 'AMS 2, slot 1'],
	[{ amsId: 9, slotId: 0 }, null],
	[{ ams: 24 }, null],
	[{}, null],
])('%j is %j', (filament, name) => {
	expect(slotName(filament)).toBe(name);
});

// BambuStudio's get_ams_mapping: 255 is the main, right one, 254 the deputy, left one.
test.each([
	[{ ams: 255, amsId: 255, nozzleId: 0 }, 'External (right)', 'right'],
	[{ ams: 254, amsId: 254, nozzleId: 1 }, 'External (left)', 'left'],
	[{ ams: -1, nozzleId: 1 }, 'External (left)', 'left'],
	[{ ams: -1, amsId: 255 }, 'External (right)', null],
	[{ ams: -1 }, 'External', null],
	[{ ams: 9, amsId: 2, slotId: 1, nozzleId: 1 }, 'AMS 3, slot 2', 'left'],
	[{ ams: 128, amsId: 128, slotId: 0, nozzleId: 0 }, 'AMS HT A', 'right'],
	[{ ams: 0, nozzleId: 7 }, 'AMS 1, slot 1', null],
])('on two nozzles %j is %j, %j', (filament, slot, nozzle) => {
	expect([slotName(filament, true), nozzleOf(filament, true)]).toEqual([slot, nozzle]);
});

test('a single nozzle has a number without meaning', () => {
	expect([nozzleOf({ nozzleId: 1 }, false), slotName({ ams: 254 }, false)]).toEqual([
		null,
		'External',
	]);
});

test.each([
	['the model', { deviceModel: 'H2D' }, true],
	['the code of the model', { deviceModel: 'N6-V2' }, true],
	['its nozzles', { nozzleInfos: [{ id: 1 }, { id: 0 }] }, true],
	['both spool holders', { amsDetailMapping: [{ ams: 254 }, { ams: 255 }] }, true],
	// Seen on an A1 and a P1S.
	['a single nozzle numbered 1', { deviceModel: 'A1', amsDetailMapping: [{ nozzleId: 1 }] }, false],
	['one spool holder', { amsDetailMapping: [{ ams: 254 }] }, false],
	['nothing', {}, false],
])('two nozzles are told by %s: %p', (_name, task, expected) => {
	expect(hasTwoNozzles(task)).toBe(expected);
});

test('each slot of four units has a name of its own, and no number leads to an odd one', () => {
	const flat = Array.from({ length: 16 }, (_, ams) => slotName({ ams }));
	expect(new Set(flat).size).toBe(16);
	const number = fc.option(fc.oneof(fc.integer({ min: -5, max: 300 }), fc.double()));
	fc.assert(
		fc.property(number, number, number, fc.boolean(), (ams, amsId, slotId, isTwo) => {
			const name = slotName({ ams, amsId, slotId }, isTwo) ?? 'External';
			expect(name).toMatch(/^(AMS [1-4], slot [1-4]|AMS HT [A-H]|External( \((left|right)\))?)$/);
		}),
	);
});
