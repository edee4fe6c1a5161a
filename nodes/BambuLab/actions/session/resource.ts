import type { Resource } from '../../core/operation';

export default {
	name: 'Sign-In',
	value: 'session',
	description: 'The session that the credential keeps with Bambu Lab',
} satisfies Resource;
