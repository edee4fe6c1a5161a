import { Cloud } from './cloud';
import { listenFor } from './http/apiServer';
import { listenForControl } from './http/controlServer';
import { startServer, type RunningServer } from './http/server';
import { LiveBroker } from './live/broker';
import type { ReceivedRequest } from './requestLog';
import type { World } from './world/world';

export type { ReceivedRequest } from './requestLog';
export { World } from './world/world';

export interface CloudOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	controlPort?: number;
	filesPort?: number;
	/** With one of them, a broker runs on which printers tell their live status; 0 takes any free port. */
	mqttPort?: number | undefined;
	mqttsPort?: number | undefined;
	/** How much faster than real time prints run. */
	speed?: number;
	printers?: number;
	/** Finished tasks at the start. */
	history?: number;
	/** Answers 500 to whatever the contract doesn't know, and keeps it in `violations()`. */
	strict?: boolean;
	/** A past with rows that are hard to read: figures that disagree, placeholders, times that are none. */
	odd?: boolean;
	/** For measuring: checks no answer, and shows the row of an ended print as it was at first. */
	lean?: boolean;
	now?: () => number;
}

export interface SimulatedCloud {
	apiUrl: string;
	/** The web origin; here the same server as the API. */
	webUrl: string;
	filesUrl: string;
	controlUrl: string;
	/** Undefined where no port for it was given. */
	readonly broker: LiveBroker | undefined;
	/** The world of this moment; a reset makes another one. */
	readonly world: World;
	requests(): ReceivedRequest[];
	violations(): string[];
	reset(): void;
	/** As if its process were killed: connections break, new ones are refused. Its world lives on. */
	goDown(): Promise<void>;
	/** After `goDown`, on the same addresses. */
	comeBack(): Promise<void>;
	stop(): Promise<void>;
}

export const DEFAULTS = { speed: 1, printers: 5, history: 57 };

/** Starts a simulated cloud on 127.0.0.1; any number of them can live in one process. */
export async function startCloud(options: CloudOptions = {}): Promise<SimulatedCloud> {
	const { port = 0, controlPort = 0, filesPort = 0 } = options;
	const { mqttPort, mqttsPort } = options;
	const { strict = true, lean = false, odd = false, now = Date.now } = options;
	const {
		speed = DEFAULTS.speed,
		printers = DEFAULTS.printers,
		history = DEFAULTS.history,
	} = options;
	const cloud = new Cloud({ speed, printers, history, strict, lean, odd, now });
	const servers: RunningServer[] = [];
	const stop = async () => {
		await cloud.broker?.stop();
		await Promise.all(servers.map(async (server) => await server.stop()));
	};
	let isRunning = false;
	try {
		const files = await startServer(filesPort, '--files-port', listenFor('files', cloud));
		servers.push(files);
		const api = await startServer(port, '--port', listenFor('api', cloud));
		servers.push(api);
		const control = await startServer(controlPort, '--control-port', listenForControl(cloud));
		servers.push(control);
		if (mqttPort !== undefined || mqttsPort !== undefined) {
			cloud.broker = new LiveBroker(cloud);
			await cloud.broker.start(mqttPort ?? 0, mqttsPort ?? 0);
		}
		cloud.filesUrl = files.url;
		isRunning = true;
		return {
			apiUrl: api.url,
			webUrl: api.url,
			filesUrl: files.url,
			controlUrl: control.url,
			broker: cloud.broker,
			get world() {
				return cloud.world;
			},
			requests: () => cloud.log.since(),
			violations: () => [...cloud.violations],
			reset: () => cloud.reset(),
			goDown: async () => void (await Promise.all([api.stop(), files.stop()])),
			comeBack: async () => void (await Promise.all([api.restart(), files.restart()])),
			stop,
		};
	} finally {
		if (!isRunning) await stop();
	}
}
