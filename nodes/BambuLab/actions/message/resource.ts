import type { Resource } from '../../core/operation';

export default {
	name: 'Message',
	value: 'message',
	description: 'A notice in the inbox of the account, such as one about a print',
} satisfies Resource;
