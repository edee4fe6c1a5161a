import './environment';

import nock from 'nock';

import { forgetRateLimiters } from './forget';
import { forgetErrorTexts } from '../../nodes/BambuLab/live/errorTexts';
import { forgetPrinters } from '../../nodes/BambuLab/live/reportMemory';

/**
 * Setup of every test file: no request leaves the machine. Only 127.0.0.1 is reachable (the
 * simulated cloud); every other request needs an interceptor. A request that none answered fails
 * the test even where the code under test swallows the error, and so does an interceptor unused.
 * A test that wants more calls nock.enableNetConnect itself; the rule is back for the next test.
 */

const unexpected: string[] = [];

function isThisMachine(host: string): boolean {
	return host.startsWith('127.0.0.1:');
}

nock.emitter.on('no match', (_request: unknown, options?: { method?: string; href?: string }) => {
	// Without options there was no interceptor for the host at all; the net rule below has the say.
	if (options !== undefined) unexpected.push(`${options.method ?? 'GET'} ${options.href ?? ''}`);
});

beforeEach(() => {
	if (!nock.isActive()) nock.activate();
	nock.disableNetConnect();
	nock.enableNetConnect((host) => {
		if (!isThisMachine(host)) unexpected.push(host);
		return isThisMachine(host);
	});
});

afterEach(() => {
	const unused = nock.pendingMocks();
	const refused = unexpected.splice(0);
	nock.abortPendingRequests();
	nock.cleanAll();
	forgetRateLimiters();
	forgetErrorTexts();
	forgetPrinters();
	if (refused.length > 0) throw new Error(`Unexpected requests: ${refused.join(', ')}`);
	if (unused.length > 0) throw new Error(`Requests never made: ${unused.join(', ')}`);
});

// Each test file has its own nock, and all of them patch the one http of the process.
afterAll(() => {
	nock.restore();
});
