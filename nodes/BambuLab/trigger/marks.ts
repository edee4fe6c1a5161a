import { createHash } from 'node:crypto';

/**
 * Seven characters that stand for a text in the stored state: with 500 printers the chance that two
 * have the same is one in thirty million.
 */
export function markOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url').slice(0, 7);
}
