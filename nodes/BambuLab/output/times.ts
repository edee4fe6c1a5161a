import { textOrEmpty } from '../cloud/json';

/**
 * A stamp of the iot service as ISO 8601. They come without a zone and are China time, whatever the
 * account's region (four independent captures); null where there is none.
 */
export function iotTime(stamp: unknown): string | null {
	const match = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(textOrEmpty(stamp));
	if (match === null) return null;
	const time = Date.parse(`${match[1]}T${match[2]}+08:00`);
	return Number.isNaN(time) ? null : new Date(time).toISOString();
}
