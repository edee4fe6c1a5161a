import type * as delays from '../../nodes/BambuLab/cloud/http/delay';

const timesFaster = 50;

/** In place of `cloud/http/delay` where a test fails for long: what waits for a retry waits less. */
export async function delay(ms: number, signal?: AbortSignal): Promise<void> {
	const actual = jest.requireActual<typeof delays>('../../nodes/BambuLab/cloud/http/delay');
	await actual.delay(ms / timesFaster, signal);
}
