/** The exports of a file of the trigger, spoilt; what is left out stays as it is. */
export interface Fault {
	what: string;
	file: string;
	spoil: (original: never) => object;
}

/** A fault at a seam: what a file exports does something else, whatever stands in it. */
export function fault<Exports extends object>(
	what: string,
	file: string,
	spoil: (original: Exports) => Partial<{ [Name in keyof Exports]: unknown }>,
): Fault {
	return { what, file, spoil: spoil as (original: never) => object };
}

/** Replaces a method of a class. */
export function method<T extends object>(
	prototype: T,
	name: keyof T & string,
	make: (original: (...args: never[]) => unknown) => (this: T, ...args: never[]) => unknown,
): object {
	const original = prototype[name] as (...args: never[]) => unknown;
	Object.defineProperty(prototype, name, { value: make(original), configurable: true });
	return {};
}
