/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- a development tool that never ships */
import { parseArgs } from 'node:util';
import { DEFAULTS, startCloud, type SimulatedCloud } from './index';
import { PortTaken } from './http/server';
import { ACCOUNTS, PASSWORD } from './signIn/accounts';

const USAGE = `npm run cloud -- [options]

  --port N           API and web origin (8787); the next two follow it
  --control-port N   control API (8788, or the port and 1)
  --files-port N     pictures and files (8789, or the port and 2)
  --mqtt-port N      live reports of printers by MQTT; none unless it or the next is given
  --mqtts-port N     the same by MQTT over TLS, with a certificate of its own
  --speed N          prints run N times faster than real time (${DEFAULTS.speed})
  --printers N       how many printers (${DEFAULTS.printers})
  --history N        how many finished tasks at the start (${DEFAULTS.history})
  --strict           refuse whatever the contract doesn't know
  --odd              rows of the past that are hard to read: figures that disagree, times that are none
  --lean             for measuring: check no answer, keep the rows of ended prints
  --help`;

class BadOption extends Error {}

function readOptions(args: string[]) {
	const { values } = parseArgs({
		args,
		options: {
			port: { type: 'string', default: '8787' },
			'control-port': { type: 'string' },
			'files-port': { type: 'string' },
			'mqtt-port': { type: 'string' },
			'mqtts-port': { type: 'string' },
			speed: { type: 'string', default: String(DEFAULTS.speed) },
			printers: { type: 'string', default: String(DEFAULTS.printers) },
			history: { type: 'string', default: String(DEFAULTS.history) },
			strict: { type: 'boolean', default: false },
			odd: { type: 'boolean', default: false },
			lean: { type: 'boolean', default: false },
			help: { type: 'boolean', default: false },
		},
	});
	const whole = (
		name: Exclude<keyof typeof values, 'strict' | 'odd' | 'lean' | 'help' | 'speed'>,
		most: number,
	) => {
		const number = Number(values[name]);
		if (!/^\d+$/.test(values[name] ?? '') || number > most) {
			throw new BadOption(
				`--${name} must be a whole number up to ${most}, not "${values[name] ?? ''}".`,
			);
		}
		return number;
	};
	const port = whole('port', 65_535);
	// Port 0 is any free one, which has no neighbours.
	const portBeside = (name: 'control-port' | 'files-port', distance: number) =>
		values[name] === undefined ? port && port + distance : whole(name, 65_535);
	const portIfGiven = (name: 'mqtt-port' | 'mqtts-port') =>
		values[name] === undefined ? undefined : whole(name, 65_535);
	const speed = Number(values.speed);
	if (!(speed > 0) || !Number.isFinite(speed)) {
		throw new BadOption(`--speed must be a number above 0, not "${values.speed}".`);
	}
	return {
		help: values.help,
		port,
		controlPort: portBeside('control-port', 1),
		filesPort: portBeside('files-port', 2),
		mqttPort: portIfGiven('mqtt-port'),
		mqttsPort: portIfGiven('mqtts-port'),
		printers: whole('printers', 1000),
		history: whole('history', 100_000),
		speed,
		strict: values.strict,
		odd: values.odd,
		lean: values.lean,
	};
}

function announce(cloud: SimulatedCloud): string {
	const accounts = ACCOUNTS.map(({ name, challenge, totpSecret }) => {
		const how = {
			none: 'token at once',
			verifyCode: `code in ${cloud.controlUrl}/inbox/${name}`,
			tfa: `authenticator, secret ${totpSecret ?? ''}`,
		}[challenge];
		return `  ${name.padEnd(20)} ${how}`;
	});
	return [
		'Simulated Bambu Lab cloud',
		`  API and web origin   ${cloud.apiUrl}`,
		`  Control API          ${cloud.controlUrl}`,
		`  Pictures and files   ${cloud.filesUrl}`,
		...(cloud.broker ? [`  Live reports         ${cloud.broker.url}, ${cloud.broker.tlsUrl}`] : []),
		`Accounts, all with the password ${PASSWORD}`,
		...accounts,
		'Start a print:',
		`  curl -X POST ${cloud.controlUrl}/prints -d '{"title":"Benchy","seconds":30}'`,
		'Ctrl-C stops it.',
	].join('\n');
}

async function main(): Promise<void> {
	const { help, ...options } = readOptions(process.argv.slice(2));
	if (help) {
		say(USAGE);
		return;
	}
	const cloud = await startCloud(options);
	say(announce(cloud));
	const end = () => {
		void cloud.stop().then(() => process.exit(0));
	};
	process.once('SIGINT', end);
	process.once('SIGTERM', end);
}

function say(words: string): void {
	process.stdout.write(`${words}\n`);
}

function explain(error: unknown): string {
	if (error instanceof PortTaken || error instanceof BadOption) return error.message;
	// What parseArgs throws for an option that it doesn't know.
	if (error instanceof TypeError && 'code' in error) return `${error.message}\n\n${USAGE}`;
	return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
	process.stderr.write(`${explain(error)}\n`);
	process.exit(1);
});
