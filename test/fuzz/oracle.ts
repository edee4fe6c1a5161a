/** What no user may ever read: the words of JavaScript, of Node, and of a defect of ours. */
const raw = [
	/\b(Type|Syntax|Range|URI|Reference|Assertion)Error\b/,
	/Cannot (read|set|convert|destructure|mix|access)/,
	/is not (a function|iterable|an object|defined|a constructor)/,
	/\bundefined\b/,
	/\bNaN\b/,
	/\[object /,
	/Maximum call stack/,
	/Invalid (time value|date|URL|character|array length|string length|regular expression)/i,
	/URI malformed/,
	/Unexpected (token|end|non-whitespace)/,
	/circular/,
	/could not make sense/,
	/ERR_[A-Z_]+/,
	/^\s*at .+:\d+:\d+/m,
];

/** The raw words in what the user reads. */
export function rawWordsIn(text: string): string[] {
	return raw.flatMap((pattern) => pattern.exec(text)?.[0] ?? []);
}

const prototypes = [Object.prototype, Array.prototype, String.prototype, Number.prototype];

function shapeOfPrototypes(): string {
	return prototypes.map((prototype) => Object.getOwnPropertyNames(prototype).join()).join(';');
}

const cleanPrototypes = shapeOfPrototypes();

/** Whether something was put where every object inherits it. */
export function arePrototypesPolluted(): boolean {
	return shapeOfPrototypes() !== cleanPrototypes || 'polluted' in {};
}

/** How an output would spoil what is made of it: a prototype among its keys, or depth without end. */
export function faultOfOutput(value: unknown): string | undefined {
	const waiting: Array<{ inner: unknown; depth: number }> = [{ inner: value, depth: 0 }];
	for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
		const { inner, depth } = next;
		if (Number.isNaN(inner)) return 'a number that is none';
		if (typeof inner !== 'object' || inner === null) continue;
		if (Object.hasOwn(inner, '__proto__')) return 'a key "__proto__"';
		if (depth > 500) return 'more than 500 levels';
		for (const child of Object.values(inner)) waiting.push({ inner: child, depth: depth + 1 });
	}
	return undefined;
}
