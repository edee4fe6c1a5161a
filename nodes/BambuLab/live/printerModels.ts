import { isTwoNozzleModel } from '../output/slots';

/** Models by the first three characters of a serial number, as far as clients agree. */
const ofSerials: { [prefix: string]: string } = {
	'00M': 'X1 Carbon',
	'00W': 'X1',
	'03W': 'X1E',
	'01S': 'P1P',
	'01P': 'P1S',
	'030': 'A1 mini',
	'039': 'A1',
	'22E': 'P2S',
	'093': 'H2S',
	'094': 'H2D',
	'239': 'H2D Pro',
	'20P': 'X2D',
	'31B': 'H2C',
};

export function prefixOf(serial: string): string {
	return serial.slice(0, 3).toUpperCase();
}

export function modelOfSerial(serial: string): string | null {
	const prefix = prefixOf(serial);
	return Object.hasOwn(ofSerials, prefix) ? (ofSerials[prefix] ?? null) : null;
}

/** The names of models, for choosing, with the prefix that stands for each. */
export const modelPrefixes: ReadonlyArray<readonly [prefix: string, name: string]> =
	Object.entries(ofSerials);

/** Those whose report counts the slots of all units of the AMS in one row. */
export function countsAllSlots(serial: string): boolean {
	return /^(X1|P1|A1)/.test(modelOfSerial(serial) ?? '');
}

export function hasTwoNozzles(serial: string): boolean {
	return isTwoNozzleModel(modelOfSerial(serial) ?? '');
}

/** Those that tell the slot in use by the extruder alone: what they say beside it is also 0 for other places. */
export function tellsSlotByExtruder(serial: string): boolean {
	return /^(H2|X2)/.test(modelOfSerial(serial) ?? '');
}

/** Those that report a chamber without a sensor for it. */
export function hasNoChamber(serial: string): boolean {
	return /^(P1|A1)/.test(modelOfSerial(serial) ?? '');
}

/** Which field tells whether the door is open: it differs, and some have none. */
export function doorField(serial: string): 'home_flag' | 'stat' | undefined {
	const model = modelOfSerial(serial) ?? '';
	if (/^X1/.test(model)) return 'home_flag';
	return /^(P2S|H2|X2D)/.test(model) ? 'stat' : undefined;
}
