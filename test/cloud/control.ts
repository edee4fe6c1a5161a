import type { Cloud } from './cloud';
import { boundDevice } from './handlers/devices';
import { changeSpool } from './handlers/filament';
import type { LiveBroker } from './live/broker';
import { happenings } from './live/happen';
import {
	BadControlRequest,
	booleanInput,
	choiceInput,
	knownNames,
	numberInput,
	objectInput,
	textInput,
	type Input,
} from './http/controlInput';
import { readFault } from './faults';
import { readRateLimit } from './rateLimit';
import { makerRoutes } from './controlMaker';
import { changeSettings } from './settings';
import { ACCOUNTS, findAccount, type Account } from './signIn/accounts';
import { taskRow } from './world/taskRow';
import type { Print, Printer } from './world/types';
import type { PrintInput } from './world/world';

export interface ControlCall {
	cloud: Cloud;
	/** What stands for the names in braces. */
	parts: string[];
	query: URLSearchParams;
	body: unknown;
}

export interface ControlRoute {
	method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
	path: string;
	run(call: ControlCall): unknown;
}

const OUTCOMES = ['finished', 'failed'] as const;

export const controlRoutes: readonly ControlRoute[] = [
	route('GET', '/', () => ({
		about: 'Control API of the simulated cloud; see test/cloud/README.md',
		routes: controlRoutes.map(({ method, path }) => `${method} ${path}`),
	})),

	route('POST', '/reset', ({ cloud }) => {
		cloud.reset();
		return { reset: true };
	}),

	route('GET', '/state', ({ cloud }) => state(cloud)),

	route('GET', '/inbox/{account}', ({ cloud, parts }) => {
		const account = accountOf(parts[0]);
		const code = cloud.signIn.inbox(account);
		if (code === undefined) {
			throw new BadControlRequest(`No code was sent to ${account.name} yet.`, 404);
		}
		return { code };
	}),

	route('GET', '/requests', ({ cloud, query }) => {
		const since = Number(query.get('since') ?? 0);
		if (!Number.isInteger(since)) {
			throw new BadControlRequest('"since" must be the number of a request.');
		}
		return cloud.log.since(since);
	}),

	route('GET', '/violations', ({ cloud }) => cloud.violations),

	route('POST', '/prints', ({ cloud, body }) => {
		const print = cloud.world.startPrint(printInput(objectInput(body, 'A print')));
		return rowOf(print, cloud);
	}),

	route('POST', '/prints/{id}/end', ({ cloud, parts, body }) => {
		const print = printOf(cloud, parts[0]);
		const input = objectInput(body, 'The end of a print');
		knownNames(input, ['outcome'], 'The end of a print');
		if (print.ended) throw new BadControlRequest(`Print ${print.id} has ended already.`, 409);
		cloud.world.endPrint(print, choiceInput(input, 'outcome', OUTCOMES) ?? 'finished');
		return rowOf(print, cloud);
	}),

	route('PATCH', '/prints/{id}', ({ cloud, parts, body }) => {
		const print = printOf(cloud, parts[0]);
		Object.assign(print.fixed, objectInput(body, 'A change of a print'));
		return rowOf(print, cloud);
	}),

	route('DELETE', '/prints/{id}', ({ cloud, parts }) => {
		const print = printOf(cloud, parts[0]);
		cloud.world.removePrint(print);
		return { deleted: print.id };
	}),

	route('GET', '/printers', ({ cloud }) => cloud.world.printers.map(boundDevice)),

	route('POST', '/printers/{id}', ({ cloud, parts, body }) => {
		const printer = printerOf(cloud, parts[0]);
		changePrinter(printer, objectInput(body, 'A change of a printer'));
		return boundDevice(printer);
	}),

	route('POST', '/live/{id}', ({ cloud, parts, body }) => {
		const { happening, ...input } = objectInput(body, 'What happens');
		const printer = brokerOf(cloud).printer(printerOf(cloud, parts[0]).serial);
		const names = Object.keys(happenings);
		const happen = happenings[choiceInput({ happening }, 'happening', names) ?? ''];
		if (!happen) throw new BadControlRequest(`"happening" is needed: ${names.join(', ')}.`);
		if (printer) happen(printer, input);
		return { happened: happening };
	}),
	route('GET', '/broker', ({ cloud }) => {
		const { url, tlsUrl, connections } = brokerOf(cloud);
		return { url, tlsUrl, connections };
	}),
	route('POST', '/broker/cut', ({ cloud }) => ({ cut: brokerOf(cloud).cut() })),

	route('POST', '/messages', ({ cloud, body }) => {
		const { type, ...payload } = objectInput(body, 'A message');
		if (typeof type !== 'number' || !Number.isInteger(type)) {
			throw new BadControlRequest('"type" must be a whole number, such as 101.');
		}
		const { id } = cloud.world.addMessage(type, payload);
		return { id, type };
	}),

	...makerRoutes,

	route('POST', '/firmware', ({ cloud, body }) => {
		const input = objectInput(body, 'A firmware');
		knownNames(
			input,
			['deviceId', 'version', 'description', 'status', 'forceUpdate'],
			'A firmware',
		);
		const version = textInput(input, 'version');
		if (!version) throw new BadControlRequest('"version" is needed, such as "01.09.00.00".');
		const serial = textInput(input, 'deviceId');
		const printers = serial === undefined ? cloud.world.printers : [printerOf(cloud, serial)];
		for (const printer of printers) {
			cloud.world.offerFirmware(printer, {
				version,
				description: textInput(input, 'description') ?? '',
				status: textInput(input, 'status') ?? 'release',
				forceUpdate: booleanInput(input, 'forceUpdate') ?? false,
			});
		}
		return { offeredTo: printers.map(({ serial: id }) => id) };
	}),

	route('GET', '/spools', ({ cloud }) => cloud.world.spools),
	route('POST', '/spools/{id}', ({ cloud, parts: [id = ''], body }) => {
		const spool = changeSpool(cloud, Number(id), objectInput(body, 'A change of a spool'));
		if (!spool) throw new BadControlRequest(`There is no spool ${id}.`, 404);
		return spool;
	}),

	route('POST', '/faults', ({ cloud, body }) => {
		const fault = readFault(body);
		cloud.faults.add(fault);
		return fault;
	}),
	route('GET', '/faults', ({ cloud }) => cloud.faults.all()),
	route('DELETE', '/faults', ({ cloud }) => {
		cloud.faults.clear();
		return { faults: 0 };
	}),

	route('POST', '/tokens', ({ cloud, body }) => {
		const input = objectInput(body, 'A token');
		knownNames(input, ['account', 'seconds'], 'A token');
		const account = accountOf(textInput(input, 'account') ?? 'maker@example.com');
		return { accessToken: cloud.signIn.issueToken(account, numberInput(input, 'seconds')) };
	}),
	route('POST', '/tokens/revoke', ({ cloud, body }) => {
		const input = objectInput(body, 'What to revoke');
		knownNames(input, ['account'], 'What to revoke');
		const name = textInput(input, 'account');
		return { revoked: cloud.signIn.revokeAll(name === undefined ? undefined : accountOf(name)) };
	}),

	route('POST', '/ratelimit', ({ cloud, body }) => {
		const limit = readRateLimit(body);
		cloud.rateLimiter.set(limit);
		return { on: limit !== undefined, ...limit };
	}),

	route('GET', '/settings', ({ cloud }) => cloud.settings),
	route('POST', '/settings', ({ cloud, body }) => {
		changeSettings(cloud.settings, objectInput(body, 'The settings'));
		return cloud.settings;
	}),
];

