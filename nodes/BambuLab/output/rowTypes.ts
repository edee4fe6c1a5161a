import type { components } from '../cloud/api/contract.generated';

/**
 * What may stand in an answer: the names come from the contract, so a misspelt field does not
 * compile; the values are unknown until they are narrowed, because nobody vouches for the cloud.
 */
type FieldsOf<Schema extends keyof components['schemas']> = {
	readonly [Name in keyof components['schemas'][Schema]]?: unknown;
};

export type TaskRow = FieldsOf<'Task'>;
export type DeviceRow = FieldsOf<'BoundDevice'> & FieldsOf<'PrintStatusDevice'>;
export type FilamentUseRow = FieldsOf<'AmsMapping'>;
export type FirmwareDeviceRow = FieldsOf<'FirmwareDevice'>;
export type FirmwareRow = FieldsOf<'Firmware'>;
export type MessageRow = FieldsOf<'Message'>;
export type TaskMessageRow = FieldsOf<'TaskMessage'>;
export type PlateRow = FieldsOf<'Plate'>;
export type PlateFilamentRow = FieldsOf<'PlateFilament'>;
export type ProfileRow = FieldsOf<'PrintProfile'>;
export type ProjectRow = FieldsOf<'ProjectSummary'> & {
	readonly profiles?: unknown;
	readonly download_url?: unknown;
};
export type SettingRow = FieldsOf<'SlicerPreset'> & {
	readonly type?: unknown;
	readonly scope?: unknown;
};
export type SpoolRow = FieldsOf<'FilamentSpool'>;
