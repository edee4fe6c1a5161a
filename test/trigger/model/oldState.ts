import type { IDataObject } from 'n8n-workflow';

import { readState } from '../../../nodes/BambuLab/trigger/state';

/**
 * Static data as the last release would have stored it, in version 1, which knew prints and the
 * sign-in only; unchanged where it holds more.
 */
export function asVersion1(stored: string, deviceIds: string[]): string {
	const staticData = JSON.parse(stored) as IDataObject;
	const { account, scope, tasks, messages, devices, firmware, session } =
		readState(staticData.state) ?? {};
	const isTooNew = [messages, devices, firmware].some((part) => part !== undefined);
	if (account === undefined || scope === undefined || isTooNew) return stored;
	const state = {
		version: 1,
		account,
		scope: { events: scope.events, deviceIds },
		...(tasks && { tasks }),
		...(session && { session }),
	};
	return JSON.stringify({ ...staticData, state });
}
