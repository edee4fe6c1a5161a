import type { Resource } from '../../core/operation';

export default {
	name: 'File',
	value: 'file',
	description: 'A picture of a print, or a file of a model',
} satisfies Resource;
