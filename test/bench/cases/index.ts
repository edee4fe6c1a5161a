import type { Case } from './case';
import { liveReports } from './liveReports';
import { load } from './load';
import { fastLookups, slowLookups } from './lookups';
import { memory } from './memory';
import { quietPolls, triggerByHand } from './polling';
import { rateLimited } from './rateLimited';
import { returnAll } from './returnAll';
import { clampedPages, strictLimit } from './servers';

export const cases: Record<string, Case> = {
	B1: returnAll,
	B2: rateLimited,
	B3: slowLookups,
	B4: fastLookups,
	B5: memory,
	B6: load,
	B7: quietPolls,
	B8: triggerByHand,
	B9: clampedPages,
	B10: strictLimit,
	B11: liveReports,
};
