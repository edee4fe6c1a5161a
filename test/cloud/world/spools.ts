import { unixSeconds } from './times';

/** A spool of filament as the API shows it. */
export interface Spool {
	id: number;
	createType: string;
	filamentVendor: string;
	filamentType: string;
	filamentName: string;
	filamentId: string;
	RFID: string;
	color: string;
	colorType: number;
	colors: string[] | null;
	netWeight: number;
	totalNetWeight: number;
	note: string;
	createdAt: number;
	updatedAt: number;
	status: number;
	isSupport: boolean;
	trayIdName: string;
	category: string;
	[name: string]: unknown;
}

const DAY = 86_400_000;

const START: ReadonlyArray<
	[name: string, id: string, type: string, color: string, net: number, RFID: string]
> = [
	['PLA Basic', 'GFA00', 'PLA', '#00AE42', 640, 'A1B2C3D4E5F60701'],
	['PLA Matte', 'GFA01', 'PLA', '#161616', 85, 'A1B2C3D4E5F60702'],
	['PETG Basic', 'GFG00', 'PETG', '#898989', 975, ''],
	['ABS', 'GFB00', 'ABS', '#C12E1F', 410, 'A1B2C3D4E5F60704'],
	['TPU 95A', 'GFU01', 'TPU', '#FFFFFF', 300, ''],
];

export function createSpools(now: number, takeId: () => number): Spool[] {
	return START.map(([name, filamentId, type, color, netWeight, RFID], index) => {
		const createdAt = unixSeconds(now - (index + 3) * 7 * DAY);
		return newSpool(
			{ filamentName: name, filamentId, filamentType: type, color, netWeight, RFID },
			takeId(),
			createdAt,
		);
	}).reverse();
}

/** A whole spool from the fields that a client sends. */
export function newSpool(fields: Record<string, unknown>, id: number, createdAt: number): Spool {
	const RFID = typeof fields.RFID === 'string' ? fields.RFID : '';
	const type = typeof fields.filamentType === 'string' ? fields.filamentType : '';
	return {
		createType: RFID === '' ? 'manual' : 'ams',
		filamentVendor: 'Bambu Lab',
		filamentType: type,
		filamentName: '',
		filamentId: '',
		RFID,
		color: '#FFFFFF',
		colorType: 2,
		colors: null,
		netWeight: 1000,
		totalNetWeight: 1000,
		note: '',
		status: 0,
		isSupport: false,
		trayIdName: '0',
		displayName: '',
		inPrinter: false,
		devId: '',
		deviceName: '',
		category: type,
		...fields,
		id,
		createdAt,
		updatedAt: createdAt,
	};
}
