import { CURRENT_HOST, type HostVersion } from '../../sandbox/host';

/**
 * The versions of n8n in which the package is tried: the last of 1.x, 2.0, one in
 * between, and the current one. Each has a Node that it runs on, which is not all that it says:
 * 1.123.81 allows Node 20, but its isolated-vm does not.
 */
export const HOSTS: HostVersion[] = [
	{ n8n: '1.123.81', node: 22, native: ['sqlite3', 'isolated-vm'] },
	{ n8n: '2.0.3', node: 20, native: ['sqlite3'] },
	{ n8n: '2.20.12', node: 22, native: ['sqlite3'] },
	CURRENT_HOST,
];
