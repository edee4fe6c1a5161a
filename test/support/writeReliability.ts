/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { readFileSync } from 'node:fs';

import { figuresIn } from './reliability';
import { largestState } from './stateSize';
import { keepFigures } from './writeTables';

/**
 * `npm run reliability -- logs…`: takes the figures from the logs of runs, if any are given, and puts them into
 * docs/reliability.data.json and docs/reliability.md.
 */
const figures = process.argv.slice(2).map((file) => {
	const found = figuresIn(readFileSync(file, 'utf8'));
	if (found === undefined) throw new Error(`There are no figures in ${file}.`);
	return found;
});
void largestState().then((size) => keepFigures([...figures, size]));
