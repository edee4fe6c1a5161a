export const count = new Intl.NumberFormat('en-GB');

/** A table in Markdown, the first row its head. */
export function table(rows: Array<Array<string | number>>): string {
	const lines = rows.map((cells) => {
		const texts = cells.map((cell) => (typeof cell === 'number' ? count.format(cell) : cell));
		return `| ${texts.join(' | ')} |`;
	});
	lines.splice(1, 0, `|${(rows[0] ?? []).map(() => '---').join('|')}|`);
	return lines.join('\n');
}
