import { BED_TYPES, COLOURS, DESIGNS, FILAMENTS, type Design } from './catalogue';
import type { Random } from './random';
import type { AmsSlot, Outcome, Print, Printer } from './types';

const SECONDS_PER_GRAM = 142;

export interface PrintPlan {
	id: number;
	printer: Printer;
	startsAt: number;
	/** Real time that it runs, after scaling. */
	runMs: number;
	fillMs: number;
	outcome: Outcome;
	design: Design;
	title?: string;
	/** The slicer's estimate; by default it follows from the weight. */
	costTime?: number;
	fixed?: Record<string, unknown>;
}

export function pickDesign(random: Random): Design {
	return random.pick(DESIGNS);
}

export function pickWeight(design: Design, random: Random): number {
	return random.decimal(design.grams[0], design.grams[1]);
}

export function estimateSeconds(grams: number): number {
	return Math.round(600 + grams * SECONDS_PER_GRAM);
}

export function createPrint(plan: PrintPlan, weight: number, random: Random): Print {
	const { printer, design, startsAt } = plan;
	const endsAt = startsAt + plan.runMs;
	const slots = createSlots(design, weight, random).map((slot, index) =>
		printer.taskModel === 'H2D' ? onTwoNozzles(slot, index) : slot,
	);
	return {
		id: plan.id,
		deviceId: printer.serial,
		title: plan.title ?? `${design.title}, 0.2 mm`,
		startsAt,
		endsAt,
		fillsAt: endsAt + plan.fillMs,
		outcome: plan.outcome,
		ended: false,
		shape: 'current',
		designId: design.designId,
		modelId: `US${hex(random, 14)}`,
		profileId: plan.id + random.whole(100, 900),
		plateIndex: random.chance(0.8) ? 1 : random.whole(2, 4),
		weight,
		costTime: plan.costTime ?? estimateSeconds(weight),
		mode: random.chance(0.85) ? 'cloud_file' : 'lan_file',
		bedType: random.pick(BED_TYPES),
		deviceModel: printer.taskModel,
		deviceName: printer.name,
		slots,
		mapping: slots,
		fixed: plan.fixed ?? {},
	};
}

export function hex(random: Random, length: number): string {
	return Array.from({ length }, () => random.whole(0, 15).toString(16)).join('');
}

function createSlots(design: Design, weight: number, random: Random): AmsSlot[] {
	const candidates = FILAMENTS.filter(({ type, support }) => type === design.filament && !support);
	const first = random.whole(0, 7);
	let left = weight;
	return Array.from({ length: design.filaments }, (_, index) => {
		const isLast = index === design.filaments - 1;
		const share = isLast ? left : Number(((weight / design.filaments) * 0.9).toFixed(1));
		left = Number((left - share).toFixed(1));
		const filament = random.pick(candidates);
		const colour = random.pick(COLOURS);
		return {
			...(design.filaments === 1 ? singlePlace(first, random) : amsPlace((first + index) % 8)),
			sourceColor: colour,
			targetColor: random.chance(0.9) ? colour : random.pick(COLOURS),
			filamentId: filament.id,
			filamentType: filament.type,
			targetFilamentType: '',
			weight: share,
			nozzleId: 0,
		};
	});
}

/** Right is 0, with the spool holder 255; left is 1, with 254. */
function onTwoNozzles(slot: AmsSlot, index: number): AmsSlot {
	const nozzleId = index % 2;
	if (slot.ams < 254) return { ...slot, nozzleId };
	const holder = nozzleId === 0 ? 255 : 254;
	return { ...slot, nozzleId, ams: holder, amsId: holder };
}

type Place = Pick<AmsSlot, 'ams' | 'amsId' | 'slotId'>;

function amsPlace(tray: number): Place {
	return { ams: tray, amsId: Math.floor(tray / 4), slotId: tray % 4 };
}

/** The places seen in the wild: AMS, external spool, AMS HT, and ids that were left at zero. */
function singlePlace(tray: number, random: Random): Place {
	const place = random.whole(1, 10);
	if (place <= 2) return { ams: 255, amsId: 255, slotId: 0 };
	if (place === 3) return { ams: 128, amsId: 128, slotId: 0 };
	if (place === 4) return { ams: tray, amsId: 0, slotId: 0 };
	return amsPlace(tray);
}
