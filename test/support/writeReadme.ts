/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { writeFileSync } from 'node:fs';

import { withTables } from './readmeTables';
import { inProject, readText } from './project';

/** `npm run readme`: writes the tables of the README anew. */
writeFileSync(inProject('README.md'), withTables(readText('README.md')));
