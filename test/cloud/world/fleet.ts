import { MODELS, NAMED_PRINTERS, type PrinterModel } from './catalogue';
import type { Random } from './random';
import type { Printer } from './types';

const FARM_MODELS = [MODELS.p1s, MODELS.p1p, MODELS.a1, MODELS.a1mini, MODELS.x1c, MODELS.p2s];

export function createFleet(count: number, random: Random): Printer[] {
	return Array.from({ length: count }, (_, index) => {
		const named = NAMED_PRINTERS[index];
		if (named) return createPrinter(index, named.name, named.model, named.online, random);
		const number = String(index - NAMED_PRINTERS.length + 1).padStart(2, '0');
		const online = random.chance(0.9);
		return createPrinter(index, `Farm ${number}`, random.pick(FARM_MODELS), online, random);
	});
}

function createPrinter(
	index: number,
	name: string,
	model: PrinterModel,
	online: boolean,
	random: Random,
): Printer {
	const code = String(random.whole(0, 99_999_999)).padStart(8, '0');
	return {
		serial: `${model.serialPrefix}${String(index + 1).padStart(9, '0')}`,
		name,
		online,
		product: model.product,
		modelCode: model.code,
		taskModel: model.taskModel,
		structure: model.structure,
		// Some codes of the real cloud end in a line break.
		accessCode: index % 2 === 0 ? `${code}\n` : code,
		nozzleDiameter: index === 3 ? 0.6 : 0.4,
		printStatus: 'ACTIVE',
		printJob: 0,
		firmware: {
			installed: model.installed,
			offered: index === 0 ? [FIRST_UPDATE] : [],
			ams: index < 2 ? [AMS_FIRMWARE] : [],
		},
	};
}

const FIRST_UPDATE = {
	version: '01.08.02.00',
	description:
		'## Version 01.08.02.00\n### Improvements\n1. Quieter fans after a print.\n### Fixes\n1. The door sensor no longer reports twice.',
	status: 'release',
	forceUpdate: false,
};

const AMS_FIRMWARE = {
	version: '00.00.07.89',
	description: '',
	status: 'release',
	forceUpdate: false,
};
