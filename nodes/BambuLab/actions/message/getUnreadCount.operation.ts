import { defineObject } from '../../core/operation';
import { unreadForm } from '../../output/messageCount';

export default defineObject({
	name: 'Get Unread Count',
	value: 'getUnreadCount',
	action: 'Get unread message count',
	description:
		'Retrieve how many messages of each kind are unread. Prints count separately, as few people read those.',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/message/count' }),
	readable: { form: unreadForm },
	sample: { parameters: {}, request: 'GET /v1/user-service/my/message/count' },
});
