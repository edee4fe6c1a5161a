import { defineObject } from '../../core/operation';

export default defineObject({
	name: 'Get',
	value: 'get',
	action: 'Get a ticket',
	description: 'Retrieve whether a sign-in ticket is valid, and what asks for it',
	properties: [
		{
			displayName: 'Ticket ID',
			name: 'ticketId',
			type: 'string',
			check: 'id',
			required: true,
			default: '',
			placeholder: 'e.g. A1B2C3',
			description: 'The ticket, a code of about six characters',
		},
	],
	request: ({ ticketId }) => ({
		method: 'GET',
		path: '/v1/user-service/my/ticket/{ticketId}',
		pathParameters: { ticketId },
	}),
	sample: {
		parameters: { ticketId: 'ABC123' },
		request: 'GET /v1/user-service/my/ticket/ABC123',
	},
});
