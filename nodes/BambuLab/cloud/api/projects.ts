import type { CloudRequest } from '../http/request';
import { isObject, objectsIn } from '../json';
import type { Page } from '../list/pages';

export const allProjects: CloudRequest = {
	method: 'GET',
	path: '/v1/iot-service/api/user/project',
};

export function readProjects(body: unknown): Page {
	return { rows: objectsIn(isObject(body) ? body.projects : undefined) };
}
