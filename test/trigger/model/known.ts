/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { env } from 'node:process';

/**
 * Whether the observers insist also on what the trigger is known not to keep yet. `MODEL_STRICT=1` shows the
 * stories in which that goes wrong; where this stands says what it is.
 */
export const isStrict = env.MODEL_STRICT === '1';
