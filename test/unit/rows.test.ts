import { liveForm } from '../../nodes/BambuLab/live/form';
import { accountForm } from '../../nodes/BambuLab/output/account';
import { printStatusForm } from '../../nodes/BambuLab/output/device';
import { messageForm } from '../../nodes/BambuLab/output/message';
import {
	profileForm,
	projectDetailsForm,
	projectForm,
	taskDetailsForm,
} from '../../nodes/BambuLab/output/project';
import { shape, type RowContext, type RowForm } from '../../nodes/BambuLab/output/rowForm';
import { presetDetailsForm, presetForm } from '../../nodes/BambuLab/output/setting';
import { catalogueForm, spoolForm } from '../../nodes/BambuLab/output/spool';
import { printForm } from '../../nodes/BambuLab/output/task';
import spools from '../contract/current/getFilamentSpools.json';
import details from '../contract/current/getIotTask.json';
import messages from '../contract/current/getMessages.json';
import profile from '../contract/current/getMyProfile.json';
import setting from '../contract/current/getSlicerSetting.json';
import profileSeed from '../contract/seed/getPrintProfile.json';
import projectSeed from '../contract/seed/getProject.json';
import { everyField } from './support/odd';

function read(form: RowForm, row: object, context: RowContext = {}) {
	return shape(form, { ...row }, everyField, context)[0] ?? {};
}

describe('messages', () => {
	test('about a print', () => {
		const context = { printerNames: new Map([['01P00A000000001', 'Workshop']]) };
		expect(read(messageForm, messages.hits[0] ?? {}, context)).toMatchObject({
			kind: 'print',
			title: expect.any(String),
			text: expect.stringMatching(/: finished$/),
			createdAt: '2026-08-14T11:02:45Z',
			isRead: false,
			printerName: 'Workshop',
			status: 'finished',
			taskId: 712345678,
			statusCode: 2,
			kindCode: 6,
		});
	});

	test.each([
		[{ systemForWeb: { title: 'Welcome', content: 'Thank you.' } }, 'Welcome', 'Thank you.'],
		[{ design: null, designCommented: { comment: 'Fits well!' } }, null, 'Fits well!'],
		[{ from: { name: 'Maker' } }, null, null],
		[{ taskMessage: { id: 1, status: 3 } }, null, null],
	])('%j says what it holds', (payload, title, text) => {
		expect(read(messageForm, { id: 1, type: 101, ...payload })).toMatchObject({ title, text });
	});

	test.each([
		[201, 'comment'],
		[412, 'system'],
		[502, 'boost'],
		[602, 'like'],
		[999, 'other'],
		[null, 'other'],
	])('type %j is %s', (type, kind) => {
		expect(read(messageForm, { id: 1, type })).toMatchObject({ kind, status: null, taskId: null });
	});

	test.each([
		[1, true],
		['1', true],
		[true, true],
		[0, false],
		[null, null],
		[undefined, null],
	])('isread %j', (isread, isRead) => {
		expect(read(messageForm, { isread })).toMatchObject({ isRead });
	});
});

describe('presets', () => {
	test.each([
		['0.20mm Standard @BBL X1C', 'X1C', null],
		['0.20mm Standard @BBL X1C 0.6 nozzle', 'X1C', 0.6],
		['Brand ABS @ BBL H2D', 'H2D', null],
		['SUNLU PLA+GREEN @ BBL X1C 0.4', 'X1C', 0.4],
		['a@b PLA @BBL A1M', 'A1M', null],
		['Generic PC @0.2 nozzle', null, null],
		['My PLA @home', null, null],
		['House PLA', null, null],
	])('"%s" is for %j, nozzle %j', (name, printerModel, nozzleDiameter) => {
		expect(read(presetForm, { name })).toMatchObject({ name, printerModel, nozzleDiameter });
	});

	test.each([
		['1', true],
		['0', false],
		[1, true],
		[null, null],
		[undefined, null],
	])('filament_is_support %j', (filament_is_support, isSupport) => {
		expect(read(presetForm, { filament_is_support })).toMatchObject({ isSupport });
	});

	test('one alone has its values, and nothing of the envelope', () => {
		const row = read(presetDetailsForm, setting);
		expect(row).toMatchObject({
			id: setting.setting_id,
			scope: 'private',
			inherits: setting.setting.inherits,
			updatedAt: '2026-07-09T22:48:17Z',
			setting: setting.setting,
		});
		for (const name of ['message', 'code', 'error']) expect(row).not.toHaveProperty(name);
	});
});

describe('spools', () => {
	test('what is left, its colour, and times in the one form', () => {
		expect(read(spoolForm, spools.hits[0] ?? {})).toMatchObject({
			id: 4980001,
			filamentName: 'Bambu PETG Basic',
			filamentType: 'PETG',
			colorName: 'gray',
			remainingGrams: 975,
			fullGrams: 1000,
			remainingPercent: 98,
			status: 'active',
			statusCode: 0,
			isSupport: false,
			rfid: null,
			createdAt: '2026-08-06T07:06:40Z',
		});
		expect(read(spoolForm, { netWeight: 5, totalNetWeight: 0, createdAt: 0 })).toMatchObject({
			remainingPercent: null,
			createdAt: null,
		});
	});

	test('one in a printer says where', () => {
		const spool = { devId: 'S1', deviceName: 'Workshop', inPrinter: true, amsId: 1, slotId: '2' };
		expect(read(spoolForm, spool)).toMatchObject({
			printerName: 'Workshop',
			printerSerial: 'S1',
			slot: 'AMS 2, slot 3',
		});
		expect(read(spoolForm, { ...spool, amsId: 254 })).toMatchObject({ slot: 'External' });
		expect(read(spoolForm, { ...spool, inPrinter: false })).toMatchObject({ slot: null });
	});

	test('the catalogue names a filament as prints do', () => {
		const filament = { filamentVendor: 'Bambu Lab', filamentName: 'PLA Matte', isSupport: null };
		expect(read(catalogueForm, filament)).toMatchObject({
			filamentName: 'Bambu PLA Matte',
			isSupport: null,
		});
	});
});

