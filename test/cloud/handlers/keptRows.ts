import type { Cloud } from '../cloud';
import type { Reply } from '../http/reply';
import { taskRow } from '../world/taskRow';
import type { Print } from '../world/types';

const kept = new WeakMap<Print, string>();

/** A task as a lean cloud answers it: as text, made once where the print has ended for good. */
function rowText(print: Print, now: number, cloud: Cloud): string {
	const known = kept.get(print);
	if (known !== undefined) return known;
	const text = JSON.stringify(taskRow(print, now, cloud.sign));
	if (print.ended && now >= print.fillsAt) kept.set(print, text);
	return text;
}

export function leanTask(print: Print, cloud: Cloud): Reply {
	return jsonText(rowText(print, cloud.now(), cloud));
}

export function leanTasks(total: number, prints: Print[], cloud: Cloud): Reply {
	const now = cloud.now();
	const hits = prints.map((print) => rowText(print, now, cloud));
	return jsonText(`{"total":${total},"hits":[${hits.join(',')}]}`);
}

function jsonText(body: string): Reply {
	return { status: 200, body, headers: { 'content-type': 'application/json; charset=utf-8' } };
}
