import { finiteNumber, isObject, textOrEmpty, type JsonObject } from '../cloud/json';
import { statusOfPrint, type Status } from '../output/status';
import { idOrNull } from '../output/values';
import { isCancelCode } from './codes';
import { stageName } from './stages';

/** The word of a printer for what it is doing, such as RUNNING. */
export function stateWord(print: JsonObject): string {
	return textOrEmpty(print.gcode_state).toUpperCase();
}

/** Whether a report tells what the printer does. */
export function saysState(print: JsonObject): boolean {
	return !['unknown', 'offline'].includes(statusIn(print, false));
}

/** A cancelled print calls itself failed, and tells why; some models only for two seconds. */
export function statusIn(print: JsonObject, isCancelled: boolean): Status {
	const word = stateWord(print);
	if (word === '' || finiteNumber(word) !== undefined) return 'unknown';
	const isTold = [print.fail_reason, print.print_error].some(isCancelCode);
	if (word === 'FAILED' && (isCancelled || isTold)) return 'cancelled';
	return statusOfPrint(word);
}

export function isUnderWay(status: Status): boolean {
	return status === 'running' || status === 'paused';
}

function isGettingReady(print: JsonObject): boolean {
	return ['PREPARE', 'SLICING'].includes(stateWord(print));
}

export function stageNumber(print: JsonObject): number | undefined {
	const stage = finiteNumber(print.stg_cur);
	return stage !== undefined && Number.isInteger(stage) ? stage : undefined;
}

/** The AMS changes filament; P1 and A1 tell it by this alone. */
function isChangingFilament(print: JsonObject): boolean {
	return ((finiteNumber(print.ams_status) ?? 0) & 0xff00) === 0x0100;
}

/** What the printer does of the print, in words; null where it does nothing of it. */
export function stageIn(print: JsonObject, status: Status): string | null {
	const stage = stageNumber(print);
	const isPlain = stage === undefined || stageName(stage) === null || stage === 0;
	if (isPlain) {
		if (status !== 'running') return null;
		if (isGettingReady(print)) return stateWord(print) === 'SLICING' ? 'slicing' : 'preparing';
		if (isChangingFilament(print)) return 'changing filament';
		return stage === 0 ? 'printing' : null;
	}
	// Printers at rest keep a stage now and then.
	return isUnderWay(status) ? stageName(stage) : null;
}

function inRange(value: unknown, low: number, high: number): number | null {
	const number = finiteNumber(value);
	return number === undefined || number < low || number > high ? null : number;
}

/** For a moment after its start, a print may still show the 100 percent of the last one. */
function hasJustBegun(print: JsonObject): boolean {
	const minutes = finiteNumber(print.mc_remaining_time ?? print.remain_time) ?? 0;
	return minutes > 0 || (finiteNumber(print.layer_num) === 0 && print.total_layer_num !== 0);
}

/** How far the print is. Before it begins printers show the figure of the last one. */
export function progressIn(print: JsonObject, status: Status): number | null {
	if (isGettingReady(print)) return null;
	if (!isUnderWay(status) && status !== 'finished') return null;
	const percent = inRange(print.mc_percent ?? print.percent, 0, 100);
	return percent === 100 && status === 'running' && hasJustBegun(print) ? null : percent;
}

/** What printers keep of a print that failed is wrong. */
export function minutesLeft(print: JsonObject, status: Status): number | null {
	if (!isUnderWay(status) || isGettingReady(print)) return null;
	const minutes = inRange(print.mc_remaining_time ?? print.remain_time, 0, 100_000);
	return minutes === 0 && progressIn(print, status) !== 100 ? null : minutes;
}

export interface Layers {
	layerNumber: number | null;
	layerCount: number | null;
}

export function layersIn(print: JsonObject, status: Status): Layers {
	const flat = isObject(print['3D']) ? print['3D'] : {};
	const isKnown = (isUnderWay(status) && !isGettingReady(print)) || status === 'finished';
	const count = inRange(print.total_layer_num ?? flat.total_layer_num, 1, 1_000_000);
	const layer = inRange(print.layer_num ?? flat.layer_num, 0, 1_000_000);
	return { layerNumber: isKnown ? layer : null, layerCount: isKnown ? count : null };
}

/** Where the print was started: through the cloud, or in the local network or at the printer. */
export function originIn({ job_attr, print_type }: JsonObject): string | null {
	const kind = (finiteNumber(job_attr) ?? 0) & 0xf;
	const word = textOrEmpty(print_type);
	if (kind === 1 || word === 'cloud') return 'cloud';
	return kind === 2 || word === 'local' ? 'local' : null;
}

/**
 * The id of the print in the cloud's list. Printers count local prints themselves, in short numbers, and a
 * printer at rest names the last one.
 */
export function taskIdIn(print: JsonObject, status: Status): number | string | null {
	if (status === 'idle' || originIn(print) === 'local') return null;
	const job = idOrNull(print.job_id);
	if (job !== null) return job;
	const task = idOrNull(print.task_id);
	return task !== null && String(task).length >= 6 ? task : null;
}

function plateFile(print: JsonObject): RegExpExecArray | null {
	return /(?:^|\/)plate_(\d+)\.gcode$/.exec(textOrEmpty(print.gcode_file));
}

export function plateIn(print: JsonObject): number | null {
	const found = [print.plate_idx, print.plate_id, plateFile(print)?.[1]];
	return found.map((plate) => inRange(plate, 1, 1000)).find((plate) => plate !== null) ?? null;
}

/** What is printed: its title, else the name of the file. */
export function titleIn(print: JsonObject, status: Status): string | null {
	if (status === 'idle') return null;
	const title = textOrEmpty(print.subtask_name);
	if (title !== '') return title;
	const file = plateFile(print) === null ? textOrEmpty(print.gcode_file) : '';
	return file.replace(/^.*\//, '').replace(/(?:\.gcode)?\.3mf$|\.gcode$/i, '') || null;
}
