import { defineObject } from '../../core/operation';

export default defineObject({
	name: 'Get Unread Count',
	value: 'getUnreadCount',
	action: 'Get the number of unread messages',
	description: 'Retrieve how many messages of each kind have not been read',
	properties: [],
	request: () => ({ method: 'GET', path: '/v1/user-service/my/message/count' }),
	sample: { parameters: {}, request: 'GET /v1/user-service/my/message/count' },
});
