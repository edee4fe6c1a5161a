/** A repeatable source of random numbers: the same seed always gives the same series. */
export interface Random {
	/** A whole number from low to high, both included. */
	whole(low: number, high: number): number;
	/** A number from low to high, rounded to the given decimals. */
	decimal(low: number, high: number, decimals?: number): number;
	chance(probability: number): boolean;
	pick<T>(list: readonly T[]): T;
	/** A series of its own, so that what is drawn there does not shift what is drawn here. */
	fork(label: string): Random;
}

export function createRandom(seed: string): Random {
	let state = hash(seed);
	// mulberry32
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};

	return {
		whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
		decimal: (low, high, decimals = 1) => Number((low + next() * (high - low)).toFixed(decimals)),
		chance: (probability) => next() < probability,
		pick: (list) => {
			const item = list[Math.floor(next() * list.length)];
			if (item === undefined) throw new Error('Cannot pick from an empty list');
			return item;
		},
		fork: (label) => createRandom(`${seed}/${label}`),
	};
}

function hash(text: string): number {
	let value = 2166136261;
	for (const character of text) {
		value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 16777619);
	}
	return value | 0;
}
