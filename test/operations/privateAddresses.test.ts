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
