import type { Cloud } from '../cloud';
import { json } from '../http/reply';
import { iotTime } from '../world/times';
import type { FirmwareRelease, Print, Printer } from '../world/types';
import { textField, type Handlers } from './call';
import { hasProject, projectId } from './printContext';
import { IOT_SUCCESS, iotError } from './replies';

const UNKNOWN_DEVICE = iotError(403, 8, 'permission denied', 'Resource forbidden');

export const deviceHandlers: Handlers = {
	getBoundDevices: (_call, cloud) => {
		const devices = cloud.world.printers.map(boundDevice);
		const isNull = devices.length === 0 && cloud.settings.noPrinters === 'null';
		return json({ ...IOT_SUCCESS, devices: isNull ? null : devices });
	},

	updateDeviceInfo: ({ body }, cloud) => {
		const printer = cloud.world.printer(textField(body, 'dev_id'));
		if (!printer) return UNKNOWN_DEVICE;
		if (typeof body.dev_name === 'string') printer.name = body.dev_name;
		return json(IOT_SUCCESS);
	},

	getDeviceVersions: ({ query }, cloud) => {
		const { dev_id: serial } = query;
		if (serial === undefined && cloud.settings.firmwareOfAll === 'refused') {
			return json({ error: 'field "dev_id" is not set' }, 400);
		}
		if (serial !== undefined && !cloud.world.printer(serial)) return UNKNOWN_DEVICE;
		const printers = cloud.world.printers.filter(
			(printer) => serial === undefined || printer.serial === serial,
		);
		return json({ ...IOT_SUCCESS, devices: printers.map((printer) => firmware(printer, cloud)) });
	},

	getPrintStatus: (_call, cloud) => {
		const running = cloud.world.prints.filter((print) => !print.ended);
		// With nothing queued the real answer has no devices at all.
		if (running.length === 0) return json({ ...IOT_SUCCESS, code: 0 });
		const devices = cloud.world.printers.map((printer) =>
			printStatus(
				printer,
				running.find((print) => print.deviceId === printer.serial),
				cloud,
			),
		);
		return json({ ...IOT_SUCCESS, devices });
	},

	createTtcode: ({ body }, cloud) => {
		const printer = cloud.world.printer(textField(body, 'dev_id'));
		if (!printer) return UNKNOWN_DEVICE;
		return json({
			...IOT_SUCCESS,
			ttcode: cloud.world.randomText(20).toUpperCase(),
			passwd: cloud.world.randomText(12),
			authkey: cloud.world.randomText(8),
			region: cloud.settings.region === 'china' ? 'cn' : 'us',
			type: 'tutk',
			stream_key: '',
			stream_salt: '',
			channel_name: '',
			app_id: '',
			streams: null,
			peers: null,
			rtm: null,
		});
	},
};

export function boundDevice(printer: Printer) {
	return {
		dev_id: printer.serial,
		name: printer.name,
		online: printer.online,
		print_status: printer.printStatus,
		dev_model_name: printer.modelCode,
		dev_product_name: printer.product,
		dev_access_code: printer.accessCode,
		nozzle_diameter: printer.nozzleDiameter,
		print_job: printer.printJob,
		dev_structure: printer.structure,
	};
}

function firmware({ serial, modelCode, firmware: state }: Printer, cloud: Cloud) {
	const release = ({ version, description, status, forceUpdate }: FirmwareRelease) => ({
		version,
		force_update: forceUpdate,
		url: `${cloud.filesUrl}/upgrade/device/${modelCode}/${version}/ota.json.sig`,
		description,
		status,
	});
	return {
		dev_id: serial,
		version: state.installed,
		firmware: state.offered.map(release),
		ams: state.ams.length > 0 ? [{ firmware: state.ams.map(release) }] : [],
	};
}

function printStatus(printer: Printer, print: Print | undefined, cloud: Cloud) {
	const filled = taskFields(print, cloud);
	const shown = {
		missing: {},
		null: Object.fromEntries(Object.keys(filled).map((name) => [name, null])),
		filled,
	};
	return {
		dev_id: printer.serial,
		dev_name: printer.name,
		dev_model_name: printer.modelCode,
		dev_product_name: printer.product,
		dev_online: printer.online,
		dev_access_code: printer.accessCode,
		...shown[cloud.settings.printStatus],
	};
}

function taskFields(print: Print | undefined, cloud: Cloud) {
	return {
		task_id: print ? String(print.id) : null,
		task_name: print?.title ?? null,
		task_status: print ? 'RUNNING' : null,
		model_id: print?.modelId ?? null,
		project_id: print && hasProject(print) ? projectId(print) : null,
		profile_id: print ? String(print.profileId) : null,
		start_time: print ? iotTime(print.startsAt) : null,
		prediction: print?.costTime ?? null,
		progress: print ? progress(print, cloud.now()) : null,
		thumbnail: print ? cloud.sign(`/plate/${print.id}/plate_${print.plateIndex}.png`) : null,
	};
}

function progress({ startsAt, endsAt }: Print, now: number): number {
	return Math.min(99, Math.floor((100 * (now - startsAt)) / Math.max(1, endsAt - startsAt)));
}
