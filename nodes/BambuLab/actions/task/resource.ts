import type { Resource } from '../../core/operation';

export default {
	name: 'Task',
	value: 'task',
	description: 'A print: running, finished, or failed',
} satisfies Resource;
