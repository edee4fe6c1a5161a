export type Outcome = 'finished' | 'failed';

export interface Printer {
	serial: string;
	name: string;
	online: boolean;
	product: string;
	modelCode: string;
	taskModel: string;
	structure: 'CoreXY' | 'I3';
	accessCode: string;
	nozzleDiameter: number;
	/** `print_status` of the bind list; like the real one it goes stale while offline. */
	printStatus: string;
	/** Current or last task, 0 for none. */
	printJob: number;
	firmware: FirmwareState;
}

export interface FirmwareRelease {
	version: string;
	description: string;
	status: string;
	forceUpdate: boolean;
}

export interface FirmwareState {
	installed: string;
	offered: FirmwareRelease[];
	ams: FirmwareRelease[];
}

export interface AmsSlot {
	ams: number;
	sourceColor: string;
	targetColor: string;
	filamentId: string;
	filamentType: string;
	targetFilamentType: string;
	weight: number;
	nozzleId: number;
	amsId: number;
	slotId: number;
}

/** One print, as a plan over time: what shows of it is computed for the moment of asking. */
export interface Print {
	id: number;
	deviceId: string;
	title: string;
	startsAt: number;
	endsAt: number;
	/** When the filament mapping shows. */
	fillsAt: number;
	outcome: Outcome;
	ended: boolean;
	/** Rows of 2022 lack the newer fields. */
	shape: 'current' | 'old';
	designId: number;
	modelId: string;
	profileId: number;
	plateIndex: number;
	weight: number;
	costTime: number;
	mode: string;
	bedType: string;
	deviceModel: string;
	deviceName: string;
	slots: AmsSlot[];
	/** `amsDetailMapping` once it is filled: the slots, unless set from outside. */
	mapping: unknown;
	/** Fields set from outside: they win over everything computed. */
	fixed: Record<string, unknown>;
}

export interface Message {
	id: number;
	type: number;
	isread: 0 | 1;
	createdAt: number;
	/** The one filled payload among the null ones, such as `taskMessage`. */
	payload: Record<string, unknown>;
}

export interface Preset {
	id: string;
	type: PresetType;
	public: boolean;
	name: string;
	version: string;
	updatedAt: number;
	baseId: string | null;
	filamentId: string | null;
	inherits: string | null;
	setting: Record<string, unknown>;
}

export type PresetType = 'print' | 'printer' | 'filament';

export interface Project {
	id: string;
	modelId: string;
	profileId: string;
	name: string;
	createdAt: number;
	updatedAt: number;
	/** The print it was made for. */
	print: Print;
}

/** Makes the presigned URL of a file on the files origin. */
export type Sign = (path: string) => string;
