import { describeCampaign } from './campaign';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

// A fixed seed: a test run must not fail, or pass, by chance.
describeCampaign({ cases: 1000, seed: 20260814, timeoutMs: 300_000 });
