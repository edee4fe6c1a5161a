import { readTotpSecret, totpCode } from '../../nodes/BambuLab/cloud/session/totp';

/** RFC 6238, appendix B. */
const seed = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';

function codeOf(text: string, seconds: number): string | undefined {
	const secret = readTotpSecret(text);
	return secret === undefined ? undefined : totpCode(secret, seconds * 1000);
}

test('the seed is read as its digits', () => {
	expect(readTotpSecret(seed)?.toString('latin1')).toBe('12345678901234567890');
});

test.each<[number, string]>([
	[59, '94287082'],
	[1111111109, '07081804'],
	[1111111111, '14050471'],
	[1234567890, '89005924'],
	[2000000000, '69279037'],
	[20000000000, '65353130'],
])('the vectors of RFC 6238 at %i', (seconds, eightDigits) => {
	// Six digits are the end of eight.
	expect(codeOf(seed, seconds)).toBe(eightDigits.slice(2));
});

test.each([
	['in groups of small letters', ' gezd gnbv gy3t qojq gezd gnbv gy3t qojq '],
	['with hyphens and padding', 'GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ===='],
	['as a link', `otpauth://totp/Bambu?secret=${seed}&issuer=Bambu`],
	['as a link with its scheme in capitals', `OTPAUTH://totp/Bambu?secret=${seed}`],
	[
		'as a link that names the usual settings',
		`otpauth://totp/Bambu%20Lab:a%40b.c?secret=${seed}&digits=6&period=30&algorithm=SHA1`,
	],
])('a secret %s', (_name, text) => {
	expect(codeOf(text, 59)).toBe('287082');
});

test.each([
	['nothing', ''],
	['a code of the app', '287082'],
	['a code of the app that is base32 too', '234567'],
	['digits that base32 has not', 'GEZDGNBVGY3TQOJ1'],
	['a link without a secret', 'otpauth://totp/Bambu?issuer=Bambu'],
	['another link', 'https://example.org/?secret=GEZDGNBVGY3TQOJQ'],
])('%s is no secret', (_name, text) => {
	expect(readTotpSecret(text)).toBeUndefined();
});
