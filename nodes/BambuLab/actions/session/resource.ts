import type { Resource } from '../../core/operation';

export default {
	name: 'Session',
	value: 'session',
	description: 'The sign-in of the credential',
} satisfies Resource;
