import type { Disturbance } from './stories';

/** A poll under way. */
export interface Running {
	began: number;
	disturbances: Disturbance[];
	requests: number;
	log: string[];
	/** Whether something happened while it asked. */
	isDisturbed: boolean;
	/** Whether another one asked at the same time, so that nobody knows whose answers were whose. */
	isMixed: boolean;
	/** The one that it overlaps with. */
	earlier: Running | undefined;
	/** Whether n8n activates the trigger with it, or does so at its own start. */
	isOpening: boolean;
	isInit: boolean;
	isLast: boolean;
	/** Whether anything of the trigger was stored when it began. */
	isStored: boolean;
	/** What it fails with. */
	error?: Error | undefined;
	/** What it shows as failed executions beside its items. */
	shown: Error[];
}
