import { say } from '../../sandbox/say';
import { expectSuccess, useExampleBench } from './support/exampleBench';
import { outputOf } from './support/workflows';

const { lab, standIns, importExample } = useExampleBench();

beforeAll(() => {
	for (const secret of standIns().secrets()) lab().secret(secret);
});

afterAll(() => {
	say(['What the stand-ins received:', ...standIns().received()].join('\n  '));
});

const sheetOfTheTests = () => ({
	__rl: true,
	mode: 'url',
	value: `https://docs.google.com/spreadsheets/d/${standIns().google.spreadsheetId}/edit`,
});

test('the backfill brings all prints into a sheet, and a second run adds none', async () => {
	const { google } = standIns();
	const id = await importExample('backfill-google-sheet', {
		'Add or Renew Row in Sheet': { documentId: sheetOfTheTests() },
	});
	const start = { triggerToStartFrom: { name: 'Start by Hand' } };
	expectSuccess(await lab().rest.runManually(id, start));
	const rows = google.sheet.records();
	const ended = lab().cloud.world.prints.filter((print) => print.ended);
	const expected = ended.flatMap(({ id: print, filaments }) =>
		filaments.map((_, index) => `${print}-${index + 1}`),
	);
	expect(rows.map(({ row }) => row).sort()).toEqual(expected.sort());

	expectSuccess(await lab().rest.runManually(id, start));
	expect(google.sheet.records()).toEqual(rows);
});

test('the weekly report comes by mail with its chart', async () => {
	const { mail, quickChart } = standIns();
	const id = await importExample('weekly-report');
	const execution = await lab().rest.runManually(id, {
		triggerToStartFrom: { name: 'Every Monday Morning' },
	});
	expectSuccess(execution);
	const [report] = outputOf(execution, 'Add Up the Week');
	const weekAgo = Date.now() - 7 * 86_400_000;
	const ended = lab().cloud.world.prints.filter(
		({ ended: isOver, startedAt }) => isOver && startedAt >= weekAgo,
	);
	expect(ended.length).toBeGreaterThan(2);
	expect(report).toMatchObject({ prints: ended.length });
	const [sent] = mail.mails;
	expect(sent?.subject).toMatch(/^Prints of the week to \d{4}-\d\d-\d\d$/);
	expect(sent?.html).toContain(`${ended.length} prints`);
	expect(sent?.attachments.map(({ content }) => content.equals(quickChart.picture))).toEqual([
		true,
	]);
});
