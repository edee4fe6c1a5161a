import type { Resource } from '../../core/operation';

export default {
	name: 'Ticket',
	value: 'ticket',
	description: 'A ticket with which a device or a browser asks to be signed in',
} satisfies Resource;
