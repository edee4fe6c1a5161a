/* eslint-disable @n8n/community-nodes/no-restricted-imports -- test code that never ships */
import dns from 'node:dns';

import { isPrivateHost } from '../../nodes/BambuLab/cloud/files/addressCheck';
import { bambuCredential, runOperation } from '../support/bambuLab';
import { tapWire } from './wireTap';

const sentence = 'Files are not downloaded from private networks';

/** What leads to this machine or its own networks (RFC 1918, 4193, 4291, 5735, 6598). */
const privateAddresses = [
	'https://127.0.0.1/a',
	'https://127.1/a',
	'https://2130706433/a',
	'https://0x7f.0.0.1/a',
	'https://0.0.0.0/a',
	'https://10.0.0.1/a',
	'https://172.16.0.1/a',
	'https://172.31.255.255/a',
	'https://192.168.1.1/a',
	'https://169.254.169.254/latest/meta-data',
	'https://100.64.0.1/a',
	'https://224.0.0.1/a',
	'https://[::1]/a',
	'https://[::]/a',
	'https://[fe80::1]/a',
	'https://[fd00::1]/a',
	'https://[::ffff:127.0.0.1]/a',
	'https://[::ffff:10.0.0.1]/a',
	'https://[64:ff9b::7f00:1]/a',
	'https://localhost/a',
	'https://LOCALHOST./a',
	'https://n8n.localhost/a',
	'https://printer.local/a',
	'https://metadata.google.internal/a',
	'https://postgres/a',
	'https://postgres./a',
	'https://localhost.localdomain/a',
	'https://nas.home.arpa/a',
];

const publicAddresses = [
	'https://public-cdn.bblmw.com/a',
	'https://8.8.8.8/a',
	'https://172.15.0.1/a',
	'https://172.32.0.1/a',
	'https://192.169.0.1/a',
	'https://100.128.0.1/a',
	'https://[2606:4700::1]/a',
	'https://10.example/a',
	'https://local.example/a',
];

test.each(privateAddresses)('%s is refused before any request', async (url) => {
	const tapped = tapWire(() => ({}));
	const { error } = await runOperation('file:download', { source: 'url', url });
	expect(error?.message).toBe(sentence);
	expect(tapped).toEqual([]);
});

test.each(privateAddresses)('a redirect to %s is not followed', async (location) => {
	const tapped = tapWire(() => ({ status: 302, headers: { location } }));
	const url = 'https://files.example/a';
	const { error } = await runOperation('file:download', { source: 'url', url });
	expect([tapped.length, error?.message]).toEqual([1, sentence]);
});

test.each(publicAddresses)('%s is not private', (url) => {
	expect(isPrivateHost(new URL(url))).toBe(false);
});

test('another private host than that of a custom region is refused as well', async () => {
	const tapped = tapWire(() => ({}));
	const credential = bambuCredential({ region: 'custom', apiUrl: 'http://192.168.1.5:8787' });
	const parameters = { source: 'url', url: 'https://192.168.1.6/a' };
	const { error } = await runOperation('file:download', parameters, { credential });
	expect([tapped.length, error?.message]).toEqual([0, sentence]);
});

test('the host of a custom region may be private', async () => {
	const tapped = tapWire(() => ({}));
	const credential = bambuCredential({ region: 'custom', apiUrl: 'https://192.168.1.5:8787' });
	const parameters = { source: 'url', url: 'https://192.168.1.5:9000/a' };
	await runOperation('file:download', parameters, { credential });
	expect(tapped.map(({ origin }) => origin)).toEqual(['https://192.168.1.5:9000']);
});

describe('n8n’s own protection looks a name up', () => {
	afterEach(() => jest.restoreAllMocks());

	/** What the names of this machine lead to; n8n remembers each for a while. */
	function nameServer(addresses: { [name: string]: string }): void {
		const lookup = async (name: string) => {
			const address = addresses[name];
			if (address === undefined) throw Object.assign(new Error('x'), { code: 'ENOTFOUND' });
			return [{ address, family: 4 }];
		};
		jest.spyOn(dns.promises, 'lookup').mockImplementation(lookup as never);
	}

	test('one that leads to a private network is refused before any request', async () => {
		nameServer({ 'inside.example': '192.168.1.6' });
		const tapped = tapWire(() => ({}));
		const parameters = { source: 'url', url: 'https://inside.example/a' };
		const { error } = await runOperation('file:download', parameters);
		expect([tapped.length, error?.message]).toEqual([0, sentence]);
	});

	test('a redirect to such a name is not followed', async () => {
		nameServer({ 'files.example': '93.184.216.34', 'hidden.example': '169.254.169.254' });
		const location = 'https://hidden.example/latest/meta-data';
		const tapped = tapWire(() => ({ status: 302, headers: { location } }));
		const parameters = { source: 'url', url: 'https://files.example/a' };
		const { error } = await runOperation('file:download', parameters);
		expect(tapped.map(({ origin }) => origin)).toEqual(['https://files.example']);
		expect(error?.message).toBe(sentence);
	});

	test.each([
		['leads to the internet', 'public.example'],
		['only a proxy knows', 'unknown.example'],
	])('one that %s is asked', async (_name, host) => {
		nameServer({ 'public.example': '93.184.216.34' });
		const tapped = tapWire(() => ({}));
		await runOperation('file:download', { source: 'url', url: `https://${host}/a` });
		expect(tapped.map(({ origin }) => origin)).toEqual([`https://${host}`]);
	});

	test('the host of a custom region may lead to a private network', async () => {
		nameServer({ 'cloud.example': '192.168.1.5' });
		const tapped = tapWire(() => ({}));
		const credential = bambuCredential({ region: 'custom', apiUrl: 'https://cloud.example' });
		const parameters = { source: 'url', url: 'https://cloud.example/a' };
		await runOperation('file:download', parameters, { credential });
		expect(tapped.map(({ origin }) => origin)).toEqual(['https://cloud.example']);
	});
});
