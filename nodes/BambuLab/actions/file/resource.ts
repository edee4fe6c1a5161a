import type { Resource } from '../../core/operation';

export default {
	name: 'File',
	value: 'file',
	description: 'The picture of a print, or the files of a model',
} satisfies Resource;
