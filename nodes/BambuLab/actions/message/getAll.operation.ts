import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { printerNames } from '../../core/printers';
import { messageForm, messagePrinter } from '../../output/message';
import { newerField, newerThan } from '../newer';

export default defineList({
	name: 'Get Many',
	value: 'getAll',
	isDefault: true,
	action: 'Get many messages',
	description: 'Retrieve the messages of the account, newest first',
	properties: [
		{
			displayName: 'Filters',
			name: 'filters',
			type: 'collection',
			placeholder: 'Add Filter',
			default: {},
			options: [
				newerField,
				{
					displayName: 'Type',
					name: 'type',
					type: 'options',
					default: 6,
					allowArbitraryValues: true,
					description:
						'Only messages of this category. What the others hold is not known for sure; an expression may give any number.',
					options: [
						{ name: 'Category 1', value: 1 },
						{ name: 'Category 2', value: 2 },
						{ name: 'Category 3', value: 3 },
						{ name: 'Category 4', value: 4 },
						{ name: 'Category 5', value: 5 },
						{ name: 'Category 6 (Prints)', value: 6 },
					],
				},
			],
		},
	],
	request: ({ filters: { type } }) => ({
		method: 'GET',
		path: '/v1/user-service/my/messages',
		query: { type },
	}),
	paged: true,
	read: readHits,
	keep: ({ filters: { after } }) => newerThan(after),
	stop: ({ filters: { after } }) => {
		const isNewer = newerThan(after);
		return isNewer && ((page) => !page.some(isNewer));
	},
	readable: {
		form: messageForm,
		context: async (messages, { cloud, wants }) => {
			const hasPrinter = messages.some((message) => messagePrinter(message) !== '');
			return hasPrinter && wants('printerName') ? { printerNames: await printerNames(cloud) } : {};
		},
	},
	sample: {
		parameters: { limit: 2, filters: { type: 6 } },
		request: 'GET /v1/user-service/my/messages?type=6&limit=2&offset=0',
		then: ['GET /v1/iot-service/api/user/bind'],
	},
});
