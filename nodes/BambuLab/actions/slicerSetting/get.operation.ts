import { defineObject } from '../../core/operation';
import { presetDetailsForm } from '../../output/setting';
import { checkedVersion, settingField, versionField } from './fields';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get slicer preset',
	description: 'Retrieve one preset with all values that differ from the preset it inherits',
	properties: [settingField, versionField],
	request: ({ settingId, version }) => ({
		method: 'GET',
		path: '/v1/iot-service/api/slicer/setting/{settingId}',
		pathParameters: { settingId },
		query: { version: checkedVersion(version) },
	}),
	advice: {
		badParameter: {
			message: 'Bambu Lab has no preset with this ID',
			next: 'Check the ID and the version. A deleted preset answers the same.',
		},
	},
	readable: { form: presetDetailsForm },
	sample: {
		parameters: { settingId: 'GP004', version: '02.00.00.00' },
		request: 'GET /v1/iot-service/api/slicer/setting/GP004?version=02.00.00.00',
	},
});
