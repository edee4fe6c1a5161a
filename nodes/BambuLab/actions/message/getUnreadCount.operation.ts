import { defineObject } from '../../core/operation';
import { unreadForm } from '../../output/message';

export default defineObject({
	name: 'Get Unread Count',
	value: 'getUnreadCount',
	action: 'Get the number of unread messages',
	description:
		'Retrieve how many messages of each kind have not been read. Prints count apart, as few people read those in the app.',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/message/count' }),
	readable: { form: unreadForm },
	sample: { parameters: {}, request: 'GET /v1/user-service/my/message/count' },
});
