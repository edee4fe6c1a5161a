interface Told {
	event?: string;
	printerName?: string;
	previousStatus?: string | null;
	previousVersion?: string | null;
	task?: { title: string };
	printer?: { status: string };
	firmware?: { installedVersion: string };
	message?: { text: string };
	spool?: { filamentName: string };
	milestone?: { title: string | null; kind: string; reachedCount: number };
	trouble?: { source: string; isPassing: boolean | null };
	session?: { daysLeft: number };
}

function subjectOf(told: Told): string {
	const { printerName, previousStatus, previousVersion } = told;
	const { task, printer, firmware, message, spool, milestone, trouble, session } = told;
	if (task) return task.title;
	if (message) return message.text;
	if (spool) return spool.filamentName;
	if (firmware) return `${printerName}, ${previousVersion} to ${firmware.installedVersion}`;
	if (milestone) {
		return `${milestone.reachedCount} ${milestone.kind} of ${milestone.title ?? 'the account'}`;
	}
	if (trouble) return trouble.isPassing ? `${trouble.source}, passing` : trouble.source;
	if (session) return `${session.daysLeft} days left`;
	if (previousStatus === undefined) return String(printerName);
	return `${printerName}, ${previousStatus} to ${printer?.status}`;
}

/** An item of the trigger in one line: its event, and what it is about. */
export function sentenceOf(item: Record<string, unknown>): string {
	const told: Told = item;
	return `${told.event}: ${subjectOf(told)}`;
}
