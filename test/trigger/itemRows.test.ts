import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import getAll from '../../nodes/BambuLab/actions/task/getAll.operation';
import { pollClient } from '../../nodes/BambuLab/cloud/client';
import type { RowOperation } from '../../nodes/BambuLab/core/operation';
import { shapeRows } from '../../nodes/BambuLab/core/output';
import { fieldsOf } from '../../nodes/BambuLab/output/rowForm';
import { firmwareForm } from '../../nodes/BambuLab/output/firmware';
import { filamentForm } from '../../nodes/BambuLab/output/splitByFilament';
import { printForm } from '../../nodes/BambuLab/output/task';
import { oddTask, placeholder } from '../unit/support/odd';
import { stubContext } from './support/stubContext';
import { idsOf, iso, pass, StubTrigger, useStoppedTime } from './support/stubTrigger';

useStoppedTime();

const printFields = [...new Set([...fieldsOf(printForm), ...fieldsOf(filamentForm)])];

const parameters = fc.record({
	output: fc.constantFrom('simple', 'fields', 'raw'),
	splitByFilament: fc.boolean(),
	fields: fc.subarray(printFields),
	options: fc.constantFrom<INodeParameters[]>(
		{},
		{ pricePerKg: 20 },
		{ pricePerHour: 1.35, prices: { filaments: [{ filament: 'PLA', pricePerKg: 17.5 }] } },
	),
});

/** The rows of the action for the same print and the same parameters, one for each item. */
async function rowsOfAction({ cloud }: StubTrigger, values: INodeParameters, task: IDataObject) {
	const context = stubContext({
		nodeId: 'action',
		parameters: {},
		staticData: {},
		answer: async (target) => await cloud.answer(target),
	});
	const [rows = []] = await shapeRows(getAll as RowOperation, values, [task], pollClient(context));
	return rows;
}

async function published(values: INodeParameters): Promise<StubTrigger> {
	const trigger = new StubTrigger({ events: ['taskCreated'], ...values });
	trigger.cloud.tasks.push({ id: 1, status: 2, startTime: iso(600), endTime: iso(300) });
	trigger.cloud.filaments = [{ filamentId: 'GFA00', filamentName: 'Bambu PLA of the catalogue' }];
	await trigger.publish();
	return trigger;
}

test('An event has the same fields as the row of the action, with the same figures', async () => {
	await fc.assert(
		fc.asyncProperty(oddTask, parameters, async (odd, values) => {
			const trigger = await published(values);
			const task: IDataObject = {
				...(odd as IDataObject),
				...{ id: odd.id + 1, deviceId: 'P1', deviceName: 'One' },
			};
			trigger.cloud.tasks.unshift(task);
			await trigger.tick();
			const isFlat = values.splitByFilament && values.output !== 'raw';
			const rows = trigger.items.map((item) => {
				const { event, eventId, occurredAt, printerName, ...row } = item;
				expect([typeof event, typeof eventId, typeof occurredAt]).toEqual([
					'string',
					'string',
					'string',
				]);
				expect(printerName).toBe('One');
				return isFlat ? { ...row, printerName } : (row.task as IDataObject);
			});
			const ofAction = await rowsOfAction(trigger, values, task);
			// Flat items have the printer's name in any case.
			const expected = isFlat ? ofAction.map((row) => ({ ...row, printerName: 'One' })) : ofAction;
			// Which fields belong to the row depends on whether it is split.
			const own = new Set(fieldsOf(isFlat ? filamentForm : printForm));
			const theirs = expected.map((row) =>
				values.output === 'raw'
					? row
					: Object.fromEntries(Object.entries(row).filter(([name]) => own.has(name))),
			);
			expect(rows).toEqual(theirs);
		}),
		{ numRuns: 200 },
	);
});

