import type { IDataObject } from 'n8n-workflow';

import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { poll } from '../../nodes/BambuLab/trigger/poll';
import { boundDevice } from '../cloud/handlers/devices';
import { defaultSettings } from '../cloud/settings';
import { messageRow } from '../cloud/world/messages';
import { taskRow } from '../cloud/world/taskRow';
import { World } from '../cloud/world/world';
import { stubContext } from '../trigger/support/stubContext';

export interface StateSize {
	run: 'state';
	printers: number;
	history: number;
	bytes: number;
}

/** What the cloud answers to a poll, without the detour over HTTP. */
function answerFrom(world: World, { pathname, searchParams }: URL): object {
	const now = world.now();
	const sign = (path: string) => `http://files.example${path}`;
	const sender = { uid: 1, name: 'Bambu Lab', avatar: '' };
	const [offset = 0, limit = 20] = ['offset', 'limit'].map((name) =>
		Number(searchParams.get(name)),
	);
	const pageOf = <T>(rows: T[], rowOf: (row: T) => object) => ({
		total: rows.length,
		hits: rows.slice(offset, offset + limit).map(rowOf),
	});
	if (pathname.endsWith('/my/tasks')) {
		const deviceId = searchParams.get('deviceId');
		const prints = world.prints.filter((print) => deviceId === null || print.deviceId === deviceId);
		return pageOf(prints, (print) => taskRow(print, now, sign));
	}
	if (pathname.endsWith('/my/messages')) {
		return pageOf(world.messages, (message) => messageRow(message, sender, sign));
	}
	if (pathname.endsWith('/filament/v2')) return pageOf(world.spools, (spool) => spool);
	if (pathname.endsWith('/bind')) return { devices: world.printers.map(boundDevice) };
	if (pathname.endsWith('/preference')) return { uid: 1234567890 };
	if (pathname.endsWith('/my/design/published'))
		return pageOf(world.maker.models, (model) => model);
	if (pathname.endsWith('/my/profile')) return {};
	if (pathname.endsWith('/message/count')) return {};
	if (pathname.endsWith('/slicer/setting')) return {};
	if (!pathname.endsWith('/version')) throw new Error(`No answer for ${pathname}`);
	const devices = world.printers.map(({ serial, firmware }) => ({
		dev_id: serial,
		version: firmware.installed,
		firmware: firmware.offered,
	}));
	return { devices };
}

/** What n8n has to store for a trigger of a large farm that listens to everything and prints all the time. */
export async function largestState(printers = 500, history = 10_000): Promise<StateSize> {
	const settings = defaultSettings();
	const clock = { now: Date.now() };
	const world = new World({ printers, history, settings, clock: () => clock.now });
	const staticData: IDataObject = {};
	let bytes = 0;
	for (let round = 0; round < 4; round++) {
		for (const { serial, firmware } of world.printers) {
			world.startPrint({ deviceId: serial, seconds: 3000 });
			firmware.offered = [
				{ version: `01.0${round}.00.00`, description: '', status: 'release', forceUpdate: false },
			];
		}
		// Each in a process of its own, so that each asks for everything.
		const context = stubContext({
			nodeId: `of round ${round}`,
			parameters: {
				events: eventOptions.map(({ value }) => value),
				options: { waitForFilament: false },
			},
			staticData,
			activation: round === 0 ? 'activate' : 'update',
			answer: async (target) => ({ status: 200, body: answerFrom(world, target) }),
		});
		await poll(context);
		bytes = Math.max(bytes, JSON.stringify(staticData.state).length);
		clock.now += 3_600_000;
	}
	return { run: 'state', printers, history, bytes };
}
