import type { Resource } from '../../core/operation';

export default {
	name: 'Slicer Preset',
	value: 'slicerSetting',
	description: 'A preset of Bambu Studio for prints, printers, or filament',
} satisfies Resource;
