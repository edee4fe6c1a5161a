import type { Resource } from '../../core/operation';

export default {
	name: 'Slicer Download',
	value: 'slicerResource',
	description: 'A download for Bambu Studio: the program itself, plug-ins, profiles',
} satisfies Resource;
