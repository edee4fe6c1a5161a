import { table } from './figureTable';
import type { Figures } from './reliability';

/** What came through of the live reports of simulated printers, and what n8n does where a broker refuses it. */
export interface LiveFigures {
	run: 'live';
	date: string;
	/** What was played, and what came of it. */
	rows: Array<{
		what: string;
		reports: number;
		happenings: number;
		lost: number;
		repeated: number;
	}>;
}

export function liveSection({ live }: Figures): string {
	if (live === undefined) return '';
	const { date, rows } = live;
	return `
### Live reports

Simulated printers on a real MQTT broker, n8n's own MQTT Trigger, and _Printer: Read Live Report_ in a real n8n
(\`test/e2e/liveReports.e2e.ts\`). A printer sends one report after the other; whatever happened must come out once.

${table([
	['Printers that send', 'On', 'Reports', 'Happened', 'Lost', 'Repeated'],
	...rows.map(({ what, reports, happenings, lost, repeated }) => [
		what,
		date,
		reports,
		happenings,
		lost,
		repeated,
	]),
])}
`;
}

/** What n8n does to a broker that refuses its token. */
export interface LiveBrokerFigures {
	run: 'liveBroker';
	date: string;
	rows: Array<{
		n8n: string;
		what: string;
		/** Connections in the first minute, or for as long as it went on. */
		connections: number;
		seconds: number;
		/** What n8n's list of workflows says. */
		shown: string;
	}>;
}

export function liveBrokerSection({ liveBroker }: Figures): string {
	if (liveBroker === undefined) return '';
	const { date, rows } = liveBroker;
	return `
### A broker that refuses its token

What n8n's MQTT Trigger does when the token in its credential has died, on a broker of our own
(\`test/e2e/liveBroker.e2e.ts\`). Bambu Lab has said that it bans accounts that connect about once a minute; so
[live status](live-status.md) says not to listen to Bambu Lab's broker. A guard is a second workflow that asks for the
session's status every 10 seconds, which is more often than anybody should, and unpublishes the first.

${table([
	['n8n', 'On', 'What', 'Connections', 'in', 'n8n shows the workflow as'],
	...rows.map(({ n8n, what, connections, seconds, shown }) => [
		n8n,
		date,
		what,
		connections,
		`${seconds} s`,
		shown,
	]),
])}
`;
}
