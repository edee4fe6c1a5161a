import { readTotpSecret, totpCode } from '../../nodes/BambuLab/cloud/session/totp';

/** RFC 6238, appendix B: the seed repeats these digits to the length of the hash. */
const digits = '1234567890';
const seeds = {
	sha1: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
	sha256: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZA====',
	sha512:
		'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNA=',
};

function codeOf(text: string, seconds: number): string | undefined {
	const settings = readTotpSecret(text);
	return settings === undefined ? undefined : totpCode(settings, seconds * 1000);
}

test.each<[keyof typeof seeds, number]>([
	['sha1', 20],
	['sha256', 32],
	['sha512', 64],
])('the seed for %s is read as %i digits', (algorithm, length) => {
	const text = readTotpSecret(seeds[algorithm])?.secret.toString('latin1');
	expect(text).toBe(digits.repeat(7).slice(0, length));
});

test.each<[number, string, string, string]>([
	[59, '94287082', '46119246', '90693936'],
	[1111111109, '07081804', '68084774', '25091201'],
	[1111111111, '14050471', '67062674', '99943326'],
	[1234567890, '89005924', '91819424', '93441116'],
	[2000000000, '69279037', '90698825', '38618901'],
	[20000000000, '65353130', '77737706', '47863826'],
])('the vectors of RFC 6238 at %i', (seconds, sha1, sha256, sha512) => {
	const link = (algorithm: keyof typeof seeds) =>
		`otpauth://totp/Bambu%20Lab:a%40b.c?secret=${seeds[algorithm].replace(/=/g, '')}&digits=8&algorithm=${algorithm.toUpperCase()}`;
	expect(codeOf(link('sha1'), seconds)).toBe(sha1);
	expect(codeOf(link('sha256'), seconds)).toBe(sha256);
	expect(codeOf(link('sha512'), seconds)).toBe(sha512);
	// Six digits are the end of eight.
	expect(codeOf(seeds.sha1, seconds)).toBe(sha1.slice(2));
});

test.each([
	['in groups of small letters', ' gezd gnbv gy3t qojq gezd gnbv gy3t qojq '],
	['with hyphens and padding', 'GEZD-GNBV-GY3T-QOJQ-GEZD-GNBV-GY3T-QOJQ===='],
	['as a link', `otpauth://totp/Bambu?secret=${seeds.sha1}&issuer=Bambu`],
	['as a link with its scheme in capitals', `OTPAUTH://totp/Bambu?secret=${seeds.sha1}`],
	[
		'as a link with settings that make no sense',
		`otpauth://totp/x?secret=${seeds.sha1}&digits=0&period=-1&algorithm=md5`,
	],
])('a secret %s', (_name, text) => {
	expect(codeOf(text, 59)).toBe('287082');
});

test('a link with another period', () => {
	expect(codeOf(`otpauth://totp/x?secret=${seeds.sha1}&period=60`, 119)).toBe('287082');
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
