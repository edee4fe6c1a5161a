import type { Resource } from '../../core/operation';

export default {
	name: 'Print',
	value: 'task',
	description: 'A print that runs, has finished, or has failed',
} satisfies Resource;
