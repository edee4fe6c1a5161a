import type { Resource } from '../../core/operation';

export default {
	name: 'MakerWorld',
	value: 'makerWorld',
	description: 'Models published on MakerWorld, with their figures, comments, and points',
} satisfies Resource;
