import type { Resource } from '../../core/operation';

export default {
	name: 'Account',
	value: 'account',
	description: 'The Bambu Lab account that is signed in',
} satisfies Resource;
