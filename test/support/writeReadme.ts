/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { writeFileSync } from 'node:fs';

import { withOperationsTable } from './operationsTable';
import { inProject, readText } from './project';

/** `npm run readme`: writes the tables of the README anew. */
writeFileSync(inProject('README.md'), withOperationsTable(readText('README.md')));
