const CHINA_OFFSET_MS = 8 * 60 * 60 * 1000;

/** Time as the user-service writes it: ISO 8601 in UTC, whole seconds. */
export function userServiceTime(time: number): string {
	return `${new Date(time).toISOString().slice(0, 19)}Z`;
}

/** Time as the iot-service writes it: no zone in the text, and it means UTC+8. */
export function iotTime(time: number): string {
	return new Date(time + CHINA_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

export function unixSeconds(time: number): number {
	return Math.floor(time / 1000);
}
