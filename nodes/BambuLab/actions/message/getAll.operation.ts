import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { printerNames } from '../../core/printers';
import { websiteFor } from '../../core/website';
import { messageForm, messagePrinter, messageTypesOf } from '../../output/message';
import { timeOf } from '../../output/times';
import { newerField, newerThan } from '../newerThan';
import { categoriesOf, kindOptions, messagesIn } from './categories';

/** Whether a message is of the kinds; undefined where all are. */
function ofKinds(kinds: string[] = []) {
	if (kinds.length === 0) return undefined;
	return (message: object) =>
		messageTypesOf(message).some((type) => kinds.some((kind) => String(kind) === type));
}

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
				{
					displayName: 'Category',
					name: 'type',
					type: 'options',
					default: 6,
					allowArbitraryValues: true,
					description:
						'Only messages that Bambu Lab lists under this number. Its meaning is not certain, so prefer Kinds. An expression may give any number.',
					options: [
						{ name: '1 (Probably Comments)', value: 1 },
						{ name: '2 (Probably Models)', value: 2 },
						{ name: '3 (Probably System)', value: 3 },
						{ name: '4 (Probably Prints)', value: 4 },
						{ name: '5 (Probably Likes)', value: 5 },
						{ name: '6 (Prints)', value: 6 },
					],
				},
				{
					displayName: 'Kinds',
					name: 'kinds',
					type: 'multiOptions',
					default: ['comment'],
					allowArbitraryValues: true,
					description:
						'Only messages of these kinds. Bambu Lab numbers them; an expression may give a number, such as 254.',
					options: [...kindOptions],
				},
				newerField,
			],
		},
	],
	request: ({ filters: { type } }) => messagesIn(type ?? ''),
	/** Each kind may stand in one of several lists, and in more than one. */
	requests: ({ filters: { type, kinds } }) =>
		type === undefined
			? categoriesOf((kinds ?? []).map(String)).map(messagesIn)
			: [messagesIn(type)],
	rowTime: ({ createTime }) => timeOf(createTime),
	paged: true,
	read: readHits,
	keep: ({ filters: { after, kinds } }) => {
		const [isNewer, isWanted] = [newerThan(after), ofKinds(kinds)];
		if (isNewer === undefined) return isWanted;
		return (row) => isNewer(row) && (isWanted?.(row) ?? true);
	},
	stop: ({ filters: { after } }) => {
		const isNewer = newerThan(after);
		return isNewer && ((page) => !page.some(isNewer));
	},
	readable: {
		form: messageForm,
		context: async (messages, { cloud, wants }) => {
			const hasPrinter = messages.some((message) => messagePrinter(message) !== '');
			return {
				...(hasPrinter && wants('printerName') && { printerNames: await printerNames(cloud) }),
				...(wants('url') && { website: await websiteFor(cloud) }),
			};
		},
	},
	sample: {
		parameters: { limit: 2, filters: { type: 6 } },
		request: 'GET /v1/user-service/my/messages?type=6&limit=2&offset=0',
		then: ['GET /v1/iot-service/api/user/bind'],
	},
});
