/** What a text looks like; the first that fits. Says nothing of what it is. */
const FORMS: ReadonlyArray<[name: string, pattern: RegExp]> = [
	['empty text', /^$/],
	['text, UTC time', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
	['text, ISO time of another form', /^\d{4}-\d\d-\d\dT\d\d:\d\d/],
	['text, time without zone', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
	['text, URL', /^https?:\/\//],
	['text, digits', /^\d+$/],
	['text, number', /^-?\d+\.\d+$/],
	['text, version', /^\d+(\.\d+){2,}$/],
	['text, colour', /^#?([0-9A-F]{6}|[0-9A-F]{8})$/i],
	['text, JSON', /^\s*[[{][^]*[\]}]\s*$/],
];

/** The kind of a JSON value, and the form of a text. */
export function kindOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'list';
	if (typeof value === 'number') return Number.isInteger(value) ? 'whole number' : 'number';
	if (typeof value !== 'string') return typeof value;
	return FORMS.find(([, pattern]) => pattern.test(value))?.[0] ?? 'text';
}
