import { defineObject } from '../../core/operation';

export default defineObject({
	name: 'Get Ticket',
	value: 'getTicket',
	action: 'Get sign-in ticket',
	description: 'Check a sign-in ticket: the code with which an app or browser asks to be signed in',
	properties: [
		{
			displayName: 'Ticket ID',
			name: 'ticketId',
			type: 'string',
			check: 'id',
			required: true,
			default: '',
			placeholder: 'e.g. A1B2C3',
			description: 'The code that the app or browser shows, about six characters',
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
