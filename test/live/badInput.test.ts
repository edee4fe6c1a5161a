import fc from 'fast-check';

import { itemsWith, runOperation } from '../support/bambuLab';
import { Listener, message, p1s, rowOf, status } from './lab';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';
import x1Printing from '../cloud/live/specimens/x1Printing.json';

const text = JSON.stringify(p1RunOut);
const pretty = JSON.stringify(x1Printing, null, 4);
const topic = `device/${p1s}/report`;

test.each<[string, unknown]>([
	['as it comes by default', { topic, message: text }],
	['with JSON Parse Body', { topic, message: p1RunOut }],
	['with Only Message', text],
	['with both', p1RunOut],
	['with a text that was written as JSON once more', { topic, message: JSON.stringify(text) }],
	['as a list of one', [{ topic, message: p1RunOut }]],
	['as an item', { json: { topic, message: p1RunOut } }],
	['as bytes', { topic, message: Buffer.from(text).toJSON() }],
	['with a mark at its beginning', `\uFEFF${text}`],
])('a report is read %s', (_name, report) => {
	expect(rowOf(report)).toMatchObject({ status: 'paused', title: 'Planter', layerNumber: 132 });
});

test('the lines and indents of an X1 do no harm', () => {
	expect(rowOf(pretty)).toMatchObject({ title: 'Wall hook', printerSerial: '00M00A000000001' });
});

const sentence = /^This is not a report of a Bambu Lab printer: [a-zJSON ,]+$/;

test.each<[string, unknown]>([
	['nothing', null],
	['an empty text', ''],
	['a number', 5],
	['half a report', text.slice(0, 2000)],
	['a list of several', [p1RunOut, p1RunOut]],
	['an empty object', {}],
	['JSON of another maker', { state: { flags: { printing: true } }, temperature: { bed: 60 } }],
	['a print that is no object', { print: 'running' }],
	['a print without a word of a printer', { print: { status: 'ok', progress: 0.5 } }],
	['a part that another maker calls alike', { id: 1, system: { mac: 'A1B2C3D4E5F6' } }],
	[
		'what is wrapped in itself',
		{ message: { message: { message: { message: { message: {} } } } } },
	],
	['a text without end', `{"print":"${'x'.repeat(1_000_001)}"}`],
])('%s is refused in one sentence', async (_name, report) => {
	const items = itemsWith({ report } as never);
	const parameters = { report: '={{ $json.report }}' };
	const { error } = await runOperation('device:readLiveReport', parameters, { items });
	expect(error?.name).toBe('NodeOperationError');
	expect(error?.message).toMatch(sentence);
});

test('one bad message does not take the others along', async () => {
	const items = itemsWith(message(p1s, p1RunOut), { topic, message: 'hello' });
	const settings = { onError: 'continueRegularOutput' } as const;
	const run = await runOperation('device:readLiveReport', {}, { items, settings });
	expect(run.items.map(({ json }) => json.status ?? json.error)).toEqual([
		'paused',
		expect.stringMatching(sentence),
	]);
});

test('a report of 200 kB leaves a small memory', () => {
	const node = new Listener();
	const long = 'y'.repeat(10_000);
	const print = {
		...x1Printing.print,
		subtask_name: long,
		hms: Array.from({ length: 5000 }, (_, index) => ({
			attr: 0x0300a700,
			code: 0x00030001 + index,
		})),
		upload: { oss_url: long, message: long },
		net: { info: long },
	};
	const row = node.row(status(p1s, { ...print, msg: 0 }));
	expect(row).toMatchObject({ status: 'running', layerNumber: 88 });
	expect((row.errors as unknown[]).length).toBe(40);
	expect(JSON.stringify(node.stored).length).toBeLessThan(8000);
});

test('answers to commands are no status', () => {
	const node = new Listener();
	node.row(message(p1s, p1RunOut));
	const answers = [
		{ print: { command: 'project_file', gcode_state: 'FINISH', result: 'success' } },
		{ info: { command: 'get_version', module: [] } },
		{ system: { command: 'ledctrl', result: 'success' } },
		{ mc_print: { command: 'push_info', param: '[AMS][TASK]ams0 temp:30;humidity:5%' } },
	];
	for (const answer of answers) {
		expect(node.row(message(p1s, answer))).toMatchObject({
			reportKind: 'answer',
			status: 'paused',
		});
		expect(node.happenings(message(p1s, answer))).toEqual([]);
	}
});

test('a key that would change a prototype is no field', () => {
	const hostile = `{"print":{"command":"push_status","gcode_state":"RUNNING","__proto__":{"a":1},"device":{"__proto__":{"bed_temp":1}}}}`;
	const node = new Listener();
	expect(node.row({ topic, message: hostile })).toMatchObject({ status: 'running' });
	expect(({} as { a?: number }).a).toBeUndefined();
});

test('whatever stands in the fields, a row comes out with the same fields, none undefined', () => {
	const columns = Object.keys(rowOf(message(p1s, p1RunOut)));
	const names = fc.constantFrom(...Object.keys(x1Printing.print), ...Object.keys(p1RunOut.print));
	const node = new Listener();
	fc.assert(
		fc.property(fc.dictionary(names, fc.anything({ maxDepth: 4 })), (print) => {
			const row = node.row(status(p1s, { ...print, command: 'push_status' }));
			expect(Object.keys(row)).toEqual(columns);
			expect(Object.values(row)).not.toContain(undefined);
			expect(JSON.stringify(row)).not.toContain('NaN');
		}),
		{ numRuns: 300 },
	);
});
