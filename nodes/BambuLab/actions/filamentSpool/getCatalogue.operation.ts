import { filamentCatalogue, readCatalogue } from '../../core/filamentCatalogue';
import { defineList } from '../../core/operation';
import { catalogueForm } from '../../output/spool';

export default defineList({
	name: 'Get Catalogue',
	value: 'getCatalogue',
	action: 'Get filament catalogue',
	description: 'Retrieve all filaments that the cloud knows, with vendor, material, and ID',
	properties: [],
	request: () => filamentCatalogue,
	paged: false,
	read: readCatalogue,
	readable: { form: catalogueForm },
	sample: { parameters: {}, request: 'GET /v1/design-user-service/filament/config' },
});
