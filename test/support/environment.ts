/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import path from 'node:path';

/**
 * Must run before n8n-core is imported: n8n-core writes a config file into the user folder on
 * import, and that must not be the developer's own ~/.n8n.
 */
const cache = path.join(__dirname, '..', '..', 'node_modules', '.cache');
process.env.N8N_USER_FOLDER = path.join(cache, `jest-${process.env.JEST_WORKER_ID ?? '1'}`);
process.env.N8N_LOG_LEVEL = 'silent';
