/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { writeFileSync } from 'node:fs';

import { pagesWithTables, withTables } from './docTables';
import { keptFigures, reliabilityFile } from './keptFigures';
import { inProject, readText } from './project';
import type { AnyFigures, Figures } from './reliability';

/** Writes the tables of the README and of docs/ anew. */
export function writeTables(): void {
	for (const file of pagesWithTables) {
		writeFileSync(inProject(file), withTables(file, readText(file)));
	}
}

/** Keeps figures in the place of the earlier ones of the same run, and puts them onto the page. */
export function keepFigures(news: AnyFigures[]): void {
	const entries = news.map((figures) => [figures.run, figures] as const);
	const figures: Figures = { ...keptFigures(), ...Object.fromEntries(entries) };
	writeFileSync(reliabilityFile, `${JSON.stringify(figures, null, '\t')}\n`);
	writeTables();
}
