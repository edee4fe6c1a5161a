import { compare, type Snapshot } from '../../nodes/BambuLab/trigger/kernel';
import { readState, storedForm } from '../../nodes/BambuLab/trigger/state';
import { noOpening } from '../../nodes/BambuLab/trigger/settings';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { boundDevice } from '../cloud/handlers/devices';
import { defaultSettings } from '../cloud/settings';
import { messageRow } from '../cloud/world/messages';
import { taskRow } from '../cloud/world/taskRow';
import { World } from '../cloud/world/world';

export interface StateSize {
	run: 'state';
	printers: number;
	history: number;
	bytes: number;
}

function snapshotOf(world: World): Snapshot {
	const now = world.now();
	const sign = (path: string) => `http://files.example${path}`;
	const sender = { uid: 1, name: 'Bambu Lab', avatar: '' };
	return {
		tasksBelow: undefined,
		tasks: world.prints.map((print) => taskRow(print, now, sign)),
		messages: world.messages.map((message) => messageRow(message, sender, sign)),
		devices: world.printers.map(boundDevice),
		firmware: world.printers.map(({ serial, firmware }) => ({
			dev_id: serial,
			version: firmware.installed,
			firmware: firmware.offered,
		})),
		session: undefined,
	};
}

/** What n8n has to store for a trigger of a large farm that listens to everything and prints all the time. */
export function largestState(printers = 500, history = 10_000): StateSize {
	const clock = { now: Date.parse('2026-01-01T00:00:00Z') };
	const settings = defaultSettings();
	const world = new World({ printers, history, settings, clock: () => clock.now });
	const wishes = {
		scope: { events: eventOptions.map(({ value }) => value), printers: [], messageTypes: [] },
		daysBefore: 7,
		filamentWaitMs: 0,
		offlineAfter: 300,
		opening: noOpening,
	};
	const account = { uid: '1234567890', token: 'f'.repeat(24) };
	let stored: object | undefined;
	let bytes = 0;
	for (let round = 0; round < 4; round++) {
		for (const { serial, firmware } of world.printers) {
			world.startPrint({ deviceId: serial, seconds: 3000 });
			firmware.offered = [
				{ version: `01.0${round}.00.00`, description: '', status: 'release', forceUpdate: false },
			];
		}
		const { next } = compare({
			before: readState(stored),
			snapshot: snapshotOf(world),
			heldBack: [],
			wishes,
			now: clock.now,
		});
		stored = storedForm({ ...next, account });
		bytes = Math.max(bytes, JSON.stringify(stored).length);
		clock.now += 3_600_000;
	}
	return { run: 'state', printers, history, bytes };
}
