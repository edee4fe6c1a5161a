import { textOrEmpty } from '../cloud/json';

const entities: { [name: string]: string } = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	'#39': "'",
	nbsp: ' ',
};

/** A text without its tags, as comments and notices come with them; null where nothing is left. */
export function plainText(value: unknown): string | null {
	const text = textOrEmpty(value)
		.replace(/<(?:br|\/p|\/li|\/div|\/h[1-6])\b[^<>]*>/gi, '\n')
		.replace(/<\/?[a-z][^<>]*>/gi, '')
		.replace(/&(#39|[a-z]{2,4});/gi, (whole, name: string) => entities[name.toLowerCase()] ?? whole)
		.replace(/[^\S\n]+/g, ' ')
		.replace(/ *\n\s*/g, '\n')
		.trim();
	return text || null;
}
