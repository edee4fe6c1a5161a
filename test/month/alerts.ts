import type { PlannedPrint } from './plan';

/** A print as a message tells of it: title, printer, result, and how long it took where the message says it. */
export interface Alert {
	title: string;
	printer: string;
	isFinished: boolean;
	duration?: string;
}

const result = '(?<result>is finished|failed or was cancelled)';
const forms = [
	// Slack
	`^:(?:white_check_mark|x): \\*(?<title>.+)\\* ${result} on (?<printer>[^,]+?)(?:, after (?<duration>\\d+ h \\d\\d min)\\. .+)?$`,
	`^:x: \\*(?<title>.+)\\* on (?<printer>.+) ${result}, after (?<duration>.+)\\.$`,
	// Telegram
	`^(?:✅|❌) <b>(?<title>.+)</b> ${result} on (?<printer>.+), after (?<duration>.+)\\.$`,
	// ntfy, whose title and text stand on lines of their own
	`^(?<title>.+) ${result}\\nOn (?<printer>.+), after (?<duration>.+)\\.$`,
].map((form) => new RegExp(form));

function unescaped(text: string): string {
	return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** @throws Error where a message is about no print */
export function alertIn(text: string): Alert {
	const groups = forms.map((form) => form.exec(text)?.groups).find(Boolean);
	if (!groups) throw new Error(`This is about no print: ${text}`);
	const { title = '', printer = '', duration } = groups;
	return {
		...{ title: unescaped(title), printer: unescaped(printer) },
		isFinished: groups.result === 'is finished',
		...(duration !== undefined && { duration }),
	};
}

export function alertOf(plan: PlannedPrint, title: string, printer: string): Alert {
	const minutes = String(plan.minutes % 60).padStart(2, '0');
	const duration = `${Math.floor(plan.minutes / 60)} h ${minutes} min`;
	return { title, printer, isFinished: plan.outcome === 'finished', duration };
}

/** In one order, as prints that end in the same step are told in any. */
export function sorted(alerts: Alert[], { withDuration }: { withDuration: boolean }): string[] {
	return alerts
		.map(({ duration, ...alert }) => JSON.stringify(withDuration ? { ...alert, duration } : alert))
		.sort();
}
