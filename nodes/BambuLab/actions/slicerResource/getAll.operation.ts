import { isObject, objectsIn, type JsonObject } from '../../cloud/json';
import type { Page } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { resourceForm } from '../../output/slicerResource';

/** The program, the guide and the resources stand apart in the answer; as rows they say which they are. */
function readResources(body: unknown): Page {
	if (!isObject(body)) return { rows: [] };
	const single = (category: string, value: unknown): JsonObject[] =>
		isObject(value) ? [{ category, ...value }] : [];
	return {
		rows: [
			...single('software', body.software),
			...single('guide', body.guide),
			...objectsIn(body.resources).map((row) => ({ category: 'resource', ...row })),
		],
	};
}

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	action: 'Get many slicer downloads',
	description: 'Retrieve the newest Bambu Studio, and newer versions of its plug-ins and profiles',
	properties: [
		{
			displayName: 'Downloads',
			name: 'resourceTypes',
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Download',
			default: {},
			description: 'What to ask for besides Bambu Studio itself, each with the version you have',
			options: [
				{
					displayName: 'Download',
					name: 'types',
					values: [
						{
							displayName: 'Type',
							name: 'type',
							type: 'string',
							default: 'slicer/plugins/cloud',
							placeholder: 'e.g. slicer/plugins/cloud',
							description:
								'Known are slicer/plugins/cloud, slicer/info/bbl, slicer/settings/bbl, slicer/printer/bbl, slicer/cameratools/cloud, and policy/privacy',
						},
						{
							displayName: 'Version',
							name: 'version',
							type: 'string',
							default: '01.01.00.00',
							placeholder: 'e.g. 01.01.00.00',
							description: 'The version that you have; only newer ones are returned',
						},
					],
				},
			],
		},
	],
	request: ({ resourceTypes: { types = [] } }) => {
		const asked = types.filter(({ type }) => type !== '');
		const query = Object.fromEntries(asked.map(({ type, version }) => [type, version]));
		return { method: 'GET', path: '/v1/iot-service/api/slicer/resource', query };
	},
	paged: false,
	read: readResources,
	readable: { form: resourceForm },
	sample: {
		parameters: {
			resourceTypes: { types: [{ type: 'slicer/plugins/cloud', version: '01.01.00.00' }] },
		},
		request: 'GET /v1/iot-service/api/slicer/resource?slicer/plugins/cloud=01.01.00.00',
	},
});
