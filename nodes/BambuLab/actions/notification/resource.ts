import type { Resource } from '../../core/operation';

export default {
	name: 'Upload Notification',
	value: 'notification',
	description: 'How far Bambu Lab is with a file that was uploaded to it',
} satisfies Resource;
