import type { Resource } from '../../core/operation';

export default {
	name: 'Error Code',
	value: 'errorCode',
	description: 'A code that a printer shows or reports',
} satisfies Resource;
