import type { StubbedAnswer } from '../support/stubContext';
import type { AccountWorld } from './accountWorld';
import { listensFor, type Scope } from './observer';
import { printerEvents } from './printerObserver';
import type { Seen } from './watchedAccount';

/** What the cloud answers, and a note of what a poll has seen of the printers by it. */
export function answerFor(
	{ pathname, searchParams }: URL,
	world: AccountWorld,
	hasDuplicate: boolean,
	seen: Seen,
	scope: Scope,
): StubbedAnswer {
	const [offset, limit] = [searchParams.get('offset'), searchParams.get('limit')].map(Number);
	const { park } = world;
	if (pathname.endsWith('/my/tasks')) {
		const device = searchParams.get('deviceId') ?? undefined;
		return { status: 200, body: world.prints.page(offset ?? 0, limit ?? 20, hasDuplicate, device) };
	}
	if (pathname.endsWith('/my/messages')) {
		return { status: 200, body: world.messages.page(offset ?? 0, limit ?? 20, hasDuplicate) };
	}
	if (pathname.endsWith('/user/bind')) {
		// Later ones of a poll look for names only.
		if (listensFor(scope, printerEvents)) {
			seen.sighting ??= park.bound.map(({ serial, isOnline, status }) => ({
				serial,
				isOnline,
				status,
			}));
		}
		return { status: 200, body: park.bind() };
	}
	const answer = park.versions(searchParams.get('dev_id'));
	seen.offers ??= [];
	if (answer.status === 200) seen.offers.push(...offersIn(answer.body));
	return answer;
}

function offersIn(body: object): string[] {
	const { devices } = body as {
		devices: Array<{ dev_id: string; firmware: Array<{ version: string }> }>;
	};
	return devices.flatMap(({ dev_id: serial, firmware }) =>
		firmware.map(({ version }) => `${serial}:${version}`),
	);
}
