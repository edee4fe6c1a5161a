/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { join, resolve } from 'node:path';

import { cacheRoot, defaultUserFolder } from '../../sandbox/paths';

const app = 'n8n-nodes-bambulab-cloud';
const home = resolve('/home/maker');

describe('the cache folder', () => {
	it.each([
		['linux', {}, join(home, '.cache', app)],
		['linux', { XDG_CACHE_HOME: '/var/cache/maker' }, join('/var/cache/maker', app)],
		['darwin', { XDG_CACHE_HOME: '/elsewhere' }, join(home, 'Library', 'Caches', app)],
		['win32', { LOCALAPPDATA: '/Local' }, join('/Local', app)],
		['win32', {}, join(home, 'AppData', 'Local', app)],
		['linux', { N8N_BAMBULAB_CACHE: '/big disk' }, resolve('/big disk')],
	] as const)('on %s with %j is %s', (platform, env, expected) => {
		expect(cacheRoot({ platform, home, env })).toBe(expected);
	});

	it('keeps a real account apart from the made-up one', () => {
		expect(defaultUserFolder(true, '/cache')).not.toBe(defaultUserFolder(false, '/cache'));
	});
});
