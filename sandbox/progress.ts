const barLength = 20;
/** From a share this small on nothing can be reckoned. */
const leastShare = 0.05;

function minutesAndSeconds(ms: number): string {
	const seconds = Math.round(ms / 1000);
	return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

function roughly(ms: number): string {
	const minutes = Math.round(ms / 60_000);
	return minutes < 1 ? 'less than a minute' : `about ${minutes} min`;
}

/**
 * One line of a long step: a bar, the time so far, and what is left.
 *
 * @param share how much is done, from 0 to 1
 * @param usualMs how long it usually takes, for as long as the share says too little
 */
export function progressLine(share: number, elapsedMs: number, usualMs: number): string {
	const done = Math.min(1, Math.max(0, share));
	const filled = Math.round(done * barLength);
	const bar = '█'.repeat(filled) + '░'.repeat(barLength - filled);
	const left =
		done >= leastShare ? (elapsedMs / done) * (1 - done) : Math.max(0, usualMs - elapsedMs);
	return `  ${bar} ${Math.round(done * 100)} %, ${minutesAndSeconds(elapsedMs)} so far, ${roughly(left)} left`;
}