function route(
	method: ControlRoute['method'],
	path: string,
	run: ControlRoute['run'],
): ControlRoute {
	return { method, path, run };
}

function brokerOf({ broker }: Cloud): LiveBroker {
	if (broker) return broker;
	throw new BadControlRequest('No broker runs: start the cloud with --mqtt-port.', 409);
}

function state(cloud: Cloud) {
	const { world } = cloud;
	const now = world.now();
	const running = world.prints.filter((print) => !print.ended);
	return {
		now: new Date(now).toISOString(),
		strict: cloud.strict,
		accounts: ACCOUNTS.map(({ name }) => name),
		printers: world.printers.length,
		tasks: world.prints.length,
		running: running.map(({ id, title, deviceId, endsAt }) => ({
			id,
			title,
			deviceId,
			secondsLeft: Math.max(0, Math.round((endsAt - now) / 1000)),
		})),
		messages: world.messages.length,
		faults: cloud.faults.all().length,
		rateLimit: cloud.rateLimiter.current() ?? null,
		violations: cloud.violations.length,
		settings: cloud.settings,
	};
}

function printInput(input: Input): PrintInput {
	const { deviceId, title, seconds, outcome, fillSeconds, id, ...fields } = input;
	return {
		deviceId: textInput({ deviceId }, 'deviceId'),
		title: textInput({ title }, 'title'),
		seconds: numberInput({ seconds }, 'seconds'),
		outcome: choiceInput({ outcome }, 'outcome', OUTCOMES),
		fillSeconds: numberInput({ fillSeconds }, 'fillSeconds'),
		id: numberInput({ id }, 'id'),
		fields,
	};
}

function changePrinter(printer: Printer, input: Input): void {
	knownNames(input, ['online', 'name', 'print_status'], 'A printer');
	printer.online = booleanInput(input, 'online') ?? printer.online;
	printer.name = textInput(input, 'name') ?? printer.name;
	printer.printStatus = textInput(input, 'print_status') ?? printer.printStatus;
}

function rowOf(print: Print, cloud: Cloud) {
	return taskRow(print, cloud.world.now(), cloud.sign);
}

function printOf(cloud: Cloud, id = ''): Print {
	const print = cloud.world.print(Number(id));
	if (!print) throw new BadControlRequest(`There is no print ${id}.`, 404);
	return print;
}

function printerOf(cloud: Cloud, id = ''): Printer {
	const printer = cloud.world.printers.find(({ serial, name }) => serial === id || name === id);
	if (!printer) {
		const known = cloud.world.printers
			.slice(0, 10)
			.map(({ serial, name }) => `${serial} (${name})`);
		throw new BadControlRequest(`There is no printer ${id}. There are: ${known.join(', ')}.`, 404);
	}
	return printer;
}

function accountOf(name = ''): Account {
	const account = findAccount(name);
	if (!account) {
		const known = ACCOUNTS.map((candidate) => candidate.name).join(', ');
		throw new BadControlRequest(`There is no account ${name}. Accounts: ${known}.`, 404);
	}
	return account;
}
