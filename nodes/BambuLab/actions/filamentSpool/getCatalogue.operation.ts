import { isObject, objectsIn } from '../../cloud/json';
import { defineList } from '../../core/operation';

export default defineList({
	name: 'Get Catalogue',
	value: 'getCatalogue',
	action: 'Get the filament catalogue',
	description: 'Retrieve the filaments that the cloud knows, with their vendor, material, and ID',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/design-user-service/filament/config' }),
	paged: false,
	read: (body) => ({ rows: objectsIn(isObject(body) ? body.filamentSettings : undefined) }),
	sample: { parameters: {}, request: 'GET /v1/design-user-service/filament/config' },
});
