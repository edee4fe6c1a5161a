import fc from 'fast-check';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { fieldsOf, shape, type RowForm } from '../../nodes/BambuLab/output/rowForm';
import { forms as ofEvents } from '../../nodes/BambuLab/trigger/sources/source';
import { everyField } from './support/odd';

/** Every readable form that an operation or an event gives out. */
const ofOperations = resources.flatMap(({ value: resource, operations }) =>
	operations.flatMap(({ value, readable }) =>
		[readable?.form, readable?.splitForm]
			.filter((form): form is RowForm => form !== undefined)
			.map((form, index) => ({ name: `${resource}:${value}${index > 0 ? ' split' : ''}`, form })),
	),
);

const forms = [
	...ofOperations,
	...Object.entries(ofEvents).flatMap(([kind, form]) => {
		const isKnown = form === undefined || ofOperations.some((other) => other.form === form);
		return isKnown ? [] : [{ name: `event ${kind}`, form }];
	}),
];

test('there are forms to look at', () => {
	expect(forms.length).toBeGreaterThan(12);
});

describe.each(forms)('$name', ({ form }) => {
	test('Simplified has at most ten fields, all of which there are', () => {
		expect(form.simple.length).toBeLessThanOrEqual(10);
		expect(new Set(form.simple).size).toBe(form.simple.length);
	});

	test('its fields are those that its rows can have', () => {
		const everything = { prices: { perKg: 1, perHour: 1 }, happenings: true };
		const columns = Object.keys(form.toRows({}, everything)[0] ?? {});
		expect([...fieldsOf(form)].sort()).toEqual(columns.sort());
		expect(columns).toEqual(expect.arrayContaining([...(form.asked?.(everything) ?? [])]));
	});

	test('its first fields are those of Simplified, the most used first', () => {
		const [first = ''] = form.simple;
		expect(Object.keys(form.toRows({}, {})[0] ?? {})[0]).toBe(first);
	});

	test('a row of any shape gives the same fields, none undefined but the id of a print', () => {
		const columns = Object.keys(form.toRows({}, {})[0] ?? {});
		const names = fc.constantFrom(
			...['weight', 'context', 'content', 'firmware', 'ams', 'from', 'taskMessage', 'status'],
			...['online', 'print_status', 'print_job', 'dev_id', 'dev_product_name', 'personal'],
			...['startTime', 'endTime', 'costTime', 'length', 'designId', 'designTitle', 'cover'],
			...['amsDetailMapping', 'nozzleInfos', 'createTime', 'create_time', 'version', 'name'],
			...['color', 'netWeight', 'setting', 'profiles', 'isread', 'update_time', 'message'],
		);
		fc.assert(
			fc.property(fc.dictionary(names, fc.anything()), (row) => {
				for (const read of shape(form, row, everyField, {})) {
					expect(Object.keys(read)).toEqual(columns);
					expect(Object.values(read)).not.toContain(undefined);
				}
			}),
		);
	});
});

/** One word for one thing; beside each, what would be another word for the same. */
const otherWords: { [word: string]: RegExp } = {
	printerName: /^(name|device|dev_?name|deviceName)$/,
	printerSerial: /^(serial|dev_?id|deviceId)$/,
	title: /^(taskName|printName|designTitle)$/,
	status: /^(statusText|state|taskStatus|printStatus)$/,
	statusCode: /^(lastStatus|rawStatus)$/,
	filamentType: /^(material|category)$/,
	estimatedMinutes: /^(prediction|costTime|duration)$/,
	pictureUrl: /^(cover|thumbnail|picture|image|avatar)$/,
};

const presetForms = /^slicerSetting:/;

const context = { plates: [{ index: 1, thumbnail: {}, filaments: [{ filament_id: 'GFA00' }] }] };
/** A row with all that others stand in. */
const rich = {
	amsDetailMapping: [{ filamentType: 'PLA', weight: 1 }],
	context,
	profiles: [{ context }],
	instances: [{ id: 1 }],
};

/** The names of fields at any depth, but those of a preset's own values, which are the slicer's. */
function namesIn(value: unknown): string[] {
	if (Array.isArray(value)) return value.flatMap(namesIn);
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, inner]) => [
		name,
		...(name === 'setting' ? [] : namesIn(inner)),
	]);
}

test.each(Object.entries(otherWords))('"%s" is called nothing else', (word, others) => {
	const wrong = forms.flatMap(({ name, form }) =>
		[...new Set([...fieldsOf(form), ...namesIn(form.toRows(rich, {}))])]
			// A preset has a name, and it is its own; a message has a title beside that of its model.
			.filter((field) => others.test(field) && !(field === 'name' && presetForms.test(name)))
			.filter((field) => !(field === 'designTitle' && name.startsWith('message:')))
			.map((field) => `${name} ${field} for ${word}`),
	);
	expect(wrong).toEqual([]);
});

/** Units that a figure's name ends with, and what stands for itself. */
const unit = /(Grams|Metres|Minutes|Percent|Celsius|Share|Cost|Diameter|Count|Number|Code)$/;

test('times end in At, figures in their unit, flags begin with is or are plain words', () => {
	const row = {
		...{ startTime: 1_786_699_267, endTime: 1_786_700_000, createTime: 1_786_699_267 },
		...{ create_time: 1_786_699_267, update_time: 1_786_699_267, createdAt: 1_786_699_267 },
		...{ weight: 1.5, length: 15, costTime: 90, status: 2, online: 1, isread: 1, isSupport: '0' },
		...{ netWeight: 5, totalNetWeight: 10, start_time: 1_786_699_267, prediction: 60 },
		...{ updatedAt: 1_786_699_267, nozzle_diameter: 0.4, filament_is_support: 0, public: true },
		...{ personal: { taskWeightSum: 1, taskLengthSum: 100, taskTimeSum: 60 }, type: 6 },
	};
	const plain = [
		'id',
		'plate',
		'points',
		'followers',
		'following',
		'online',
		'updateAvailable',
		'score',
		'meanScore',
		'unreadWithoutPrints',
		'regularPoints',
		'exclusivePoints',
	];
	for (const { form } of forms) {
		const [read = {}] = shape(form, row, everyField, { prices: { perKg: 1, perHour: 1 } });
		for (const [name, value] of Object.entries(read)) {
			const isTime = typeof value === 'string' && /^20\d\d-\d\d-/.test(value);
			expect([name, isTime]).toEqual([name, isTime && name.endsWith('At')]);
			if (plain.includes(name) || name.endsWith('Id')) continue;
			if (typeof value === 'number') expect(name).toMatch(unit);
			if (typeof value === 'boolean') expect(name).toMatch(/^is[A-Z]/);
		}
	}
});

const statuses = [
	...['running', 'paused', 'finished', 'failed', 'cancelled', 'idle', 'offline', 'unknown'],
	// Of spools alone.
	...['active', 'incomplete'],
];

test('a status is one of a few words, whatever the cloud says', () => {
	const code = fc.oneof(fc.constantFrom(...words), fc.integer(), fc.string(), fc.constant(null));
	fc.assert(
		fc.property(code, fc.constantFrom(true, false, 1, null), (status, online) => {
			const row = { status, online, print_status: status, message: status };
			for (const { form } of forms) {
				const [{ status: read = 'unknown' } = {}] = form.toRows(row, {});
				expect([...statuses, null]).toContain(read);
			}
		}),
	);
});

const words = ['SUCCESS', 'FAIL', 'RUNNING', 'ACTIVE', 'PAUSE', 'IDLE', 'running', 'constructor'];
