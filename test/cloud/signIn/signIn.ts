import { createHash } from 'node:crypto';
import type { Settings } from '../settings';
import { createRandom } from '../world/random';
import { findAccount, isPhone, type Account } from './accounts';
import { isTotp } from './totp';

export type CodeCheck = 'right' | 'wrong' | 'expired' | 'used';

interface SentCode {
	code: string;
	sentAt: number;
	used: boolean;
}

interface IssuedToken {
	account: Account;
	endsAt: number;
}

/** Tokens, verification codes, tfaKeys and CSRF values: all that signing in leaves on the server. */
export class SignIn {
	private codes = new Map<string, SentCode>();
	private tokens = new Map<string, IssuedToken>();
	private tfaKeys = new Map<string, { account: Account; endsAt: number }>();
	/** Not reset, so that a token from before a reset never comes alive again. */
	private issued = 0;
	private random = createRandom('codes');

	constructor(
		private readonly settings: Settings,
		private readonly now: () => number,
		/** Sets the tokens of one cloud apart from those of any other, also of one that ran before. */
		private readonly cloudId: string,
	) {}

	/** The account, where it is registered in the region that this cloud stands for. */
	account(typed: string): Account | undefined {
		const { region } = this.settings;
		const account = findAccount(typed);
		if (!account || region === 'any') return account;
		return isPhone(account.name) === (region === 'china') ? account : undefined;
	}

	sendCode(account: Account): void {
		const code = String(this.random.whole(0, 999_999)).padStart(6, '0');
		this.codes.set(account.name, { code, sentAt: this.now(), used: false });
	}

	/** The last code sent, as its owner would read it in the mailbox or on the phone. */
	inbox(account: Account): string | undefined {
		return this.codes.get(account.name)?.code;
	}

	useCode(account: Account, code: string): CodeCheck {
		const sent = this.codes.get(account.name);
		if (!sent || sent.code !== code) return 'wrong';
		if (sent.used) return 'used';
		if (this.now() >= sent.sentAt + this.settings.codeSeconds * 1000) return 'expired';
		sent.used = true;
		return 'right';
	}

	createTfaKey(account: Account): string {
		const key = `tfa-${this.opaque('tfa').slice(0, 24)}`;
		this.tfaKeys.set(key, { account, endsAt: this.now() + this.settings.codeSeconds * 1000 });
		return key;
	}

	/** The account that a tfaKey and an authenticator code let in; both are spent by it. */
	useTfaKey(key: string, code: string): Account | undefined {
		const entry = this.tfaKeys.get(key);
		if (!entry || this.now() >= entry.endsAt) return undefined;
		const { account } = entry;
		if (!account.totpSecret || !isTotp(account.totpSecret, code, this.now())) return undefined;
		this.tfaKeys.delete(key);
		return account;
	}

	createCsrfToken(): string {
		return this.opaque('csrf').slice(0, 32);
	}

	issueToken(account: Account, seconds = this.settings.tokenSeconds): string {
		const token = `AQ${this.opaque('token')}`;
		this.tokens.set(token, { account, endsAt: this.now() + seconds * 1000 });
		return token;
	}

	/** The account of a living token. */
	owner(token: string): Account | undefined {
		const issued = this.tokens.get(token);
		return issued && this.now() < issued.endsAt ? issued.account : undefined;
	}

	revoke(token: string): void {
		this.tokens.delete(token);
	}

	/** Ends all living tokens, or those of one account; tells how many. */
	revokeAll(account?: Account): number {
		const ended = [...this.tokens].filter(
			([, issued]) => this.now() < issued.endsAt && (!account || issued.account === account),
		);
		for (const [token] of ended) this.tokens.delete(token);
		return ended.length;
	}

	reset(): void {
		this.codes.clear();
		this.tokens.clear();
		this.tfaKeys.clear();
		this.random = createRandom('codes');
	}

	private opaque(kind: string): string {
		this.issued += 1;
		return createHash('sha512')
			.update(`${this.cloudId}/${kind}/${this.issued}`)
			.digest('base64url');
	}
}
