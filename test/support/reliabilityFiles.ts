/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { existsSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';

import { inProject, readText } from './project';
import { reliabilityPage, type AnyFigures, type Figures } from './reliability';

export const dataFile = 'docs/reliability.data.json';
export const pageFile = 'docs/reliability.md';

export function readFigures(): Figures {
	return existsSync(inProject(dataFile)) ? (JSON.parse(readText(dataFile)) as Figures) : {};
}

/** The page as prettier would have it. */
export async function formattedPage(figures: Figures): Promise<string> {
	const options = await resolveConfig(inProject(pageFile));
	return await format(reliabilityPage(figures), { ...options, parser: 'markdown' });
}

/** Keeps figures in docs/reliability.data.json, in the place of the earlier ones of the same run, and renders the page. */
export async function keepFigures(news: AnyFigures[]): Promise<void> {
	const entries = news.map((figures) => [figures.run, figures] as const);
	const figures: Figures = { ...readFigures(), ...Object.fromEntries(entries) };
	writeFileSync(inProject(dataFile), `${JSON.stringify(figures, null, '\t')}\n`);
	writeFileSync(inProject(pageFile), await formattedPage(figures));
}
