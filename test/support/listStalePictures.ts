/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a development tool that never ships */
import { stalePictures } from './pictureSources';

/** `npm run screenshots:stale`: which pictures `npm run screenshots` has to take again. */
const stale = stalePictures();
process.stdout.write(`${stale.join('\n') || 'All pictures are fresh.'}\n`);
process.exitCode = stale.length === 0 ? 0 : 1;
