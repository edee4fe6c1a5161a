import type { Resource } from '../../core/operation';

export default {
	name: 'Project',
	value: 'project',
	description: 'A model that was sent to the cloud, with its print profiles',
} satisfies Resource;
