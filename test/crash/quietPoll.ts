/** As the trigger has them: its pages, of which the last row begins the next one, and how far it reads back. */
const firstPage = 50;
const furtherPage = 100;
const readsBackMs = 600_000;

/**
 * The most requests that a poll without news may make: one, and more only where so many prints began
 * within ten minutes that they do not fit on a page.
 */
export function maxRequests(prints: Array<{ startsAt: number }>): number {
	const newest = prints.reduce((latest, { startsAt }) => Math.max(latest, startsAt), 0);
	const recent = prints.filter(({ startsAt }) => startsAt > newest - readsBackMs).length;
	return 1 + Math.max(0, Math.ceil((recent - firstPage + 1) / (furtherPage - 1)));
}
