import { readHits } from '../../cloud/list/pages';
import { defineList } from '../../core/operation';
import { printerNames } from '../../core/printers';
import { websiteFor } from '../../core/website';
import { messageForm, messagePrinter, messageTypesOf } from '../../output/message';
import { kindOf } from '../../output/messageKind';
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
						'Only messages that Bambu Lab lists under this number. What stands there was seen with one account, so prefer Kinds. An expression may give any number.',
					options: [
						{ name: 'Category 1', value: 1, description: 'Seen: comments, ratings, and replies' },
						{ name: 'Category 2', value: 2, description: 'Seen: boosts and published models' },
						{ name: 'Category 3', value: 3, description: 'Seen: system notices' },
						{ name: 'Category 4', value: 4, description: 'Seen: prints' },
						{ name: 'Category 5', value: 5, description: 'Seen: likes' },
						{ name: 'Category 6', value: 6, description: 'Seen: prints' },
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
	filterValues: { kinds: (message) => kindOf(message) },
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
