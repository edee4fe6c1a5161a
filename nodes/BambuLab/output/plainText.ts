import { textOrEmpty } from '../cloud/json';

const entities: { [name: string]: string } = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: ' ',
	hellip: '…',
	ndash: '–',
	mdash: '—',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
};

/** The character that an entity stands for; as it is written where that is none, or an unknown one. */
function characterOf(whole: string, name: string): string {
	if (!name.startsWith('#')) return entities[name.toLowerCase()] ?? whole;
	const code = Number(name.replace(/^#(x?)/i, (_, hex: string) => (hex ? '0x' : '')));
	const isCharacter = code >= 32 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
	return isCharacter ? String.fromCodePoint(code) : whole;
}

/** A text without its tags, as comments and notices come with them; null where nothing is left. */
export function plainText(value: unknown): string | null {
	const text = textOrEmpty(value)
		.replace(/<(style|script)\b[^<>]*>[^]*?<\/\1>/gi, '')
		.replace(/<(?:br|\/p|\/li|\/div|\/h[1-6])\b[^<>]*>/gi, '\n')
		.replace(/<\/?[a-z][^<>]*>/gi, '')
		.replace(/&(#\d{1,8}|#x[\da-f]{1,6}|[a-z]{2,6});/gi, characterOf)
		.replace(/[^\S\n]+/g, ' ')
		.replace(/ *\n\s*/g, '\n')
		.trim();
	return text || null;
}
