/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

import { cacheRoot, defaultUserFolder } from './paths';
import { UserProblem } from './say';

const usualPort = 5678;
const usualCloudPort = 8787;

export interface StartOptions {
	help: boolean;
	/** No simulated cloud: the user signs in with an own account. */
	real: boolean;
	/** Throw away what n8n kept from earlier starts. */
	fresh: boolean;
	userFolder: string;
	port: number;
	cloudPort: number;
	speed: number;
	print: boolean;
	reinstall: boolean;
}

export const HELP = `Usage: npm start -- [options]

Starts a real n8n with this package installed in it, a simulated Bambu Lab cloud with a few
printers, and an example workflow that fires when a simulated print ends. Ctrl-C stops it all.

  --real              no simulated cloud: sign in with your own account in the editor
  --port N            n8n's port (default 5678). With another one, everything else follows, so that
                      two of them run side by side: n8n's data, and the simulated cloud's ports
  --cloud-port N      the simulated cloud's port; its control API, its files, and the MQTT broker
                      of its printers take N+1 to N+3 (default 8787)
  --speed N           how many times faster than real time simulated prints run (default 60)
  --no-print          start no print at the beginning
  --fresh             throw away what n8n kept from earlier starts (workflows, credentials, logs)
  --user-folder DIR   keep n8n's data there instead of in the cache folder
  --reinstall         install n8n anew
  --help              show this

Node 24 and n8n are kept in ${cacheRoot()}
(another folder: set N8N_BAMBULAB_CACHE). Deleting it removes all that this has installed.`;

const WHOLE_NUMBER = /^\d+$/;

/** Reads the command line; what is wrong with it comes as a sentence for the user. */
export function readOptions(args: string[]): StartOptions {
	const values = parse(args);
	if (values.real && (values['no-print'] || values.speed || values['cloud-port'])) {
		throw problem(
			'--real has no simulated cloud, so --cloud-port, --speed and --no-print do not fit',
		);
	}
	const real = values.real ?? false;
	const folder = values['user-folder'];
	const ownPort = port(values.port, '--port', usualPort, 65_535);
	// As far from the usual one as n8n's, so that what runs side by side does not meet.
	const follower = usualCloudPort + ownPort - usualPort;
	const besides = follower <= 65_532 ? follower : usualCloudPort;
	return {
		help: values.help ?? false,
		real,
		fresh: values.fresh ?? false,
		userFolder: folder === undefined ? usualFolder(real, ownPort) : resolve(folder),
		port: ownPort,
		cloudPort: port(values['cloud-port'], '--cloud-port', besides, 65_532),
		speed: speed(values.speed),
		print: !(values['no-print'] ?? false),
		reinstall: values.reinstall ?? false,
	};
}

/** Each port has its own, as two n8n must not share one. */
function usualFolder(real: boolean, ownPort: number): string {
	const folder = defaultUserFolder(real);
	return ownPort === usualPort ? folder : `${folder}-${ownPort}`;
}

function parse(args: string[]) {
	try {
		return parseArgs({
			args,
			options: {
				help: { type: 'boolean', short: 'h' },
				real: { type: 'boolean' },
				fresh: { type: 'boolean' },
				'user-folder': { type: 'string' },
				port: { type: 'string' },
				'cloud-port': { type: 'string' },
				speed: { type: 'string' },
				'no-print': { type: 'boolean' },
				reinstall: { type: 'boolean' },
			},
		}).values;
	} catch (error) {
		throw problem(error instanceof Error ? error.message.replace(/\.$/, '') : String(error));
	}
}

function port(text: string | undefined, name: string, fallback: number, highest: number): number {
	if (text === undefined) return fallback;
	const value = Number(text);
	if (!WHOLE_NUMBER.test(text) || value < 1 || value > highest) {
		throw problem(`${name} takes a port from 1 to ${highest}, not "${text}"`);
	}
	return value;
}

function speed(text: string | undefined): number {
	if (text === undefined) return 60;
	const value = Number(text);
	if (!(value > 0 && Number.isFinite(value))) {
		throw problem(`--speed takes a number above 0, not "${text}"`);
	}
	return value;
}

function problem(sentence: string): UserProblem {
	return new UserProblem(`${sentence}. "npm start -- --help" lists the options.`);
}
