import type { World } from '../cloud/world/world';
import type { Changes, ExampleBench } from '../e2e/examples/bench';
import { retyped } from '../e2e/examples/steps';
import { everySeconds } from '../e2e/support/workflows';

const often = { pollTimes: everySeconds(5) };

/** Another channel and chat than the plain alerts have, so that each can be told by itself. */
export const channels = { plain: '#3d-prints', pictures: 'C0PRINTS' };
export const chats = { pictures: '123456789', comments: '-1004242' };

/** The printers that have plugs: of the air filter, and of the printer. */
export const plugsOf: { [printer: string]: { filter: string; power: string } } = {
	Workshop: { filter: '192.168.1.51', power: '192.168.1.52' },
	Desk: { filter: '192.168.1.53', power: '192.168.1.54' },
};

function switchesOf({ filter, power }: { filter: string; power: string }): string {
	const at = (host: string, state: string) => `'http://${host}/cm?cmnd=Power%20${state}'`;
	return `filterOn: ${at(filter, 'On')}, filterOff: ${at(filter, 'Off')}, powerOff: ${at(power, 'Off')}`;
}

function plugs(): Record<string, unknown> {
	const own = Object.entries(plugsOf).map(([name, hosts]) => `'${name}': { ${switchesOf(hosts)} }`);
	return retyped('power-off-after-print', 'Find Plugs', [
		'const plugs = {',
		`const plugs = { ${own.join(', ')},`,
	]);
}

/** The printers that have alerts with pictures. Those of a whole farm take more than twice the time. */
export function picturedSerials({ printers }: Pick<World, 'printers'>): string[] {
	return printers.slice(0, 10).map(({ serial }) => serial);
}

/** The examples that run all month long, and what is set up in them. */
export function publishedExamples({ lab, standIns }: ExampleBench): Record<string, () => Changes> {
	const pictured = () => ({
		'Print Ended': { ...often, filters: { deviceIds: picturedSerials(lab().cloud.world) } },
	});
	const withPlugs = () =>
		lab().cloud.world.printers.flatMap(({ name, serial }) => (name in plugsOf ? serial : []));
	const sheet = () => ({ documentId: standIns().google.sheetLocator() });
	const ends = () => ({ 'Print Ended': often });
	return {
		'log-prints-to-data-table': ends,
		'log-prints-to-google-sheets': () => ({ ...ends(), 'Add Row to Sheet': sheet() }),
		'log-prints-to-csv': ends,
		'log-prints-to-excel': ends,
		'slack-alert': ends,
		'deduct-grams-in-spoolman': ends,
		'deduct-grams-in-bambu-inventory': ends,
		'reorder-low-filament': () => ({ 'Filament Low': often }),
		'remind-of-maintenance': ends,
		'mark-printed-orders': () => ({
			...{ 'Print Finished': often, 'Get Orders': sheet(), 'Mark Order as Printed': sheet() },
		}),
		'telegram-alert-with-picture': ends,
		'ntfy-alert-with-picture': () => ({
			...pictured(),
			'Compose Message': retyped('ntfy-alert-with-picture', 'Compose Message', [
				"topic = ''",
				"topic = 'month'",
			]),
		}),
		'slack-alert-with-picture': () => ({
			...pictured(),
			'Send Picture and Message': {
				options: { channelId: channels.pictures, initialComment: '={{ $json.text }}' },
			},
			'Send Message Alone': { channelId: { __rl: true, mode: 'id', value: channels.pictures } },
		}),
		// A wait of n8n's clock would pass with the next step only.
		'power-off-after-print': () => ({
			'Print Ended': { ...often, filters: { deviceIds: withPlugs() } },
			...{ 'Find Plugs': plugs(), Wait: { amount: 1, unit: 'seconds' } },
		}),
		'warn-by-email': () => ({ 'Offline, Sign-In, or Trouble': often }),
		'firmware-news-by-email': () => ({ 'New Firmware': often }),
		'firmware-news-to-discord': () => ({ 'New Firmware': often }),
		'comment-to-telegram': () => ({
			...{ 'New Comment or Rating': often, 'Send Comment': { chatId: chats.comments } },
		}),
	};
}
