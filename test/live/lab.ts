import type { IDataObject } from 'n8n-workflow';

import { happeningOptions } from '../../nodes/BambuLab/live/eventOptions';
import { liveForm } from '../../nodes/BambuLab/live/form';
import { readReport, type LiveSettings } from '../../nodes/BambuLab/live/readReport';
import type { RowContext } from '../../nodes/BambuLab/output/rowForm';

export const p1s = '01P00A000000002';
export const x1c = '00M00A000000001';
export const h2d = '09400A000000003';

/** A report as n8n's MQTT Trigger gives it. */
export function message(serial: string, body: object): IDataObject {
	return { topic: `device/${serial}/report`, message: body as IDataObject };
}

export function status(serial: string, print: object): IDataObject {
	return message(serial, { print: { command: 'push_status', ...print } });
}

export const allEvents = happeningOptions.map(({ value }) => value);

/** A node that listens, on a clock of its own. */
export class Listener {
	now = Date.UTC(2026, 8, 14, 10, 0, 0);
	stored: IDataObject = {};
	private readonly node = `listener ${Math.random()}`;

	constructor(private readonly changes: Partial<LiveSettings> = {}) {}

	/** The readings of one report. */
	read(report: unknown, secondsLater = 1, changes: Partial<LiveSettings> = {}) {
		this.now += secondsLater * 1000;
		return readReport(
			report,
			{
				isMerged: true,
				events: allEvents,
				steps: { progressStep: 25, layerStep: 100 },
				place: { node: this.node, stored: this.stored },
				...this.changes,
				...changes,
			},
			this.now,
		);
	}

	/** What happened by these reports, each with what it is about. */
	happenings(...reports: unknown[]): string[] {
		return reports.flatMap((report) =>
			this.rows(report).map(({ event, eventDetail }) =>
				eventDetail === null ? String(event) : `${String(event)} ${String(eventDetail)}`,
			),
		);
	}

	/** The readable rows of one report that say what happened. */
	rows(report: unknown, secondsLater = 1): IDataObject[] {
		return this.read(report, secondsLater).flatMap((row) =>
			liveForm.toRows(row, { happenings: true }),
		);
	}

	/** The readable row of one report, whatever happened. */
	row(report: unknown, context: RowContext = {}, secondsLater = 1): IDataObject {
		const [reading = {}] = this.read(report, secondsLater, { events: undefined });
		return liveForm.toRows(reading, context)[0] ?? {};
	}
}

/** The row of a report of which nothing was known before. */
export function rowOf(report: unknown): IDataObject {
	return new Listener().row(report);
}
