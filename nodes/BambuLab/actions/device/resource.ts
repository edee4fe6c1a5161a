import type { Resource } from '../../core/operation';

export default {
	name: 'Printer',
	value: 'device',
	description: 'A 3D printer bound to the account',
} satisfies Resource;
