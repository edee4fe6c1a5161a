import type { Cloud } from '../cloud';
import type { Reply } from '../http/reply';
import type { Account } from '../signIn/accounts';

/** A routed request, as a handler sees it. */
export interface Call {
	params: Record<string, string>;
	query: Record<string, string>;
	headers: Record<string, string>;
	cookies: Record<string, string>;
	/** The JSON body; empty where none came. */
	body: Record<string, unknown>;
	/** Who asks; set on every operation that needs a token. */
	account?: Account;
	token?: string;
}

export type Handler = (call: Call, cloud: Cloud) => Reply;
export type Handlers = Record<string, Handler>;

export function owner({ account }: Call): Account {
	if (!account) throw new Error('This operation needs a token by the contract');
	return account;
}

export function textField(body: Record<string, unknown>, name: string): string {
	const value = body[name];
	return typeof value === 'string' ? value : '';
}

export function numberQuery(call: Call, name: string): number | undefined {
	const value = call.query[name];
	return value === undefined || value === '' ? undefined : Number(value);
}

/** Where a page begins and how long it is. */
export function pageOf(call: Call, cloud: Cloud): { offset: number; limit: number } {
	const limit = numberQuery(call, 'limit') ?? 0;
	return {
		offset: Math.max(0, numberQuery(call, 'offset') ?? 0),
		limit: Math.min(limit > 0 ? limit : DEFAULT_LIMIT, cloud.settings.rowCap),
	};
}

const DEFAULT_LIMIT = 20;
