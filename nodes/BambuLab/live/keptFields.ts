import { idText, isObject, type JsonObject } from '../cloud/json';

/**
 * What of a report is kept: `value` is a single one, `list` is replaced as a whole, `rows` are told apart
 * by their id. (Bambu Studio replaces all lists; printers have been seen to send some units of an AMS.)
 */
export type Shape = 'value' | { list: Shape } | { rows: Fields } | { fields: Fields };
export interface Fields {
	[name: string]: Shape;
}

function values(...names: string[]): Fields {
	return Object.fromEntries(names.map((name) => [name, 'value']));
}

const tray: Fields = values(
	...['id', 'state', 'tray_type', 'tray_sub_brands', 'tray_info_idx', 'tray_color', 'remain'],
	'tray_uuid',
);
const temperature: Shape = { fields: { info: { fields: values('temp') } } };

/** The part of a status that a row is made of: a tenth to a third of it, so that memory stays small. */
export const keptFields: Fields = {
	...values('gcode_state', 'print_error', 'fail_reason', 'stg_cur', 'ams_status', 'print_type'),
	...values('mc_percent', 'percent', 'mc_remaining_time', 'remain_time', 'spd_lvl', 'wifi_signal'),
	...values('layer_num', 'total_layer_num', 'subtask_name', 'gcode_file', 'plate_idx', 'plate_id'),
	...values('job_id', 'task_id', 'project_id', 'profile_id', 'design_id', 'job_attr', 'home_flag'),
	...values('nozzle_temper', 'nozzle_target_temper', 'bed_temper', 'bed_target_temper'),
	...values('chamber_temper', 'ctt', 'nozzle_diameter', 'stat', 'cfg'),
	'3D': { fields: values('layer_num', 'total_layer_num') },
	hms: { list: { fields: values('attr', 'code') } },
	mapping: { list: 'value' },
	lights_report: { list: { fields: values('node', 'mode') } },
	info: { fields: values('temp') },
	device: {
		fields: {
			...values('bed_temp', 'cham_temp'),
			bed: temperature,
			ctc: temperature,
			extruder: {
				fields: { ...values('state'), info: { list: { fields: values('id', 'temp', 'snow') } } },
			},
			nozzle: { fields: { info: { list: { fields: values('id', 'diameter') } } } },
		},
	},
	ams: {
		fields: {
			...values('ams_exist_bits', 'tray_exist_bits', 'tray_now', 'tray_tar', 'power_on_flag'),
			ams: {
				rows: {
					...values('id', 'humidity', 'humidity_raw', 'temp', 'dry_time', 'info'),
					tray: { rows: tray },
				},
			},
		},
	},
	vt_tray: { fields: tray },
	vir_slot: { list: { fields: tray } },
	upgrade_state: {
		fields: {
			...values('ota_new_version_number', 'new_version_state'),
			new_ver_list: { list: { fields: values('name', 'new_ver') } },
		},
	},
};

/** No printer has as many; what is longer is cut off. */
const maxRows = 40;
const maxValueLength = 300;

function keptValue(value: unknown): unknown {
	if (typeof value === 'string') return value.slice(0, maxValueLength);
	return typeof value === 'number' || typeof value === 'boolean' ? value : undefined;
}

/** What is kept of a value; undefined where it has another shape. */
function kept(shape: Shape, value: unknown): unknown {
	if (shape === 'value') return keptValue(value);
	if ('fields' in shape) return isObject(value) ? keptOf(value, shape.fields) : undefined;
	if (!Array.isArray(value)) return undefined;
	const inner: Shape = 'list' in shape ? shape.list : { fields: shape.rows };
	const rows = value.slice(0, maxRows).map((row) => kept(inner, row));
	return rows.filter((row) => row !== undefined);
}

/** A copy of what is kept of an object. A field that holds null says nothing. */
export function keptOf(given: JsonObject, fields: Fields = keptFields): JsonObject {
	const picked: JsonObject = {};
	for (const [name, shape] of Object.entries(fields)) {
		if (!Object.hasOwn(given, name)) continue;
		const value = kept(shape, given[name]);
		if (value !== undefined) picked[name] = value;
	}
	return picked;
}

/** Whether a value at this path of the status is to be taken over. */
export type IsTaken = (path: string) => boolean;

function mergedRows(before: unknown, given: unknown, fields: Fields, path: string, taken: IsTaken) {
	const rows = Array.isArray(before) ? before.filter(isObject) : [];
	for (const row of Array.isArray(given) ? given.filter(isObject) : []) {
		const id = idText(row.id);
		const known = rows.find((other) => idText(other.id) === id);
		const own = known ?? {};
		mergeInto(own, row, fields, `${path}#${id}`, taken);
		if (known === undefined && Object.keys(own).length > 0) rows.push(own);
	}
	return rows.sort((a, b) => Number(a.id) - Number(b.id)).slice(0, maxRows);
}

/** Puts what was kept of a report into what is known, where it is to be taken. */
export function mergeInto(
	known: JsonObject,
	given: JsonObject,
	fields: Fields,
	path: string,
	taken: IsTaken,
): void {
	for (const [name, value] of Object.entries(given)) {
		const shape = fields[name];
		const at = `${path}.${name}`;
		if (shape === undefined) continue;
		if (shape !== 'value' && 'rows' in shape) {
			known[name] = mergedRows(known[name], value, shape.rows, at, taken);
		} else if (shape !== 'value' && 'fields' in shape) {
			const own = isObject(known[name]) ? known[name] : {};
			known[name] = own;
			if (isObject(value)) mergeInto(own, value, shape.fields, at, taken);
		} else if (taken(at)) known[name] = value;
	}
}
