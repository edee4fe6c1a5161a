import type { SoakFigures } from '../soak/report';
import { EARLY, type Growth, LATE } from '../soak/tally';
import { count, table } from './figureTable';
import type { Figures } from './reliability';

/** The minutes whose samples stand beside each other. */
function soakWindows(minutes: number): Record<'early' | 'late', string> {
	const span = ([from, until]: readonly [number, number]) =>
		`${Math.round(from * minutes)} to ${Math.round(until * minutes)}`;
	return { early: span(EARLY), late: span(LATE) };
}

/** What half an hour of a simulated farm came to. */
export function soakSection({ soak }: Figures): string {
	if (soak === undefined) return '';
	const { printers, history, minutes, prints, list, lookups } = soak;
	const { early, late } = soakWindows(minutes);
	const bulk = (name: string, { runs, complete, failed }: SoakFigures['list']) => {
		const words = `${complete} of ${runs}${failed > 0 ? `; ${failed} ended in an error that says why` : ''}`;
		return [`${name}: complete`, words];
	};
	const growth = (name: string, of: Growth, unit = '') => [
		`${name}, minutes ${early} → ${late}`,
		`${count.format(of.early)}${unit} → ${count.format(of.late)}${unit}`,
	];
	return `
### A farm for ${minutes} minutes

\`npm run test:soak\` lets a simulated farm of ${printers} printers work, with ${count.format(history)} prints of history. Each
second a print ends and another starts; printers drop off, and sessions end at times.${soak.firmware ? ' The firmware is refused (status 403) for the whole time.' : ''} One
request in a hundred fails (statuses 429, 500, 502, 503, connections that break, answers that are cut off, late, or
never come, and a captcha now and then). In one n8n ${soak.n8n}, the trigger polls every 5 seconds for all events but
_Sign-In Expires Soon_, and each minute one workflow lists all prints and another looks up 500 of them one by one.

Lost, repeated: events of prints, messages, and printers offline and online, each of which must be
reported once; changes of status must lead from each printer's first status to its last without a gap. Memory is
n8n's own with everything in it, the median of the samples after a collection of garbage; n8n was set to keep no successful
executions (\`EXECUTIONS_DATA_SAVE_ON_SUCCESS=none\`).

${table([
	['What', 'Figure'],
	['Run on', `${soak.date}; ${soak.machine}; seed ${soak.seed}`],
	['Prints that ended', prints],
	['Events that happened', soak.events],
	['Lost', soak.lost],
	['Repeated', soak.repeated],
	['Never happened, but reported', soak.unexpected],
	['Changes of status', soak.statusChanges],
	['Gaps among them', soak.brokenChains],
	['Polls', soak.polls],
	['… that failed, and were made up for by the next', soak.failedPolls],
	...(soak.firmware ? [['Requests for the firmware, all refused', soak.firmware.refused]] : []),
	['Requests', soak.requests],
	['… that met with a fault', soak.faulty],
	['Sessions that ended', soak.revocations],
	['Logins', soak.logins],
	bulk('Lists of all prints', list),
	bulk('Lookups of 500 prints', lookups),
	growth("n8n's heap", soak.heapMiB, ' MiB'),
	growth("n8n's process", soak.rssMiB, ' MiB'),
	growth("Most entries in the nodes' own caches", soak.held),
	['Largest stored state', `${(soak.stateBytes / 1000).toFixed(1)} kB`],
])}
`;
}
