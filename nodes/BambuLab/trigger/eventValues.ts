import { textOrEmpty, type JsonObject } from '../cloud/json';
import type { FilterValues } from '../core/leftOut';
import { taskTitle } from '../output/design';
import { deviceName } from '../output/device';
import { kindOf } from '../output/messageKind';
import { filamentTypeOf } from '../output/prices';
import { usedFilaments } from '../output/task';
import type { TriggerEvent } from './sources/source';

type ValueOf = FilterValues<TriggerEvent>[string];

/** Of events about prints. */
function ofPrint(valueOf: (task: JsonObject) => string | string[]): ValueOf {
	return ({ subject: { kind, row } }) => (kind === 'task' ? valueOf(row) : null);
}

/** What an event has for each filter of the trigger. */
export const valuesOfEvents: FilterValues<TriggerEvent> = {
	deviceIds: ({ subject: { kind, row } }) =>
		kind === 'printer' ? deviceName(row) : textOrEmpty(row.deviceName),
	filaments: ofPrint((task) => usedFilaments(task).map(filamentTypeOf)),
	messageTypes: ({ subject: { kind, row } }) => (kind === 'message' ? kindOf(row) : null),
	titleContains: ofPrint(taskTitle),
	titlePattern: ofPrint(taskTitle),
};