test('Of the chosen fields each event has its own, also where they are none', async () => {
	const trigger = new StubTrigger({
		events: ['taskCreated', 'messageReceived', 'deviceStatusChanged'],
		output: 'fields',
		fields: ['title', 'printerName', 'estimatedGrams', 'kind'],
	});
	const printer = { dev_id: 'P1', name: 'One', online: true, print_status: 'IDLE' };
	trigger.cloud.devices = [printer];
	trigger.cloud.tasks.push({ id: 1, status: 2, startTime: iso(600), endTime: iso(300) });
	trigger.cloud.messages.push({ id: 2, type: 101, createTime: iso(600) });
	await trigger.publish();
	const print = { id: 3, status: 4, startTime: iso(), title: 'Boat', weight: 15.2 };
	trigger.cloud.tasks.unshift({ ...print, deviceId: 'P1', deviceName: 'One' });
	trigger.cloud.messages.unshift({ id: 4, type: 101, createTime: iso() });
	printer.print_status = 'PAUSE';
	await trigger.tick();
	const dataOf = (event: string) => trigger.items.find((item) => item.event === event);
	expect(dataOf('taskCreated')?.task).toEqual({
		title: 'Boat',
		printerName: 'One',
		estimatedGrams: 15.2,
	});
	expect(dataOf('messageReceived')?.message).toEqual({
		title: null,
		printerName: null,
		kind: 'system',
	});
	expect(dataOf('deviceStatusChanged')?.printer).toMatchObject({ printerName: 'One' });
	expect(dataOf('deviceStatusChanged')?.printer).not.toHaveProperty('kind');

	const other = await published({ output: 'fields', fields: [fieldsOf(firmwareForm)[3] ?? ''] });
	other.cloud.tasks.unshift({ id: 5, status: 4, startTime: iso() });
	await other.tick();
	expect(other.items).toMatchObject([{ eventId: 'taskCreated:5', task: {} }]);
	expect(Object.keys(other.items[0]?.task as object)).toEqual([]);
});

test('A printer that prints has its print beside it, and costs no event where that cannot be read', async () => {
	const trigger = new StubTrigger({ events: ['deviceStatusChanged'] });
	const printer = { dev_id: 'P1', online: true, print_status: 'IDLE', print_job: 7 };
	trigger.cloud.devices = [printer];
	await trigger.publish();
	trigger.cloud.tasks.push({ id: 7, status: 4, startTime: iso(60), title: 'Boat', deviceId: 'P1' });
	printer.print_status = 'RUNNING';
	await trigger.tick();
	const previousStatus = 'idle';
	const running = { printerSerial: 'P1', status: 'running' };
	expect(trigger.items).toMatchObject([{ previousStatus, printer: { ...running, title: 'Boat' } }]);
	trigger.cloud.faults.tasks = () => ({ status: 403, body: {} });
	printer.print_status = 'PAUSE';
	await trigger.tick();
	expect(trigger.items).toMatchObject([{ printer: { status: 'paused', title: null, taskId: 7 } }]);
});

test('What printers print cannot be read: the links of other events stay those of the region', async () => {
	const trigger = new StubTrigger({
		events: ['deviceOnline', 'messageReceived'],
		output: 'fields',
	});
	trigger.region = 'china';
	const printer = { dev_id: 'P1', online: false, print_status: 'RUNNING', print_job: 7 };
	trigger.cloud.devices = [printer];
	trigger.cloud.faults.tasks = () => ({ status: 403, body: {} });
	await trigger.publish();
	printer.online = true;
	trigger.cloud.messages.unshift({
		id: 1,
		type: 6,
		createTime: iso(),
		taskMessage: { id: 7, title: 'Boat', designId: 5 },
	});
	await trigger.tick();
	expect(trigger.items).toMatchObject([
		{ event: 'messageReceived', message: { url: 'https://makerworld.com.cn/models/5' } },
		{ event: 'deviceOnline', printer: { status: 'running', title: null } },
	]);
});

test('The placeholders of filaments that a print does not use are not what its end waits for', async () => {
	const trigger = await published({ events: ['taskFinished'] });
	const task = { id: 2, status: 2, startTime: iso(600), endTime: iso(), amsDetailMapping: [{}] };
	task.amsDetailMapping = [placeholder];
	trigger.cloud.tasks.unshift(task);
	expect(idsOf(await trigger.ticks(2))).toEqual([]);
	task.amsDetailMapping = [placeholder, { filamentType: 'PLA', weight: 10 }];
	expect(idsOf(await trigger.ticks(1))).toEqual(['taskFinished:2']);
	trigger.cloud.tasks.unshift({ ...task, id: 3, endTime: iso(), amsDetailMapping: [placeholder] });
	pass(200);
	expect(idsOf(await trigger.ticks(1))).toEqual(['taskFinished:3']);
});
