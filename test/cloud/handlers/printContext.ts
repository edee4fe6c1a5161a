import type { Cloud } from '../cloud';
import { iotTime } from '../world/times';
import type { Print, Printer } from '../world/types';
import { IOT_SUCCESS } from './replies';

const METRES_PER_GRAM = 0.335;

/** The whole answer of a refused task: every field is there, and null. */
export const NO_IOT_TASK = {
	message: 'permission denied',
	code: 8,
	error: 'Resource forbidden',
	parent: null,
	model_id: null,
	project_id: null,
	profile_id: null,
	status: null,
	name: null,
	content: null,
	context: null,
	create_time: null,
	update_time: null,
	sub_task: null,
	subtask: null,
	est: null,
	url: null,
	md5: null,
};

/** Own files sent through the cloud have a project; designs and local prints have none. */
export function hasProject(print: Print): boolean {
	return print.designId === 0 && print.mode === 'cloud_file';
}

export function projectId(print: Print): string {
	return String(print.id - 548_000_000);
}

/** The iot-service's view of a task; undefined where it refuses to give one. */
export function iotTask(print: Print, cloud: Cloud) {
	if (!hasProject(print)) return undefined;
	return {
		...NO_IOT_TASK,
		...IOT_SUCCESS,
		model_id: print.modelId,
		project_id: '',
		profile_id: String(print.profileId),
		status: print.ended ? (print.outcome === 'finished' ? 'SUCCESS' : 'FAILED') : 'RUNNING',
		name: print.title,
		content: JSON.stringify({ info: { plate_idx: print.plateIndex } }),
		context: printContext(print, cloud),
		create_time: iotTime(print.startsAt - 7000),
		update_time: iotTime(print.ended ? print.endsAt : print.startsAt),
	};
}

export function projectSummary(print: Print, uid: number) {
	return {
		project_id: projectId(print),
		user_id: String(uid),
		model_id: print.modelId,
		status: 'ACTIVE',
		name: print.title,
		content: projectContent(print),
		create_time: iotTime(print.startsAt - 7000),
		update_time: iotTime(print.startsAt),
	};
}

export function projectProfile(print: Print, cloud: Cloud) {
	return {
		profile_id: String(print.profileId),
		model_id: print.modelId,
		status: 'ACTIVE',
		name: print.title,
		content: '{}',
		create_time: iotTime(print.startsAt - 7000),
		update_time: iotTime(print.startsAt - 1000),
		context: printContext(print, cloud),
	};
}

export function modelFile(print: Print): { path: string; name: string } {
	return { path: `/models/${print.id}.3mf`, name: `${print.title.replace(/[^\w.-]+/g, '_')}.3mf` };
}

function printContext(print: Print, cloud: Cloud) {
	const printer = cloud.world.printer(print.deviceId);
	const config = (name: string) => ({
		name,
		dir: 'Metadata',
		url: cloud.sign(`/config/${print.id}/${name}`),
	});
	return {
		compatibility: compatibility(printer),
		pictures: null,
		configs: ['project_settings.config', 'model_settings.config', 'slice_info.config'].map(config),
		plates: [plate(print, cloud)],
		materials: print.slots.map((slot) => ({
			color: slot.sourceColor.slice(0, 6),
			material: slot.filamentType,
		})),
		auxiliary_pictures: [],
		auxiliary_bom: [],
		auxiliary_guide: [],
		auxiliary_other: [],
	};
}

function compatibility(printer: Printer | undefined) {
	return {
		dev_model_name: printer?.modelCode ?? '',
		dev_product_name: printer?.product ?? '',
		nozzle_diameter: printer?.nozzleDiameter ?? 0.4,
	};
}

function plate(print: Print, cloud: Cloud) {
	const name = `plate_${print.plateIndex}.png`;
	return {
		index: print.plateIndex,
		thumbnail: {
			name,
			dir: 'Metadata',
			bucket: 'simulated-bucket',
			url: cloud.sign(`/plate/${print.id}/${name}`),
		},
		prediction: print.costTime,
		weight: print.weight,
		gcode: { bucket: '', dir: '', name: '', url: '' },
		filaments: print.slots.map((slot, index) => ({
			id: String(index + 1),
			type: slot.filamentType,
			color: `#${slot.sourceColor.slice(0, 6)}`,
			filament_id: slot.filamentId,
			used_m: (slot.weight * METRES_PER_GRAM).toFixed(2),
			used_g: slot.weight.toFixed(2),
			used_for_object: true,
			used_for_support: false,
		})),
	};
}

/** All three spellings that were seen: "null", JSON, and Python's, which is not JSON. */
function projectContent(print: Print): string {
	const spellings = ['null', '{}', `{'printed_plates': [{'plate': ${print.plateIndex}}]}`];
	return spellings[print.id % 3] ?? 'null';
}
