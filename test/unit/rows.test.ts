import fc from 'fast-check';

import { compareVersions, simplifyFirmware } from '../../nodes/BambuLab/output/firmware';
import { simplifyMessage } from '../../nodes/BambuLab/output/message';
import { simplifyDevice, simplifyPrintStatus } from '../../nodes/BambuLab/output/device';
import {
	simplifyProfile,
	simplifyProject,
	simplifyTaskDetails,
} from '../../nodes/BambuLab/output/project';
import { simplifySettingRow } from '../../nodes/BambuLab/output/setting';
import { splitByFilament } from '../../nodes/BambuLab/output/split';
import { simplifySpool } from '../../nodes/BambuLab/output/spool';
import { simplifyTask } from '../../nodes/BambuLab/output/task';
import { iotTime } from '../../nodes/BambuLab/output/times';
import spools from '../contract/current/getFilamentSpools.json';
import details from '../contract/current/getIotTask.json';
import messages from '../contract/current/getMessages.json';
import settings from '../contract/current/getSlicerSettings.json';
import firmwareSeed from '../contract/seed/getDeviceVersions.json';
import profileSeed from '../contract/seed/getPrintProfile.json';
import projectSeed from '../contract/seed/getProject.json';

describe('times of the iot service', () => {
	test.each([
		['2026-08-14 17:20:33', '2026-08-14T09:20:33.000Z'],
		['2022-11-22 09:58:10', '2022-11-22T01:58:10.000Z'],
		['2026-02-30 99:00:00', null],
		['2026-08-14T17:20:33Z', null],
		['', null],
		[null, null],
		[0, null],
	])('%j is %j', (stamp, time) => {
		expect(iotTime(stamp)).toBe(time);
	});

	test('each is eight hours ahead of UTC', () => {
		const range = { min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true };
		fc.assert(
			fc.property(fc.date(range), (date) => {
				const whole = new Date(Math.floor(date.getTime() / 1000) * 1000);
				const china = new Date(whole.getTime() + 8 * 3_600_000).toISOString();
				expect(iotTime(china.slice(0, 19).replace('T', ' '))).toBe(whole.toISOString());
			}),
		);
	});
});

describe('firmware', () => {
	test.each([
		['01.03.00.13', '1.3.0.13', 0],
		['01.10.00.00', '01.09.99.99', 1],
		['1.2', '1.2.0.1', -1],
		['', '', 0],
		['x', '0', 0],
	])('%s against %s', (a, b, sign) => {
		expect(Math.sign(compareVersions(a, b))).toBe(sign);
	});

	test('of the seed, whose newest version is installed', () => {
		expect(simplifyFirmware(firmwareSeed.devices[0] ?? {})).toMatchObject({
			installedVersion: '01.01.01.00',
			newestVersion: '01.01.01.00',
			updateAvailable: false,
			releaseNotes: null,
		});
	});

	test.each([
		[
			'a newer one',
			{ version: '1.0.0.0', firmware: [{ version: '1.0.0.1', description: 'New' }] },
			true,
			'New',
		],
		['none offered', { version: '1.0.0.0', firmware: [] }, false, null],
		['null offered', { version: '1.0.0.0', firmware: null }, false, null],
		['an older one', { version: '2.0.0.0', firmware: [{ version: '1.0.0.1' }] }, false, null],
		['none installed', { firmware: [{ version: '1.0.0.1', description: '' }] }, true, null],
	])('%s', (_name, device, updateAvailable, releaseNotes) => {
		expect(simplifyFirmware(device)).toMatchObject({ updateAvailable, releaseNotes });
	});

	test('a beta counts only where there is no release', () => {
		const beta = { version: '3.0.0.0', status: 'beta' };
		const release = { version: '2.0.0.0', status: 'release', force_update: true };
		const device = { version: '1.0.0.0', firmware: [beta, release] };
		expect(simplifyFirmware(device)).toMatchObject({
			newestVersion: '2.0.0.0',
			isBeta: false,
			isForced: true,
		});
		expect(simplifyFirmware({ ...device, firmware: [beta] })).toMatchObject({ isBeta: true });
	});
});

describe('messages', () => {
	test('about a print', () => {
		expect(simplifyMessage(messages.hits[0] ?? {})).toMatchObject({
			type: 6,
			kind: 'print',
			taskId: 712345678,
			taskStatusText: 'finished',
			isRead: false,
			title: expect.any(String),
			text: expect.stringMatching(/: finished$/),
		});
	});

	test.each([
		[{ systemForWeb: { title: 'Welcome', content: 'Thank you.' } }, 'Welcome', 'Thank you.'],
		[{ design: null, designCommented: { comment: 'Fits well!' } }, null, 'Fits well!'],
		[{ newBadgeReceived: { name: 'First hundred' } }, 'First hundred', null],
		[{ from: { name: 'Maker' } }, null, null],
		[{ taskMessage: { id: 1, status: 3 } }, null, null],
	])('%j says what it holds', (payload, title, text) => {
		expect(simplifyMessage({ id: 1, type: 101, ...payload })).toMatchObject({ title, text });
	});

	test.each([
		[201, 'designComment'],
		[412, 'system'],
		[502, 'boost'],
		[602, 'like'],
		[999, 'other'],
		[null, 'other'],
	])('type %j is %s', (type, kind) => {
		expect(simplifyMessage({ id: 1, type })).toMatchObject({ kind, taskId: null });
	});
});

