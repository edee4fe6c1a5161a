import { finiteNumber, type JsonObject } from '../../cloud/json';
import type { CloudClient } from '../../cloud/client';
import { defineCustom } from '../../core/operation';
import { errorsOf } from '../../live/liveErrors';
import { errorText } from '../../live/errorTexts';
import { happeningOptions } from '../../live/eventOptions';
import { liveForm, textKey } from '../../live/form';
import type { Place } from '../../live/reportMemory';
import { modelOfSerial, prefixOf } from '../../live/printerModels';
import { asReading } from '../../live/reading';
import { readReport } from '../../live/readReport';
import { errorTextsOption, languageOption } from '../errorCode/fields';

/** What most people want to hear of. */
const usualEvents = [
	...(['errorRaised', 'filamentRanOut', 'printCancelled', 'printEndedUnknown'] as const),
	...(['printFailed', 'printFinished', 'printPaused', 'printResumed', 'printStarted'] as const),
];

/** Where this node remembers; a test by hand leaves no trace. */
function placeOf({ context }: CloudClient): Place | undefined {
	const mode = 'getMode' in context ? context.getMode?.() : undefined;
	if (mode === undefined || mode === 'manual' || !('getWorkflowStaticData' in context))
		return undefined;
	const { id = '' } = context.getWorkflow();
	const stored = context.getWorkflowStaticData('node');
	return { node: `${id} ${context.getNode().name}`, stored };
}

/** A report may name many codes, and the service be slow: the status does not wait for it longer. */
const maxLookUpMs = 10_000;

/** The texts of the errors in the rows, as far as the service gives them in time. */
async function textsOf(rows: JsonObject[], language: string, { httpRequest }: CloudClient) {
	const texts = new Map<string, string>();
	const end = Date.now() + maxLookUpMs;
	for (const row of rows) {
		const { serial = '', known } = asReading(row);
		const prefix = modelOfSerial(serial) === null ? '' : prefixOf(serial);
		for (const { code, isShown } of errorsOf(known.print)) {
			if (!isShown || Date.now() >= end) continue;
			const text = await errorText(httpRequest, { code, prefix, language });
			if (text !== undefined) texts.set(textKey(serial, code), text);
		}
	}
	return texts;
}

export default defineCustom({
	name: 'Read Live Report',
	value: 'readLiveReport',
	action: 'Read live report of printer',
	description:
		'Turn a report from the MQTT Trigger into a status or events: paused, failed, and more. Needs no credential.',
	properties: [
		{
			displayName: 'Report',
			name: 'report',
			type: 'json',
			check: 'anything',
			required: true,
			default: '={{ $json }}',
			description: 'The output of the MQTT Trigger, in any form',
			hint: 'Leave the trigger’s option Only Message off: the topic says which printer the report is from.',
		},
		{
			displayName: 'Return',
			name: 'return',
			type: 'options',
			default: 'everyReport',
			description: 'When to return an item',
			options: [
				{
					name: 'Every Report',
					value: 'everyReport',
					description: 'One item for each report',
				},
				{
					name: 'Only What Happened',
					value: 'happenings',
					description: 'One item for each event. If nothing happened, the workflow ends there.',
				},
			],
		},
		{
			displayName: 'Events',
			name: 'events',
			type: 'multiOptions',
			default: [...usualEvents],
			description: 'Which events to return',
			displayOptions: { show: { return: ['happenings'] } },
			options: happeningOptions,
		},
		{
			displayName: 'Options',
			name: 'options',
			type: 'collection',
			placeholder: 'Add Option',
			default: {},
			options: [
				languageOption,
				{
					displayName: 'Layer Step',
					name: 'layerStep',
					type: 'number',
					typeOptions: { minValue: 1, numberPrecision: 0 },
					default: 100,
					description: 'How many layers lie between two Layer Reached events',
				},
				errorTextsOption,
				{
					displayName: 'Merge Updates',
					name: 'mergeUpdates',
					type: 'boolean',
					default: true,
					description:
						'Whether to complete reports with earlier ones of the same printer, as many printers send only what has changed. If off, and for reports that name no printer, fields that the report lacks are empty.',
				},
				{
					displayName: 'Printer Names',
					name: 'printerNames',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					default: {},
					placeholder: 'Add Printer',
					description: 'Names of the printers, because reports contain serial numbers only',
					options: [
						{
							displayName: 'Printers',
							name: 'printers',
							values: [
								{
									displayName: 'Serial Number',
									name: 'serial',
									type: 'string',
									default: '',
									placeholder: 'e.g. 01P00A000000001',
									description: 'The serial number of the printer',
								},
								{
									displayName: 'Name',
									name: 'name',
									type: 'string',
									default: '',
									placeholder: 'e.g. Workshop',
									description: 'Name of the printer in the output',
								},
							],
						},
					],
				},
				{
					displayName: 'Progress Step (Percent)',
					name: 'progressStep',
					type: 'number',
					typeOptions: { minValue: 1, maxValue: 99, numberPrecision: 0 },
					default: 25,
					description: 'How much progress lies between two Progress Reached events',
				},
			],
		},
	],
	notice:
		'Put this after n8n’s MQTT Trigger: it reads what the trigger has received, and asks the printer nothing. For readable alerts, add Printer Names and Look Up Error Texts. <a href="https://github.com/n8n-nodes-bambulab-cloud/n8n-nodes-bambulab-cloud/blob/main/docs/live-status.md">How to set it up</a>',
	isLocal: true,
	run: async ({ report, return: wanted, events, options }, cloud) =>
		await Promise.resolve(
			readReport(
				report,
				{
					isMerged: options.mergeUpdates !== false,
					events: wanted === 'happenings' ? events : undefined,
					steps: {
						progressStep: finiteNumber(options.progressStep) ?? 25,
						layerStep: finiteNumber(options.layerStep) ?? 100,
					},
					place: placeOf(cloud),
				},
				Date.now(),
			),
		),
	readable: {
		form: liveForm,
		context: async (rows, { values, cloud, wants }) => {
			const { errorTexts, language = 'en', printerNames } = values.options;
			const names = printerNames?.printers ?? [];
			const isAsked = errorTexts === true && (wants('errorText') || wants('errors'));
			return {
				happenings: values.return === 'happenings',
				printerNames: new Map(names.map(({ serial, name }) => [serial, name])),
				language,
				...(isAsked ? { errorTexts: await textsOf(rows, language, cloud) } : {}),
			};
		},
	},
	sample: {
		parameters: {
			report: {
				topic: 'device/01P00A000000001/report',
				message: { print: { command: 'push_status', msg: 1, gcode_state: 'RUNNING' } },
			},
		},
		isUnsigned: true,
	},
});
