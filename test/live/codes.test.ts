import { runOperation } from '../support/bambuLab';

async function codeRow(errorCode: unknown) {
	const parameters = { errorCode, options: { errorTexts: false } };
	const { items, error } = await runOperation('errorCode:get', parameters as never);
	if (error) throw error;
	return items[0]?.json ?? {};
}

test.each<[given: string | number, code: string]>([
	['0300_8015', '0300_8015'],
	['0300-8015', '0300_8015'],
	['03008015', '0300_8015'],
	['0x03008015', '0300_8015'],
	['[0300-8015]', '0300_8015'],
	['0300 8015', '0300_8015'],
	['Error: 0300_4006', '0300_4006'],
	['50364437', '0300_8015'],
	[50364437, '0300_8015'],
	['117473297', '0700_8011'],
	['0c008001', '0C00_8001'],
	['12008011', '1200_8011'],
	['HMS_0300-0100-0001-0007', '0300_0100_0001_0007'],
	['HMS 0300 0100 0001 0007', '0300_0100_0001_0007'],
	['0700220000020001', '0700_2200_0002_0001'],
	['117448960, 131073', '0700_2100_0002_0001'],
	['attr: 117448960 code: 131073', '0700_2100_0002_0001'],
	['{"attr":117448960,"code":131073}', '0700_2100_0002_0001'],
	// As Bambu Studio shows it, with the time.
	['[0300-400C 113022]', '0300_400C'],
	['[0300-8015 121212]', '0300_8015'],
	['Error code: 0300-4006', '0300_4006'],
	['error code 0300 4006.', '0300_4006'],
	['0300–8015', '0300_8015'],
	['print_error: 50348044', '0300_400C'],
	['"print_error": 50364437,', '0300_8015'],
	['{"print_error":50364437}', '0300_8015'],
	['0xC0008001', 'C000_8001'],
	['-1005027327', 'C418_8001'],
	['"attr": 117448960, "code": 131073', '0700_2100_0002_0001'],
	["{'attr': 117448960, 'code': 131073}", '0700_2100_0002_0001'],
	['[{"attr":117448960,"code":131073}]', '0700_2100_0002_0001'],
	['(117448960, 131073)', '0700_2100_0002_0001'],
	['attr 0x07002100 code 0x00020001', '0700_2100_0002_0001'],
	[
		'https://e.bambulab.com/index.php?e=0700220000020001&d=01P&s=device_hms&lang=en',
		'0700_2200_0002_0001',
	],
	[
		'https://wiki.bambulab.com/en/x1/troubleshooting/hmscode/0300_0100_0001_0007',
		'0300_0100_0001_0007',
	],
])('%s is %s', async (given, code) => {
	expect(await codeRow(given)).toMatchObject({ code });
});

test.each([
	'hello',
	'12',
	'0300',
	'HMS_0300',
	'0',
	'99999999999',
	'0300_8015_1',
	'{"attr":1}',
	'[0300-8015 12121]',
])('%s is refused with what would be one', async (given) => {
	await expect(codeRow(given)).rejects.toMatchObject({
		message: `"${given}" is not an error code of a printer`,
		description: expect.stringContaining('0300_8015'),
	});
});

// What owners report of these codes, in our own words.
test.each([
	['0300_8015', { kind: 'print', effect: 'paused', pauseReason: 'filament run-out', slot: null }],
	['0300_4006', { effect: 'stopped', severity: null, module: 'motion controller' }],
	['0500_C011', { effect: 'asks', module: 'mainboard' }],
	['0701_8011', { module: 'AMS', slot: 'AMS 2' }],
	['07FF_8011', { slot: 'External', pauseReason: 'filament run-out' }],
	['0700_2200_0002_0001', { kind: 'hms', severity: 'serious', slot: 'AMS 1, slot 3' }],
	['0500_0500_0001_0007', { severity: 'fatal' }],
	['0C00_0300_0003_0007', { severity: 'common', module: 'camera' }],
	['07FE_8100_0002_0001', { slot: 'External (left)' }],
	['0500_0600_0002_0070', { isShown: false }],
	['9900_8001', { module: 'module 99' }],
])('%s tells what it is by itself', async (code, row) => {
	expect(await codeRow(code)).toMatchObject({ code, text: null, ...row });
});
