import { createHash } from 'node:crypto';

import { BambuLabCloudApi } from '../../credentials/BambuLabCloudApi.credentials';
import { resources } from '../../nodes/BambuLab/actions/registry';
import readLiveReport from '../../nodes/BambuLab/actions/device/readLiveReport.operation';
import { fieldsOf } from '../../nodes/BambuLab/output/rowForm';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { triggerProperties } from '../../nodes/BambuLab/trigger/description';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { exampleNames } from '../../sandbox/example';
import { exists, readText } from './project';

/** Where it is noted from what each picture was taken. */
export const notesFile = 'docs/images/sources.data.json';

function exampleText(name: string): string {
	return readText('examples', `${name}.json`);
}

/** What each picture shows: when that changes, the picture is stale. */
export function pictureSources(): { [file: string]: unknown } {
	const cards = resources.flatMap(({ operations }) => operations.map(({ action }) => action));
	return {
		'node-creator.png': [cards, eventOptions.map(({ action }) => action)],
		'credential-code-sent.png': new BambuLabCloudApi().properties,
		'trigger-options.png': triggerProperties,
		'trigger-all-options.png': triggerProperties,
		'prints-table.png': fieldsOf(filamentForm),
		'slack-message.png': exampleText('slack-alert-with-picture'),
		'live-alert.png': exampleText('telegram-alert-with-reason'),
		'mqtt-credential.png': 'n8n’s own form',
		'mqtt-trigger.png': exampleText('telegram-alert-with-reason'),
		'read-live-report.png': [readLiveReport.properties, exampleText('telegram-alert-with-reason')],
		...Object.fromEntries(
			exampleNames().map((name) => [`examples/${name}.png`, exampleText(name)]),
		),
	};
}

function noteOf(source: unknown): string {
	return createHash('sha256').update(JSON.stringify(source)).digest('hex').slice(0, 16);
}

interface Notes {
	[file: string]: string;
}

function keptNotes(): Notes {
	return exists(notesFile) ? (JSON.parse(readText(notesFile)) as Notes) : {};
}

/** The notes as they are once these pictures have been taken. */
export function notesAfter(taken: readonly string[]): string {
	const sources = pictureSources();
	const kept = Object.entries(keptNotes()).filter(([file]) => file in sources);
	const fresh = taken.map((file) => [file, noteOf(sources[file])]);
	const notes = Object.entries({ ...Object.fromEntries(kept), ...Object.fromEntries(fresh) });
	return `${JSON.stringify(Object.fromEntries(notes.sort()), undefined, '\t')}\n`;
}

/** The pictures that are missing, or that show what is no longer so. */
export function stalePictures(): string[] {
	const notes = keptNotes();
	return Object.entries(pictureSources()).flatMap(([file, source]) => {
		if (!exists('docs', 'images', file)) return [`${file} (not there)`];
		return notes[file] === noteOf(source) ? [] : [`${file} (what it shows has changed)`];
	});
}
