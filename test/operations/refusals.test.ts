import { BambuLab } from '../../nodes/BambuLab/BambuLab.node';
import { runOperation } from '../support/bambuLab';
import { runNode } from '../support/engine';
import { serveAnything } from './wireAnything';

const statusSentence =
	'"Status" must be one of: any (Any), ended (Ended (Finished or Failed)), failed (Failed or Cancelled), finished (Finished), running (Running).';

describe('values that cannot be used are refused before any request', () => {
	test.each([
		['a negative limit', 'task:getAll', { limit: -5 }, '"Limit" must be 1 or more.'],
		['a limit of zero', 'task:getAll', { limit: 0 }, '"Limit" must be 1 or more.'],
		['half a row', 'task:getAll', { limit: 2.5 }, '"Limit" must be a whole number.'],
		['a limit in words', 'task:getAll', { limit: 'ten' }, '"Limit" must be a number.'],
		['no limit', 'task:getAll', { limit: '={{ null }}' }, '"Limit" must be a number.'],
		[
			'a word for how many at once',
			'task:getAll',
			{ options: { concurrentRequests: '={{ "many" }}' } },
			'"Concurrent Requests" must be a number.',
		],
		['an endless limit', 'task:getAll', { limit: '={{ 1 / 0 }}' }, '"Limit" must be a number.'],
		[
			'yes for a switch',
			'task:getAll',
			{ returnAll: 'yes' },
			'"Return All" must be true or false.',
		],
		[
			'an object for text',
			'task:getAll',
			{ filters: { after: { a: 1 } } },
			'"Newer Than (ID)" must be text.',
		],
		['a list for an ID', 'device:get', { deviceId: '={{ ["x"] }}' }, '"Printer" must be text.'],
		['an unknown choice', 'task:getAll', { filters: { status: 'done' } }, statusSentence],
		['the beginning of a choice', 'task:getAll', { filters: { status: 'a' } }, statusSentence],
		[
			'words for an ID of digits',
			'task:getAll',
			{ filters: { after: 'abc' } },
			'"Newer Than (ID)" must be an ID of digits, such as 712345678.',
		],
		[
			'a date that an expression does not give',
			'task:getAll',
			{ filters: { startedAfter: '={{ $json.lastRun }}' } },
			'"Started After" came out empty. Correct its expression, or remove it from "Filters".',
		],
		[
			'a date left empty',
			'task:getAll',
			{ filters: { startedAfter: '' } },
			'"Started After" is empty. Fill it in, or remove it from "Filters".',
		],
		[
			'an empty text by an expression',
			'task:getAll',
			{ filters: { titleContains: '={{ " " }}' } },
			'"Title Contains" is empty. Fill it in, or remove it from "Filters".',
		],
		[
			'a status that an expression does not give',
			'task:getAll',
			{ filters: { status: '={{ $json.status }}' } },
			'"Status" came out empty. Correct its expression, or remove it from "Filters".',
		],
		[
			'IDs that an expression does not give',
			'filamentSpool:getAll',
			{ filters: { ids: '={{ $json.ids }}' } },
			'"IDs" came out empty. Correct its expression, or remove it from "Filters".',
		],
		[
			'a list of no IDs',
			'filamentSpool:getAll',
			{ filters: { ids: '={{ [] }}' } },
			'"IDs" is empty. Fill it in, or remove it from "Filters".',
		],
		[
			'a printer left unselected',
			'task:getAll',
			{ filters: { deviceId: { mode: 'list', value: '' } } },
			'"Printer" is empty. Choose one, or remove it from "Filters".',
		],
		[
			'a printer that an expression does not give',
			'task:getAll',
			{ filters: { deviceId: { __rl: true, mode: 'id', value: '={{ $json.serial }}' } } },
			'"Printer" is empty. Choose one, or remove it from "Filters".',
		],
		[
			'a field that there is not',
			'task:getAll',
			{ output: 'fields', fields: ['statusText'] },
			expect.stringMatching(/^"Fields" must be one of: bedType \(bedType\), /),
		],
		[
			'an empty ID',
			'device:get',
			{ deviceId: '   ' },
			'"Printer" is empty. Enter a value, or pick one from the list.',
		],
		[
			'an expression that gives nothing',
			'device:get',
			{ deviceId: { __rl: true, mode: 'id', value: '={{ $json.serial }}' } },
			'"Printer" came out empty. Correct its expression.',
		],
	])('%s', async (_name, operation, parameters, sentence) => {
		const asked = serveAnything();
		const { error, items } = await runOperation(operation, parameters);
		expect(error?.message.replace('The parameter ', '')).toEqual(sentence);
		expect([items, asked]).toEqual([[], []]);
	});

	test('no credential', async () => {
		const { error } = await runNode({
			node: BambuLab,
			parameters: { resource: 'device', operation: 'getAll' },
		});
		expect(error?.message).toMatch(/credential/);
	});

	test('an operation of a newer version', async () => {
		const { error } = await runOperation('device:teleport');
		expect(error).toMatchObject({
			message: 'This version of the node has no operation "teleport" of "device"',
			description: 'Choose resource and operation again, or update the node.',
		});
	});
});
