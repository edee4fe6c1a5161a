/** What a JSON pointer (`/hits/0/id`) leads to; undefined where it leads nowhere. */
export function resolvePointer(value: unknown, pointer: string): unknown {
	const steps = pointer.split('/').slice(1);
	return steps.reduce<unknown>(
		(current, step) =>
			typeof current === 'object' && current !== null && Object.hasOwn(current, step)
				? Reflect.get(current, step)
				: undefined,
		value,
	);
}
