import { defineObject } from '../../core/operation';
import { checkedVersion, settingField, versionField } from './fields';

export default defineObject({
	name: 'Delete',
	value: 'delete',
	action: 'Delete slicer preset',
	description: 'Delete a preset of your own from every Bambu Studio of the account',
	properties: [settingField, versionField],
	request: ({ settingId, version }) => ({
		method: 'DELETE',
		path: '/v1/iot-service/api/slicer/setting/{settingId}',
		pathParameters: { settingId },
		query: { version: checkedVersion(version) },
	}),
	isWrite: true,
	answer: () => ({ deleted: true }),
	sample: {
		parameters: { settingId: 'PFUS0011223344aabb', version: '02.00.00.00' },
		request: 'DELETE /v1/iot-service/api/slicer/setting/PFUS0011223344aabb?version=02.00.00.00',
	},
});
