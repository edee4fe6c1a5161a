import { isObject, textOrEmpty, type JsonObject } from '../json';

export type NetworkFailure =
	| 'timeout'
	| 'unreachable'
	| 'untrusted'
	| 'cutOff'
	| 'refusedByHost'
	| 'aborted'
	| 'notSent';

const meaningOfCodes: Array<[RegExp, NetworkFailure]> = [
	[/^(ECONNABORTED|ETIMEDOUT|ESOCKETTIMEDOUT|UND_ERR_\w*TIMEOUT)$/, 'timeout'],
	[/^(ECONNRESET|EPIPE|ERR_BAD_RESPONSE|ERR_STREAM_PREMATURE_CLOSE|UND_ERR_SOCKET)$/, 'cutOff'],
	[/^(ERR_CANCELED|ABORT_ERR)$/, 'aborted'],
	[/^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$)/, 'untrusted'],
	// What n8n or Node refused before anything was sent, and n8n's own database.
	[/^ERR_(INVALID|BAD_(OPTION|REQUEST)|HTTP|UNESCAPED|DEPRECATED|OUT_OF)/, 'notSent'],
	[/^(SQLITE|(\d+|(?=.*\d)[0-9A-Z]{5})$)/, 'notSent'],
];
const meaningOfWords: Array<[RegExp, NetworkFailure]> = [
	[/timeout|timed out/i, 'timeout'],
	[/not allowed|allowed domains|blocked|ssrf/i, 'refusedByHost'],
	[/abort|hang up|terminated|premature/i, 'cutOff'],
];

function meaningOf(
	text: string,
	meanings: Array<[RegExp, NetworkFailure]>,
): NetworkFailure | undefined {
	return meanings.find(([pattern]) => pattern.test(text))?.[1];
}

/** A code that nobody has named is the network's, which has too many (ENETDOWN, EMFILE, EAI_FAIL …). */
export function networkFailureIn(chain: JsonObject[]): NetworkFailure {
	const codes = chain.map((link) => textOrEmpty(link.code)).filter((code) => code !== '');
	const words = chain.map((link) => textOrEmpty(link.message)).join(' ');
	return (
		codes.map((code) => meaningOf(code, meaningOfCodes)).find((meaning) => meaning !== undefined) ??
		meaningOf(words, meaningOfWords) ??
		(codes.length > 0 ? 'unreachable' : 'notSent')
	);
}

/** An error and its causes: n8n wraps the HTTP library's. */
export function errorChain(error: unknown): JsonObject[] {
	const chain: JsonObject[] = [];
	let current = error;
	while (isObject(current) && !chain.includes(current) && chain.length < 8) {
		chain.push(current);
		current = current.cause ?? current.errorResponse;
	}
	return chain;
}
