import { isObject, objectsIn, type JsonObject } from '../json';
import type { Page } from '../list/pages';

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
