import type { Resource } from '../../core/operation';

export default {
	name: 'Print Profile',
	value: 'profile',
	description: 'A sliced version of a model: its plates, filaments, and files',
} satisfies Resource;
