import type { IDataObject } from 'n8n-workflow';

import { finiteNumber, isObject, objectsIn, textOrEmpty, type JsonObject } from '../cloud/json';
import type { RowContext, RowForm } from '../output/rowForm';
import { isoTime } from '../output/times';
import { idOrNull, textOrNull } from '../output/values';
import { codeUrl, errorsOf, mainError, pauseReasonOf, placeOn, type LiveError } from './liveErrors';
import { filamentsIn } from './filament';
import { doorField, modelOfSerial, prefixOf } from './printerModels';
import { asReading, endOf, type Reading } from './reading';
import {
	layersIn,
	minutesLeft,
	originIn,
	plateIn,
	progressIn,
	stageIn,
	stageNumber,
	stateWord,
	statusIn,
	taskIdIn,
	titleIn,
} from './status';
import { bedIn, chamberIn, nozzlesIn } from './temperatures';

const speeds = ['silent', 'standard', 'sport', 'ludicrous'];

function speedIn({ spd_lvl }: JsonObject): string | null {
	return speeds[(finiteNumber(spd_lvl) ?? 0) - 1] ?? null;
}

function lightIn({ lights_report }: JsonObject): boolean | null {
	const light = objectsIn(lights_report).find(({ node }) => node === 'chamber_light');
	const mode = textOrEmpty(light?.mode);
	return mode === '' ? null : mode !== 'off';
}

function doorIn(print: JsonObject, serial: string): boolean | null {
	const field = doorField(serial);
	if (field === undefined) return null;
	const text = textOrEmpty(print[field]);
	const isHex = field === 'stat' && /^[0-9a-f]{1,16}$/i.test(text);
	const number = isHex ? Number(BigInt(`0x${text}`) & 0xffffffffn) : finiteNumber(print[field]);
	return number === undefined || (field === 'stat' && !isHex) ? null : ((number >>> 23) & 1) === 1;
}

/** The firmware that the printer itself has heard of. */
function newFirmware({ upgrade_state }: JsonObject): string | null {
	const state = isObject(upgrade_state) ? upgrade_state : {};
	if (finiteNumber(state.new_version_state) !== 1) return null;
	const own = objectsIn(state.new_ver_list).find(({ name }) => name === 'ota');
	return textOrNull(own?.new_ver) ?? textOrNull(state.ota_new_version_number);
}

/** The strength of the Wi-Fi. A printer on a cable says -90 all the time. */
function wifiIn({ wifi_signal }: JsonObject): string | null {
	const text = textOrNull(wifi_signal);
	return text === '-90dBm' ? null : text;
}

/** The key of a code's text: the same code means other things on other models. */
export function textKey(serial: string, code: string): string {
	return `${prefixOf(serial)} ${code}`;
}

interface ReadError extends IDataObject {
	code: string;
	isShown: boolean;
	text: string | null;
}

function readError(
	error: LiveError,
	serial: string,
	{ errorTexts, language }: RowContext,
): ReadError {
	const text = errorTexts?.get(textKey(serial, error.code));
	const prefix = modelOfSerial(serial) === null ? '' : prefixOf(serial);
	return {
		code: error.code,
		kind: error.kind,
		severity: error.severity,
		effect: error.effect,
		module: error.module,
		slot: placeOn(error, serial),
		// What Bambu Lab has an empty text for is never shown.
		isShown: error.isShown && text !== '',
		text: text || null,
		url: codeUrl(error, prefix, language ?? 'en'),
	};
}

function temperatureFields(print: JsonObject, serial: string): IDataObject {
	const nozzles = nozzlesIn(print, serial);
	const active = nozzles.find(({ isActive }) => isActive === true);
	const [bed, chamber] = [bedIn(print), chamberIn(print, serial)];
	return {
		nozzleCelsius: active?.now ?? null,
		nozzleTargetCelsius: active?.target ?? null,
		bedCelsius: bed.now,
		bedTargetCelsius: bed.target,
		chamberCelsius: chamber.now,
		chamberTargetCelsius: chamber.target,
		nozzleDiameter: active?.diameter ?? null,
		nozzles: nozzles.map(({ side, now, target, diameter, isActive }) => ({
			nozzle: side,
			celsius: now,
			targetCelsius: target,
			diameter,
			isActive,
		})),
	};
}