test('a print profile of the seed, whole', () => {
	expect(read(profileForm, { ...profileSeed, profile_id: '712300011' })).toEqual({
		id: 712300011,
		title: profileSeed.name,
		createdAt: '2022-11-22T01:58:04Z',
		updatedAt: expect.stringMatching(/^2022-11-22T/),
		modelId: profileSeed.model_id,
		statusCode: profileSeed.status,
		printerModel: 'X1 Carbon',
		nozzleDiameter: 0.4,
		plates: [
			{
				plate: 1,
				estimatedMinutes: 55.8,
				estimatedGrams: 12.6,
				filaments: [
					{
						filamentName: null,
						filamentType: 'PLA',
						filamentId: null,
						color: '#00AE42',
						colorName: 'green',
						estimatedGrams: 12.6,
						estimatedMetres: 4.16,
					},
				],
				pictureUrl: expect.any(String),
			},
		],
		fileName: expect.any(String),
		fileUrl: expect.any(String),
	});
});

test('a project of the seed, with and without its profiles, is smaller than what the cloud gives', () => {
	const row = read(projectDetailsForm, projectSeed);
	expect(row).toMatchObject({
		id: projectSeed.project_id,
		title: projectSeed.name,
		profiles: [{ id: expect.any(String), plates: [{ plate: 1 }] }],
		fileUrl: null,
	});
	expect(read(projectForm, projectSeed)).not.toHaveProperty('profiles');
	expect(JSON.stringify(row).length).toBeLessThan(JSON.stringify(projectSeed).length);
});

test('what the cloud leaves out of a project, its profiles, plates and filaments is null', () => {
	const context = { plates: [{ filaments: [{}] }] };
	const fileUrl = 'https://files.example/7.3mf';
	const project = { project_id: '7', download_url: fileUrl, profiles: [{ context }] };
	const empty = { createdAt: null, updatedAt: null, modelId: null, statusCode: null };
	const filament = {
		...{ filamentName: null, filamentType: null, filamentId: null, color: null, colorName: null },
		...{ estimatedGrams: null, estimatedMetres: null },
	};
	const figures = { estimatedMinutes: null, estimatedGrams: null };
	const plates = [{ plate: null, ...figures, filaments: [filament], pictureUrl: null }];
	const profile = { id: null, title: '', printerModel: null, nozzleDiameter: null, plates };
	expect(read(projectDetailsForm, project)).toEqual({
		...{ id: 7, title: '', ...empty, profiles: [profile], fileUrl },
	});
});

test('task details: the print and its printer come from elsewhere, the plate from a text', () => {
	const task = { id: '712345678', deviceName: 'Workshop', deviceId: 'S1' };
	expect(read(taskDetailsForm, details, { task })).toMatchObject({
		id: 712345678,
		status: 'finished',
		statusCode: 'SUCCESS',
		printerName: 'Workshop',
		printerSerial: 'S1',
		plate: 1,
		profileId: Number(details.profile_id),
		projectId: null,
		printerModel: null,
		plates: [{ filaments: [{ filamentId: 'GFA00', filamentName: 'Bambu PLA Basic' }] }],
	});
	expect(read(taskDetailsForm, { ...details, project_id: '164033198' })).toMatchObject({
		projectId: 164033198,
	});
	for (const content of ['null', "{'printed_plates': [1]}", null, '{']) {
		expect(read(taskDetailsForm, { ...details, content })).toMatchObject({ plate: null });
	}
});

test('an account: its lifetime totals in the units of prints', () => {
	expect(read(accountForm, profile)).toMatchObject({
		userId: 3100123456,
		userName: 'Mira',
		totalGrams: 8123.4,
		totalMetres: 2710,
		totalMinutes: 15020.5,
	});
	const none = { taskWeightSum: 0, taskLengthSum: '0', taskTimeSum: null };
	expect(read(accountForm, { personal: none })).toMatchObject({
		totalGrams: 0,
		totalMetres: 0,
		totalMinutes: null,
	});
});

test('an end that lies beyond any calendar is none, be it of a print, a printer, or a report', () => {
	const started = Math.floor(Date.UTC(2026, 7, 14) / 1000);
	const endless = [1e300, 1e13];
	for (const seconds of endless) {
		const task = read(printForm, { status: 1, startTime: started, costTime: seconds });
		expect(task.estimatedEndAt).toBeNull();
		const printer = read(printStatusForm, { start_time: started, prediction: seconds });
		expect(printer.estimatedEndAt).toBeNull();
		const print = { gcode_state: 'RUNNING', mc_remaining_time: seconds };
		const report = read(liveForm, { at: started * 1000, known: { print } });
		expect(report.estimatedEndAt).toBeNull();
	}
});
