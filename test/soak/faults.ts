import type { Fault } from '../cloud/faults';

/** Refused for the whole time; nothing else may suffer from it. */
export const FIRMWARE = '/v1/iot-service/api/user/device/version';
export const DEAD_FIRMWARE: Fault = { match: { path: FIRMWARE }, status: 403, body: {} };

/** One request in a hundred meets with one of these. */
export const FAULTS: ReadonlyArray<Omit<Fault, 'match'> & { share: number }> = [
	{ status: 500, body: { message: 'internal error' }, share: 0.0015 },
	{ mode: 'html', share: 0.0015 },
	{ status: 503, body: '', share: 0.001 },
	{ mode: 'tooManyRequests', share: 0.0015 },
	{ mode: 'tooManyRequests', headers: { 'retry-after': '1' }, share: 0.0005 },
	{ mode: 'cut', share: 0.0015 },
	{ mode: 'truncate', share: 0.001 },
	{ delayMs: 2000, share: 0.0008 },
	{ mode: 'stall', share: 0.0005 },
	{ mode: 'captcha', share: 0.0002 },
];