function toldFields({ told, at }: Reading): IDataObject {
	return {
		event: told?.event ?? null,
		eventId: told?.eventId ?? null,
		eventDetail: told?.eventDetail ?? null,
		occurredAt: isoTime(at),
	};
}

/** A report, with what was known before, as a flat row. */
function liveRow(row: JsonObject, context: RowContext): IDataObject {
	const reading = asReading(row);
	const { print, isComplete, isCancelled, gapAt } = reading.known;
	const serial = reading.serial ?? '';
	const status = reading.isOffline ? 'offline' : statusIn(print, isCancelled === true);
	const errors = errorsOf(print);
	const read = errors.map((error) => readError(error, serial, context));
	const main = mainError(errors.filter((_error, index) => read[index]?.isShown));
	// Where something happened to one error, the row is about that one.
	const code = reading.told?.code ?? read.find((error) => error.code === main?.code)?.code;
	const minutes = minutesLeft(print, status);
	const side = nozzlesIn(print, serial).find(({ isActive }) => isActive === true)?.side ?? null;
	const { active, amsUnits, externalSpools } = filamentsIn(print, serial, side);
	const { layerNumber, layerCount } = layersIn(print, status);
	// A printer at rest still holds what it knows of its last print.
	const job = status === 'idle' && reading.lost === undefined ? {} : print;
	return {
		printerName: context.printerNames?.get(serial) ?? (serial || null),
		status,
		stage: stageIn(print, status),
		title: titleIn(print, status) ?? reading.lost?.title ?? null,
		progressPercent: progressIn(print, status),
		layerNumber,
		remainingMinutes: minutes,
		pauseReason: status === 'paused' ? pauseReasonOf(errors, stageNumber(print)) : null,
		errorCode: code ?? null,
		errorText: read.find((error) => error.code === code)?.text ?? null,
		layerCount,
		estimatedEndAt: isoTime(endOf(reading.at, minutes, status)),
		printerSerial: serial || null,
		printerModel: modelOfSerial(serial),
		taskId: taskIdIn(print, status) ?? reading.lost?.taskId ?? null,
		plate: plateIn(job),
		...active,
		...temperatureFields(print, serial),
		errors: read,
		amsUnits,
		externalSpools,
		speed: speedIn(print),
		isDoorOpen: doorIn(print, serial),
		isLightOn: lightIn(print),
		wifiSignal: wifiIn(print),
		newFirmwareVersion: newFirmware(print),
		origin: originIn(job),
		projectId: idOrNull(job.project_id),
		profileId: idOrNull(job.profile_id),
		designId: idOrNull(job.design_id),
		statusCode: stateWord(print) || null,
		reportKind: row.kind === undefined ? null : reading.kind,
		isComplete,
		oldestValueAt: isoTime(gapAt),
		receivedAt: isoTime(reading.at),
		...(context.happenings === true ? toldFields(reading) : {}),
	};
}

export const liveForm: RowForm = {
	toRows: (row, context) => [liveRow(row, context)],
	raw: (row) => {
		const { body, told, serial } = asReading(row);
		const printer = serial === undefined ? {} : { printerSerial: serial };
		return { ...printer, ...(told === undefined ? {} : { ...told }), ...(body as IDataObject) };
	},
	simple: [
		'printerName',
		'status',
		'stage',
		'title',
		'progressPercent',
		'layerNumber',
		'remainingMinutes',
		'pauseReason',
		'errorCode',
		'errorText',
	],
	asked: () => ['event', 'eventId', 'eventDetail', 'occurredAt'],
	more: [
		'layerCount',
		'estimatedEndAt',
		'printerSerial',
		'printerModel',
		'taskId',
		'plate',
		'filamentName',
		'filamentType',
		'filamentId',
		'color',
		'colorName',
		'slot',
		'nozzle',
		'nozzleCelsius',
		'nozzleTargetCelsius',
		'bedCelsius',
		'bedTargetCelsius',
		'chamberCelsius',
		'chamberTargetCelsius',
		'nozzleDiameter',
		'nozzles',
		'errors',
		'amsUnits',
		'externalSpools',
		'speed',
		'isDoorOpen',
		'isLightOn',
		'wifiSignal',
		'newFirmwareVersion',
		'origin',
		'projectId',
		'profileId',
		'designId',
		'statusCode',
		'reportKind',
		'isComplete',
		'oldestValueAt',
		'receivedAt',
		'event',
		'eventId',
		'eventDetail',
		'occurredAt',
	],
};
