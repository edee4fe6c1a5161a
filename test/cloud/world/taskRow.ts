import { userServiceTime } from './times';
import type { Print, Sign } from './types';

const CENTIMETRES_PER_GRAM = 33.5;
/** A print that has just begun shows as 1, then as 4. */
const PREPARING_MS = 5_000;
/** While it runs, the cloud gives an end a few seconds after the start. */
const RUNNING_END_MS = 19_000;

/** The one printer of the fleet that has two. */
const TWO_NOZZLES = 'H2D';

function nozzle(id: number) {
	return { id, diameter: 0.4, flowSize: 'standard_flow' };
}

export const TASK_STATUS = { preparing: 1, finished: 2, failed: 3, running: 4 } as const;

export function taskStatus(print: Print, now: number): number {
	const { status } = print.fixed;
	if (typeof status === 'number') return status;
	if (print.ended) return TASK_STATUS[print.outcome];
	return now < print.startsAt + PREPARING_MS ? TASK_STATUS.preparing : TASK_STATUS.running;
}

export function taskDeviceId(print: Print): string {
	const { deviceId } = print.fixed;
	return typeof deviceId === 'string' ? deviceId : print.deviceId;
}

/** A task as `my/tasks` shows it at the moment `now`. */
export function taskRow(print: Print, now: number, sign: Sign): Record<string, unknown> {
	const row = print.shape === 'old' ? oldFields(print, now, sign) : currentFields(print, now, sign);
	return { ...row, ...print.fixed };
}

export function coverPath(print: Print): string {
	return `/cover/${print.id}.png`;
}

function oldFields(print: Print, now: number, sign: Sign) {
	return {
		id: print.id,
		designId: 0,
		modelId: print.modelId,
		title: print.title,
		cover: sign(coverPath(print)),
		status: taskStatus(print, now),
		feedbackStatus: 0,
		startTime: userServiceTime(print.startsAt),
		endTime: userServiceTime(shownEnd(print)),
		weight: print.weight,
		costTime: print.costTime,
		profileId: print.profileId,
		plateIndex: print.plateIndex,
		deviceId: print.deviceId,
		amsDetailMapping: [],
		mode: print.mode,
	};
}

function currentFields(print: Print, now: number, sign: Sign) {
	const isDesign = print.designId !== 0;
	const instanceId = isDesign ? print.designId + 105_655 : 0;
	const usesAms = print.slots.some(({ ams }) => ams < 254);
	return {
		...oldFields(print, now, sign),
		designId: print.designId,
		designTitle: isDesign ? print.title.split(',')[0] : '',
		designTitleTranslated: '',
		instanceId,
		instanceRatingStatus: 0,
		instRateItem: { id: 0, status: 0, score: 0, successPrinted: false, instanceId },
		failedType: 0,
		length: Math.round(print.weight * CENTIMETRES_PER_GRAM),
		plateName: '',
		amsDetailMapping: print.ended && now >= print.fillsAt ? print.mapping : [],
		isPublicProfile: isDesign,
		isPrintable: true,
		isDelete: false,
		deviceModel: print.deviceModel,
		deviceName: print.deviceName,
		bedType: print.bedType,
		jobType: 1,
		material: { id: '', name: '' },
		platform: '',
		stepSummary: [],
		nozzleInfos: print.deviceModel === TWO_NOZZLES ? [1, 0].map(nozzle) : [],
		nozzleMapping: null,
		snapShot: '',
		extention: { modelInfo: { configs: [], compatibility: {} } },
		filamentSettingIds: [],
		enableFilamentDynamicMap: false,
		repetitions: 1,
		useAms: usesAms,
		pauseType: 0,
		matchFilamentMode: 0,
		amsMapping: print.slots.map(({ ams }) => ams),
		amsMapping2: print.slots.map(({ amsId, slotId }) => ({ amsId, slotId })),
		skipObjects: [],
		sliceCfg: '',
	};
}

function shownEnd(print: Print): number {
	return print.ended ? print.endsAt : print.startsAt + RUNNING_END_MS;
}
