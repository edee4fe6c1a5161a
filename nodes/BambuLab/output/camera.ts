import type { IDataObject } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import type { RowForm } from './rowForm';
import { textOrNull } from './values';

/** What opens a camera stream once. The names of the two protocols' fields are the cloud's. */
function cameraRow(access: JsonObject): IDataObject {
	return {
		accessId: textOrNull(access.ttcode),
		password: textOrNull(access.passwd),
		authKey: textOrNull(access.authkey),
		protocol: textOrNull(access.type),
		region: textOrNull(access.region),
		channelName: textOrNull(access.channel_name),
		appId: textOrNull(access.app_id),
		streamKey: textOrNull(access.stream_key),
		streamSalt: textOrNull(access.stream_salt),
	};
}

export const cameraForm: RowForm = {
	toRows: (access) => [cameraRow(access)],
	simple: [
		'accessId',
		'password',
		'authKey',
		'protocol',
		'region',
		'channelName',
		'appId',
		'streamKey',
		'streamSalt',
	],
};
