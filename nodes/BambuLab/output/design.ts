import { finiteNumber, textOrEmpty } from '../cloud/json';
import type { TaskRow } from './rowTypes';
import { idOrNull } from './values';

export function hasDesign({ designId, designTitle }: TaskRow): boolean {
	return (finiteNumber(designId) ?? 0) > 0 && textOrEmpty(designTitle) !== '';
}

/** The design's title is what the user picked on MakerWorld; the task's own is a profile or a file. */
export function taskTitle(task: TaskRow): string {
	return textOrEmpty(hasDesign(task) ? task.designTitle : task.title);
}

/** The page of the design that was printed; null for a file of one's own. */
export function designUrl(
	{ designId }: TaskRow,
	website = 'https://makerworld.com',
): string | null {
	const id = idOrNull(designId);
	return id === null ? null : `${website}/models/${id}`;
}
