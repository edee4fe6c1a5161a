/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { writeFileSync } from 'node:fs';

import { pagesWithTables, withTables } from './docTables';
import { inProject, readText } from './project';

/** `npm run readme`: writes the tables of the README and of docs/ anew. */
for (const file of pagesWithTables) {
	writeFileSync(inProject(file), withTables(file, readText(file)));
}
