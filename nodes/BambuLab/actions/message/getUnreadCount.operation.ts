import { defineObject } from '../../core/operation';
import { unreadForm } from '../../output/messageCount';

export default defineObject({
	name: 'Get Unread Count',
	value: 'getUnreadCount',
	action: 'Get unread message count',
	description:
		'Retrieve the unread count of each kind. Messages about prints are separate, as few read them in the app.',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/message/count' }),
	readable: { form: unreadForm },
	sample: { parameters: {}, request: 'GET /v1/user-service/my/message/count' },
});
