/* eslint-disable @n8n/community-nodes/no-hardcoded-secrets -- accounts of a simulation, known to everyone */
export interface Account {
	/** As the user types it to log in: e-mail address or phone number. */
	name: string;
	password: string;
	challenge: 'none' | 'verifyCode' | 'tfa';
	totpSecret?: string;
	uid: number;
	nickname: string;
	handle: string;
}

export const PASSWORD = 'print-more-benchies';
export const TOTP_SECRET = 'JBSWY3DPEHPK3PXP';

export const ACCOUNTS: readonly Account[] = [
	{
		name: 'maker@example.com',
		password: PASSWORD,
		challenge: 'none',
		uid: 3100123456,
		nickname: 'Mira',
		handle: 'mira.prints',
	},
	{
		name: 'code@example.com',
		password: PASSWORD,
		challenge: 'verifyCode',
		uid: 3100123457,
		nickname: 'Cody',
		handle: 'cody.prints',
	},
	{
		name: 'totp@example.com',
		password: PASSWORD,
		challenge: 'tfa',
		totpSecret: TOTP_SECRET,
		uid: 3100123458,
		nickname: 'Tove',
		handle: 'tove.prints',
	},
	{
		name: '+8613800000000',
		password: PASSWORD,
		challenge: 'none',
		uid: 2100123459,
		nickname: 'Lin',
		handle: 'lin.prints',
	},
];

export function isPhone(account: string): boolean {
	return !account.includes('@');
}

/** Finds an account by what was typed; a Chinese number also without its country code. */
export function findAccount(typed: string): Account | undefined {
	const name = plain(typed);
	return ACCOUNTS.find((account) => plain(account.name) === name);
}

function plain(name: string): string {
	return isPhone(name)
		? name.replace(/[\s-]/g, '').replace(/^\+86/, '')
		: name.trim().toLowerCase();
}
