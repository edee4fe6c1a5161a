/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { UserProblem } from '../../sandbox/say';
import { assertCloudPortsFree, startSimulatedCloud } from '../../sandbox/simulatedCloud';
import { startCloud } from '../cloud';

let other: Awaited<ReturnType<typeof startCloud>>;
let taken: number;
let folder: string;

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'bambulab-ports-'));
	other = await startCloud({});
	taken = Number(new URL(other.apiUrl).port);
});

afterAll(async () => {
	await other.stop();
	rmSync(folder, { recursive: true });
});

test.each([
	['before anything is installed', async () => await assertCloudPortsFree(taken)],
	['if it was taken meanwhile', async () => await startSimulatedCloud(folder, taken, 60)],
])('a taken port of the simulated cloud is one sentence %s', async (_when, act) => {
	const error = await act().catch((caught: unknown) => caught);
	expect(error).toBeInstanceOf(UserProblem);
	expect((error as Error).message).toBe(
		`Port ${taken}, which the simulated cloud needs, is taken. Choose four others in a row, ` +
			`for example: npm start -- --cloud-port ${taken + 100}`,
	);
});
