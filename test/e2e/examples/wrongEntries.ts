import { readExample } from '../../../sandbox/example';
import type { Changes, ExampleBench } from './bench';

interface WrongEntry {
	example: string;
	/** What is filled in wrongly, by the nodes. */
	changes: Changes;
	sentence: RegExp;
	/** Whether a stand-in is asked, and refuses. */
	isAsked?: boolean;
	/** The trigger that leads there, where it is not the first. */
	start?: string;
}

const locator = (mode: string, value: string) => ({ __rl: true, mode, value });

const slackSentence = /^Slack error response: "channel_not_found"\n/;
const chatSentence = /^Bad request .+\nBad Request: chat not found$/s;
const sheetSentence =
	/^The resource you are requesting could not be found\nRequested entity was not found\.$/;
const mailSentence = /No such user here/;

const otherSheet = locator(
	'url',
	'https://docs.google.com/spreadsheets/d/1AnotherSpreadsheet_0123456789abcdefghij/edit',
);
const noFolder = (file: string) => ({
	'Read Existing File': { fileSelector: `/no/such/folder/${file}` },
});
const toNobody = (node: string) => ({ [node]: { toEmail: 'nobody@nowhere.example' } });

/** What the other tests of the examples do not fill in wrongly, as far as a stand-in can refuse it. */
const wrongEntries: WrongEntry[] = [
	{
		example: 'slack-alert',
		changes: { 'Send Message': { channelId: locator('name', '#nowhere') } },
		sentence: slackSentence,
	},
	{
		example: 'slack-alert-with-picture',
		changes: {
			'Send Picture and Message': { options: { channelId: 'C0NOWHERE' } },
			'Send Message Alone': { channelId: locator('id', 'C0NOWHERE') },
		},
		sentence: slackSentence,
	},
	{
		example: 'telegram-alert-with-picture',
		changes: {
			'Send Picture and Message': { chatId: '77' },
			'Send Message Alone': { chatId: '77' },
		},
		sentence: chatSentence,
	},
	{
		example: 'comment-to-telegram',
		changes: { 'Send Comment': { chatId: '@nobody' } },
		sentence: chatSentence,
	},
	{
		example: 'backfill-google-sheet',
		changes: { 'Add or Update Row in Sheet': { documentId: otherSheet } },
		sentence: sheetSentence,
	},
	{
		example: 'log-prints-to-google-sheets',
		changes: { 'Add Row to Sheet': { documentId: otherSheet } },
		sentence: sheetSentence,
	},
	{
		example: 'deduct-grams-in-spoolman',
		changes: { 'Get Spools': { url: 'http://192.168.1.10:7912/spools' } },
		sentence: /^The resource you are requesting could not be found\n/,
	},
	{
		example: 'log-prints-to-csv',
		changes: noFolder('prints.csv'),
		sentence: /^The file or directory does not exist\n/,
		isAsked: false,
	},
	{
		example: 'log-prints-to-excel',
		changes: { 'Save File': { fileName: '/no/such/folder/prints.xlsx' } },
		start: 'Every Hour',
		sentence: /^The file was not saved: The file or directory does not exist\. /,
		isAsked: false,
	},
	...[
		['weekly-report', 'Send Report'],
		['makerworld-digest', 'Send Digest'],
		['warn-by-email', 'Send Warning'],
		['email-about-errors', 'Send Error'],
		['firmware-news-by-email', 'Send Release Notes'],
		['reorder-low-filament', 'Send Reminder'],
	].map(([example = '', node = '']) => ({
		...{ example, changes: toNobody(node), sentence: mailSentence, isAsked: false },
	})),
];

/** What is filled in wrongly ends in a sentence, in the words of the service that refuses it. */
export function describeWrongEntries({ lab, standIns, importExample }: ExampleBench): void {
	describe('a wrong entry ends in a sentence', () => {
		test.each(wrongEntries)('$example', async (entry) => {
			const { example, changes, sentence, isAsked = true } = entry;
			const id = await importExample(example, changes);
			const first = readExample(example).nodes.find(({ type }) => /trigger$/i.test(type));
			const runFrom = async (name = '') =>
				await lab().rest.runManually(id, { triggerToStartFrom: { name } });
			let execution = await runFrom(first?.name);
			if (entry.start) execution = await runFrom(entry.start);
			const { message, description } = execution.data.resultData.error ?? {};
			expect([message, description].join('\n')).toMatch(sentence);
			expect(standIns().takeComplaints().length > 0).toBe(isAsked);
		});
	});
}
