import { OWN_FILAMENT } from './catalogue';
import { userServiceTime } from './times';
import type { AmsSlot, Print } from './types';

/** What clients defend themselves against, and what captures of bodies show. Each print gets one of them. */
const oddities: ReadonlyArray<(print: Print) => void> = [
	// Filaments of the project that the print does not use stand between the others.
	({ slots, ...print }) => show(print, [unused, ...slots, unused, unused]),
	// The trays were weighed apart from the print.
	({ slots, ...print }) =>
		show(
			print,
			slots.map((slot) => ({ ...slot, weight: part(slot, 0.9) })),
		),
	({ slots, ...print }) =>
		show(
			print,
			slots.map((slot) => ({ ...slot, weight: 0 })),
		),
	({ slots, ...print }) =>
		show(
			print,
			slots.map((slot, index) => ({ ...slot, weight: index === 0 ? null : slot.weight })),
		),
	({ slots, ...print }) =>
		show(
			print,
			slots.map((slot) => ({ ...slot, filamentId: OWN_FILAMENT.id, filamentType: 'PLA' })),
		),
	({ slots, ...print }) =>
		show(
			print,
			slots.map((slot) => ({ ...slot, filamentId: '', ams: -1, amsId: 255, slotId: 0 })),
		),
	({ fixed }) => Object.assign(fixed, { weight: 0, length: 0 }),
	({ fixed }) => Object.assign(fixed, { startTime: '0001-01-01T00:00:00Z' }),
	({ fixed }) => Object.assign(fixed, { startTime: '1970-01-01T00:00:00Z' }),
	({ fixed }) => Object.assign(fixed, { endTime: null }),
	({ fixed }) => Object.assign(fixed, { endTime: '0001-01-01T00:00:00Z' }),
	({ fixed, startsAt }) => Object.assign(fixed, { startTime: Math.floor(startsAt / 1000) }),
	({ fixed, startsAt }) => Object.assign(fixed, { startTime: startsAt }),
	({ fixed, startsAt }) => Object.assign(fixed, { startTime: new Date(startsAt).toISOString() }),
	({ fixed, startsAt }) =>
		Object.assign(fixed, { startTime: userServiceTime(startsAt).replace('Z', '+00:00') }),
	// A printer whose clock was wrong.
	({ fixed }) => Object.assign(fixed, { startTime: '2022-01-01T00:00:12Z' }),
	({ fixed }) => Object.assign(fixed, { plateName: 'Lid', title: '0.16 mm, four walls' }),
	({ fixed }) => Object.assign(fixed, { bedType: 'Textured PEI Plate', mode: 'cloud_slice' }),
];

const unused = {
	ams: -1,
	amsId: 255,
	slotId: 255,
	filamentId: '',
	filamentType: '',
	targetColor: '',
};

function part({ weight }: AmsSlot, share: number): number {
	return Number((weight * share).toFixed(2));
}

function show({ fixed }: Pick<Print, 'fixed'>, amsDetailMapping: unknown): void {
	Object.assign(fixed, { amsDetailMapping });
}

/** Every second print of the past, newest first, becomes hard to read. */
export function makeOdd(prints: readonly Print[]): void {
	const chosen = prints.filter(({ shape }, index) => shape === 'current' && index % 2 === 1);
	for (const [index, print] of chosen.entries()) oddities[index % oddities.length]?.(print);
}
