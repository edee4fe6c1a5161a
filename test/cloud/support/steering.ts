import { field, type TestCloud } from './client';

export const WORKSHOP = '01P00A000000001';

/** Has the control API start a print, on the printer "Workshop" unless told; gives its id. */
export async function startPrint(
	cloud: TestCloud,
	body: Record<string, unknown> = {},
): Promise<number> {
	const answer = await cloud.control('POST', '/prints', { deviceId: WORKSHOP, ...body });
	expect(answer.status).toBe(200);
	return Number(field(answer.body, 'id'));
}

/** The row of the printer "Workshop" in the list of printers. */
export async function workshop(cloud: TestCloud): Promise<unknown> {
	const { body } = await cloud.get('/v1/iot-service/api/user/bind');
	const devices = field(body, 'devices');
	return Array.isArray(devices) ? devices[0] : undefined;
}
