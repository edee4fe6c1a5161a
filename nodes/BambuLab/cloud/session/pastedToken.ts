import { isSendable } from '../http/request';
import { isObject, objectsIn, parseJson, textOrEmpty } from '../json';

/** The token in a JSON reply of a sign-in, or in a list of cookies that an extension exported. */
function tokenInJson(text: string): string {
	const value = parseJson(text);
	for (const entry of isObject(value) ? [value] : objectsIn(value)) {
		const ofCookie = entry.name === 'token' ? entry.value : '';
		const token = textOrEmpty(ofCookie || entry.accessToken || entry.access_token || entry.token);
		if (token !== '') return token;
	}
	return '';
}

/** The value of a cookie, a form field or a line of JSON, among others as a browser shows them. */
const namedToken =
	/(?:^|[\s;,&?{"'])(?:token|access_?token)["']?\s*[=:\t]\s*["']?([^\s;,&"'}\]]{16,})/i;
/** The value of an Authorization header, also in a curl command, up to the next header. */
const bearerToken = /(?:^|[\s"'`:])bearer[\s:]+["']?([^"'`,;]+?)["'`,;]*(?:$|["'`,;]|\n[\w-]+:)/i;
const wrapping = /^[\s"'`“”„‘’]+|[\s"'`“”‘’;,]+$/g;

/** A terminal or a mail breaks a long token into lines; words are shorter than those. */
function withoutBreaks(text: string): string {
	const pieces = text.split(/\s+/);
	const isBroken =
		pieces.slice(0, -1).every((piece) => piece.length >= 20) &&
		pieces.every((piece) => /^[\w.~+/=-]+$/.test(piece));
	return isBroken ? pieces.join('') : text;
}

/** People copy it in quotes, as a header, a cookie or JSON, with invisible characters or line breaks. */
export function tokenIn(pasted: unknown): string {
	const text = textOrEmpty(pasted)
		.replace(/\p{Cf}/gu, '')
		.replace(wrapping, '');
	const inJson = /^[[{]/.test(text) ? tokenInJson(text) : '';
	const found = inJson || namedToken.exec(text)?.[1] || bearerToken.exec(text)?.[1] || text;
	return withoutBreaks(found.trim());
}

/** What a text without a token seems to be; undefined where it may be a token. */
export function notAToken(text: string): string | undefined {
	if (/^https?:\/\//i.test(text)) return 'a web address';
	if (/^</.test(text)) return 'a web page';
	if (/^[[{]/.test(text)) return 'JSON without a token';
	if (/^[^\s@]+@[^\s@]+\.\w+$/.test(text)) return 'an e-mail address';
	if (/^\d{4,8}$/.test(text)) return 'a verification code';
	if (/^\+?[\d\s().-]+$/.test(text)) return 'a number';
	if (/\w=[^=]/.test(text)) return 'cookies, none of which is called "token",';
	if (/\s/.test(text)) return 'several words';
	if (isSendable(text)) return undefined;
	return /[^\x21-\x7e]/.test(text) ? 'characters that no token has' : 'a text that is far too long';
}
