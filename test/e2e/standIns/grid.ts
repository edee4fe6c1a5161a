import { demand } from './exchange';

export type Cell = string | number | boolean | null;

/** The cells of a sheet, as large as Google makes a new one. */
export class Grid {
	rowCount = 1000;
	readonly columnCount = 26;
	readonly cells: Cell[][] = [];

	put(row: number, column: number, values: Cell[][]): void {
		demand(row + values.length <= this.rowCount, `exceeds grid limits. Max rows: ${this.rowCount}`);
		for (const [down, line] of values.entries()) {
			const cells = (this.cells[row + down] ??= []);
			demand(column + line.length <= this.columnCount, 'exceeds grid limits. Max columns: 26');
			for (const [right, value] of line.entries()) {
				demand(value === null || typeof value !== 'object', 'Invalid values');
				demand(!String(value).startsWith('='), `a formula got into the sheet: ${String(value)}`);
				// null leaves a cell as it was.
				if (value !== null) cells[column + right] = value;
			}
		}
	}

	/** After the last row of the table that begins at a row, with new rows where they are needed. */
	append(row: number, values: Cell[][]): void {
		const first = Math.max(row, this.cells.length);
		this.rowCount = Math.max(this.rowCount, first + values.length);
		this.put(first, 0, values);
	}

	/** As a reader sees them: text, without the quote that keeps Google from calculating. */
	formatted(): string[][] | undefined {
		if (this.cells.length === 0) return undefined;
		return this.cells.map((line) => Array.from(line, (value) => shown(value ?? '')));
	}

	/** As a program asks for them: numbers stay numbers. */
	unformatted(): Cell[][] | undefined {
		if (this.cells.length === 0) return undefined;
		return this.cells.map((line) =>
			Array.from(line, (value) => (typeof value === 'string' ? shown(value) : (value ?? ''))),
		);
	}

	/** The rows below the headings, by heading. */
	records(): Array<Record<string, Cell>> {
		const [headings = [], ...lines] = this.cells;
		return lines.map((line) =>
			Object.fromEntries(headings.map((heading, index) => [String(heading), line[index] ?? null])),
		);
	}
}

function shown(value: Cell): string {
	return String(value).replace(/^'/, '');
}