test('a preset: its name says for which printer it is', () => {
	const [preset] = settings.filament.private;
	expect(simplifySettingRow({ type: 'filament', scope: 'private', ...preset })).toMatchObject({
		type: 'filament',
		scope: 'private',
		isSupport: false,
	});
	const printers = ['0.20mm Standard @BBL X1C', 'PLA @Voron', 'House PLA'].map(
		(name) => simplifySettingRow({ name }).printer,
	);
	expect(printers).toEqual(['X1C', 'Voron', null]);
});

test('a spool: what is left of it, and times in ISO 8601', () => {
	expect(simplifySpool(spools.hits[0] ?? {})).toMatchObject({
		remainingGrams: 975,
		fullGrams: 1000,
		remainingPercent: 98,
		createdAt: new Date(1_786_000_000_000).toISOString(),
	});
	expect(simplifySpool({ netWeight: 5, totalNetWeight: 0, createdAt: 0 })).toMatchObject({
		remainingPercent: null,
		createdAt: null,
	});
});

test('a project and a print profile of the seed: figures as numbers, raw stamps beside', () => {
	const profile = {
		createdAt: '2022-11-22T01:58:04.000Z',
		createTime: '2022-11-22 09:58:04',
		printerModel: 'X1 Carbon',
		plates: [
			{
				plate: 1,
				estimatedMinutes: 55.8,
				filaments: [{ type: 'PLA', color: '#00AE42', estimatedGrams: 12.6, estimatedMetres: 4.16 }],
			},
		],
	};
	expect(simplifyProfile(profileSeed)).toMatchObject(profile);
	expect(simplifyProject(projectSeed)).toMatchObject({ profiles: [profile], fileUrl: null });
});

test('task details: the plate stands in a text that holds JSON, which stays beside it', () => {
	expect(simplifyTaskDetails(details)).toMatchObject({ plate: 1, content: details.content });
	for (const content of ['null', "{'printed_plates': [1]}", null, '{']) {
		expect(simplifyTaskDetails({ ...details, content })).toMatchObject({ plate: null, content });
	}
});

test('the print status: its start in ISO 8601 beside the raw stamp', () => {
	expect(simplifyPrintStatus({ start_time: '2026-08-14 17:20:33' })).toMatchObject({
		startedAt: '2026-08-14T09:20:33.000Z',
		startTime: '2026-08-14 17:20:33',
	});
});

test.each([
	['task', simplifyTask],
	['row of a filament', (task: object) => splitByFilament(task)[0] ?? {}],
	['printer', simplifyDevice],
	['firmware', simplifyFirmware],
	['message', simplifyMessage],
	['print status', simplifyPrintStatus],
	['profile', simplifyProfile],
	['project', simplifyProject],
	['preset', simplifySettingRow],
	['spool', simplifySpool],
	['task details', simplifyTaskDetails],
])(
	'a %s of any shape gives a row of the same fields, none undefined but the id',
	(_name, toRow) => {
		const columns = Object.keys(toRow({}));
		const names = fc.constantFrom(
			...['weight', 'context', 'content', 'firmware', 'ams', 'from', 'taskMessage', 'status'],
			...['online', 'print_status', 'print_job', 'currentTask', 'dev_id', 'dev_product_name'],
			...['startTime', 'endTime', 'costTime', 'length', 'designId', 'designTitle', 'cover'],
			...['amsDetailMapping', 'createTime', 'create_time', 'version', 'name', 'color', 'netWeight'],
		);
		fc.assert(
			fc.property(fc.dictionary(names, fc.anything()), (row) => {
				const simplified = toRow(row);
				expect(Object.keys(simplified)).toEqual(columns);
				const missing = columns.filter((name) => simplified[name] === undefined);
				expect(missing.filter((name) => name !== 'id')).toEqual([]);
			}),
		);
	},
);

test.each([
	[1_791_388_080, '2026-10-07T15:48:00.000Z'],
	['1791388080', '2026-10-07T15:48:00.000Z'],
	[8.64e12, '+275760-09-13T00:00:00.000Z'],
	[8.64e12 + 1, null],
	[1.7976931348623157e308, null],
	[0, null],
	[-1, null],
	['soon', null],
])('a spool that was added at %p', (createdAt, expected) => {
	expect(simplifySpool({ createdAt })).toMatchObject({ createdAt: expected });
});
