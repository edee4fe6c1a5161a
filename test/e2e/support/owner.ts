/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- a development tool that never ships */

export const owner = {
	email: 'owner@example.com',
	password: 'Layer-by-layer-1',
	firstName: 'Mira',
	lastName: 'Maker',
};
