import { UserError } from 'n8n-workflow';

import { idFault } from '../http/request';
import { idText, type JsonObject } from '../json';
import { readAhead, type Placed, type ReadPage } from './readAhead';

/** So many pages in a row without a new row, or without a link to what is known, end the reading. */
const mostBarren = 8;
const mostGaps = 8;

/** Remembers rows by their ids. */
export class KnownRows {
	private readonly places = new Map<string, number>();
	private first: string | undefined;
	/** The id of the last row that was taken, of those whose id can be sent. */
	lastId = '';

	private keyOf(row: JsonObject): string {
		return idText(row.id) || JSON.stringify(row);
	}

	has(row: JsonObject): boolean {
		return this.places.has(this.keyOf(row));
	}

	/** The how many-th row it was; undefined where it is not known. */
	placeOf(row: JsonObject): number | undefined {
		return this.places.get(this.keyOf(row));
	}

	isFirst(row: JsonObject | undefined): boolean {
		return row !== undefined && this.keyOf(row) === this.first;
	}

	/** The rows that were not known; from now on they are. */
	take(rows: JsonObject[]): JsonObject[] {
		return rows.filter((row) => {
			const key = this.keyOf(row);
			if (this.places.has(key)) return false;
			this.first ??= key;
			this.places.set(key, this.places.size);
			const id = idText(row.id);
			if (idFault(id) === undefined) this.lastId = id;
			return true;
		});
	}
}

export function listHasGap(): UserError {
	return new UserError('The list could not be read without a gap', {
		description:
			'It changed faster than it can be read, or Bambu Lab gives no more of it. Try again, or ask for less.',
	});
}

export interface Links {
	/** The offset of the last row that is known. */
	from: number;
	/** How many rows a page of this server has. */
	size: number;
	/** How many rows are wanted by the server's total, as far as that is known. */
	end: number;
	atOnce: number;
	mostRows: number;
	known: KnownRows;
}

/** How the reading ended: at what the server says is the end, at the last row, or going in circles. */
export type Ending = 'atTotal' | 'atLastRow' | 'inCircles';

/**
 * The new rows of pages that each begin with the last row of the one before. So whatever comes and
 * goes while they are read, in whatever order the server gets to them, nothing slips through between
 * two of them: where a page holds no row that is known, rows above it have gone meanwhile, and the
 * reading steps back until it meets one.
 *
 * @throws UserError where it meets none
 */
export async function* linkedPages(
	read: ReadPage,
	{ from, size, end: firstEnd, atOnce, mostRows, known }: Links,
): AsyncGenerator<JsonObject[], Ending> {
	// A server that gives one row at a time leaves no room for a link.
	const shared = size > 1 ? 1 : 0;
	let at = Math.max(0, from + 1 - shared);
	let end = firstEnd;
	let barren = 0;
	let gaps = 0;
	const isLinked = ({ at: offset, rows }: Placed) =>
		offset === 0 || shared === 0 || rows.some((row) => known.has(row));
	for (;;) {
		for await (const page of readAhead(read, { from: at, step: size - shared, end, atOnce })) {
			const { rows, total } = page;
			if (!isLinked(page)) {
				if (++gaps > mostGaps) throw listHasGap();
				at = Math.max(0, page.at - size * 2 ** (gaps - 1));
				end = 0;
				break;
			}
			if (page.at > 0 && known.isFirst(rows[0])) return 'inCircles';
			const fresh = known.take(rows);
			if (fresh.length > 0) {
				yield fresh;
				gaps = 0;
			}
			barren = fresh.length > 0 ? 0 : barren + 1;
			if (page.at + rows.length === total) return 'atTotal';
			if (rows.length <= shared) return 'atLastRow';
			if (barren > mostBarren) return 'inCircles';
			at = page.at + rows.length - shared;
			end = Math.min(total ?? 0, mostRows);
			if (at !== page.at + size - shared) break;
		}
	}
}
