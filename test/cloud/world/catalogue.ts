/** Printer models with the codes and serial prefixes that the cloud uses for them. */
export interface PrinterModel {
	product: string;
	code: string;
	serialPrefix: string;
	structure: 'CoreXY' | 'I3';
	installed: string;
	/** Short name that tasks carry as `deviceModel`. */
	taskModel: string;
}

export const MODELS = {
	p1s: model('P1S', 'C12', '01P00A', 'CoreXY', '01.08.01.00'),
	x1c: model('X1 Carbon', 'BL-P001', '00M00A', 'CoreXY', '01.09.00.00', 'X1C'),
	a1mini: model('A1 mini', 'N1', '0300AA', 'I3', '01.05.00.00'),
	a1: model('A1', 'N2S', '03900A', 'I3', '01.05.00.00'),
	p2s: model('P2S', 'P2S', '22E00A', 'CoreXY', '01.00.02.00'),
	h2d: model('H2D', 'O1D', '09400A', 'CoreXY', '01.01.05.00'),
	p1p: model('P1P', 'C11', '01S00A', 'CoreXY', '01.08.01.00'),
} as const;

function model(
	product: string,
	code: string,
	serialPrefix: string,
	structure: 'CoreXY' | 'I3',
	installed: string,
	taskModel = product,
): PrinterModel {
	return { product, code, serialPrefix, structure, installed, taskModel };
}

/** The default fleet, in this order; more printers are numbered ones of a print farm. */
export const NAMED_PRINTERS: ReadonlyArray<{ name: string; model: PrinterModel; online: boolean }> =
	[
		{ name: 'Workshop', model: MODELS.p1s, online: true },
		{ name: 'Desk', model: MODELS.x1c, online: true },
		{ name: 'Kitchen', model: MODELS.a1mini, online: true },
		{ name: 'Garage', model: MODELS.a1, online: false },
		{ name: 'Studio', model: MODELS.h2d, online: true },
	];

export interface Filament {
	vendor: string;
	name: string;
	id: string;
	type: string;
	support?: boolean;
}

/** GFA21 and GFG05 are in no published table: the real catalogue too has some that are newer. */
export const FILAMENTS: readonly Filament[] = [
	{ vendor: 'Bambu Lab', name: 'PLA Granite', id: 'GFA21', type: 'PLA' },
	{ vendor: 'Bambu Lab', name: 'PLA Basic', id: 'GFA00', type: 'PLA' },
	{ vendor: 'Bambu Lab', name: 'PLA Matte', id: 'GFA01', type: 'PLA' },
	{ vendor: 'Bambu Lab', name: 'PETG Basic', id: 'GFG00', type: 'PETG' },
	{ vendor: 'Bambu Lab', name: 'PETG HF', id: 'GFG02', type: 'PETG' },
	{ vendor: 'Bambu Lab', name: 'PLA Silk+', id: 'GFA06', type: 'PLA' },
	{ vendor: 'Bambu Lab', name: 'PETG Opaque', id: 'GFG05', type: 'PETG' },
	{ vendor: 'Bambu Lab', name: 'ABS', id: 'GFB00', type: 'ABS' },
	{ vendor: 'Bambu Lab', name: 'PC', id: 'GFC00', type: 'PC' },
	{ vendor: 'Bambu Lab', name: 'TPU 95A', id: 'GFU01', type: 'TPU' },
	{ vendor: 'Bambu Lab', name: 'PET-CF', id: 'GFT01', type: 'PET-CF' },
	{ vendor: 'Bambu Lab', name: 'Support For PLA/PETG', id: 'GFS05', type: 'PLA', support: true },
	{ vendor: 'Generic', name: 'PLA', id: 'GFL99', type: 'PLA' },
	{ vendor: 'Generic', name: 'PETG', id: 'GFG99', type: 'PETG' },
	{ vendor: 'Generic', name: 'ABS', id: 'GFB99', type: 'ABS' },
	{ vendor: 'Generic', name: 'ASA', id: 'GFB98', type: 'ASA' },
	{ vendor: 'Generic', name: 'PA', id: 'GFN99', type: 'PA' },
	{ vendor: 'Generic', name: 'PC', id: 'GFC99', type: 'PC' },
	{ vendor: 'Generic', name: 'TPU', id: 'GFU99', type: 'TPU' },
];

/** The user's own, which the catalogue does not have; the private preset "House PLA" is of it. */
export const OWN_FILAMENT: Filament = {
	vendor: 'House',
	name: 'House PLA',
	id: 'P4d6f8a0',
	type: 'PLA',
};

export const COLOURS = [
	'00AE42FF',
	'FFFFFFFF',
	'161616FF',
	'C12E1FFF',
	'0A2989FF',
	'F7D959FF',
	'8E9089FF',
	'FF6A13FF',
	'5E43B7FF',
] as const;

export interface Design {
	title: string;
	/** 0 is a file of one's own, not from MakerWorld. */
	designId: number;
	grams: readonly [low: number, high: number];
	filaments: number;
	filament: string;
}

export const DESIGNS: readonly Design[] = [
	design('Cable comb', 1204567, [8, 14], 1, 'PLA'),
	design('Benchy', 0, [12, 13], 1, 'PLA'),
	design('Stackable drawer', 1150210, [160, 240], 1, 'PLA'),
	design('Plant pot with saucer', 1098033, [90, 130], 2, 'PLA'),
	design('Headphone stand', 903112, [110, 150], 1, 'PETG'),
	design('Bracket v3', 0, [18, 30], 1, 'PETG'),
	design('Multi-colour dragon', 1312044, [180, 320], 4, 'PLA'),
	design('Gear housing', 0, [45, 80], 1, 'ABS'),
	design('Phone case', 1280551, [24, 32], 1, 'TPU'),
	design('Wall hook', 998871, [6, 11], 1, 'PETG'),
	design('Name tag', 0, [4, 7], 2, 'PLA'),
	design('Tool holder', 1010203, [70, 120], 1, 'PLA'),
	design('Drone arm', 0, [20, 28], 1, 'PET-CF'),
	design('Lamp shade', 1222333, [60, 95], 1, 'PLA'),
	design('Untitled', 0, [5, 60], 1, 'PLA'),
];

function design(
	title: string,
	designId: number,
	grams: readonly [number, number],
	filaments: number,
	filament: string,
): Design {
	return { title, designId, grams, filaments, filament };
}

export const BED_TYPES = ['textured_plate', 'hot_plate', 'eng_plate', 'supertack_plate', 'auto'];
