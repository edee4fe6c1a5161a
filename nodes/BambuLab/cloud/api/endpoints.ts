import type { CloudRequest } from '../http/request';
import type { Page } from '../list/pages';
import { idText, isObject, objectsIn, type JsonObject } from '../json';

function get(path: string): CloudRequest {
	return { method: 'GET', path };
}

function rowsUnder(key: string): (body: unknown) => Page {
	return (body) => ({ rows: objectsIn(isObject(body) ? body[key] : undefined) });
}

/** The cheapest one: it signs in where that is still to be done, and tells the id of the account. */
export const preference = get('/v1/design-user-service/my/preference');

export function accountIdIn(body: unknown): string {
	return isObject(body) ? idText(body.uid) : '';
}

export const boundDevices = get('/v1/iot-service/api/user/bind');
/** An account without printers, or with nothing queued, answers without the key. */
export const readDevices = rowsUnder('devices');

export const makerProfile = get('/v1/design-user-service/my/profile');
export const ownModels = get('/v1/design-service/my/design/published');

export const allProjects = get('/v1/iot-service/api/user/project');
export const readProjects = rowsUnder('projects');

/** Any version of the right shape is accepted; the presets do not depend on it. */
export const anyVersion = '02.00.00.00';

const types = ['print', 'printer', 'filament'] as const;
const scopes = ['public', 'private'] as const;

/** The answer groups the presets by type and scope; as rows they say both. */
export function readSettingRows(body: unknown): Page {
	const groups: JsonObject = isObject(body) ? body : {};
	const rows = types.flatMap((type) =>
		scopes.flatMap((scope) => {
			const group = groups[type];
			const presets = objectsIn(isObject(group) ? group[scope] : undefined);
			return presets.map((preset) => ({ type, scope, ...preset }));
		}),
	);
	return { rows };
}
