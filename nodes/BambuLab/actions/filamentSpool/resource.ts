import type { Resource } from '../../core/operation';

export default {
	name: 'Filament Spool',
	value: 'filamentSpool',
	description: 'A spool in the filament inventory of the account',
} satisfies Resource;
