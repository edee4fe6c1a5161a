import { codeRun, evaluate, fieldsSet, parametersOf } from '../support/exampleParts';

interface Digest {
	isFirst: boolean;
	models: Array<{ title: string; changes: { [figure: string]: number | null } }>;
}

/** The code of the digest, with what the workflow remembers of other weeks. */
function digestOf(rows: object[], memory: object): Digest {
	const globals = {
		$input: { all: () => rows.map((json) => ({ json })) },
		$getWorkflowStaticData: () => memory,
	};
	const [item] = codeRun('makerworld-digest', 'Compare with Last Week', globals) as Array<{
		json: Digest;
	}>;
	if (item === undefined) throw new Error('The digest has no item');
	return item.json;
}

test('the digest of MakerWorld tells what changed since it was made last', () => {
	const memory = {};
	const comb = { id: 1, title: 'Comb', url: 'u', downloadCount: 390, likeCount: 90 };
	const hook = { id: 2, title: null, url: null, downloadCount: null, likeCount: 5 };
	const first = digestOf([comb, hook], memory);
	expect(first).toMatchObject({
		isFirst: true,
		models: [{ title: 'Comb' }, { title: 'Untitled' }],
	});
	expect(first.models[0]?.changes).toMatchObject({ downloadCount: null, likeCount: null });
	expect(digestOf([], memory).models).toEqual([]);
	const newest = { id: 3, title: 'New', downloadCount: 4 };
	const next = digestOf(
		[newest, { ...hook, downloadCount: 8, likeCount: 7 }, { ...comb, downloadCount: 420 }],
		memory,
	);
	expect(next.isFirst).toBe(false);
	expect(next.models.map(({ title, changes }) => [title, changes])).toMatchObject([
		['Comb', { downloadCount: 30, likeCount: 0 }],
		['New', { downloadCount: null }],
		['Untitled', { downloadCount: null, likeCount: 2 }],
	]);
});

const task = { title: 'Gear & <Rack>', status: 'finished', durationMinutes: 61, estimatedGrams: 5 };
const ended = { printerName: 'A<B> & C', task };
const unknown = { ...ended, task: { ...task, durationMinutes: null } };

describe('quiet hours as they come, from 22 to 7', () => {
	const hours = Array.from({ length: 24 }, (_, hour) => hour);
	const quiet = [0, 1, 2, 3, 4, 5, 6, 22, 23];
	const telegram = (hour: number, template: (text: string) => string = (text) => text) => {
		const { assignments } = parametersOf('telegram-alert-with-picture', 'Compose Message') as {
			assignments: { assignments: Array<{ name: string; value: string }> };
		};
		const own = assignments.assignments.find(({ name }) => name === 'quiet')?.value ?? '';
		return evaluate(template(own), { $now: { hour } });
	};
	const ntfy = (hour: number, change: (code: string) => string = (code) => code) => {
		const globals = { $now: { hour }, $input: { all: () => [{ json: ended, binary: {} }] } };
		const items = codeRun('ntfy-alert-with-picture', 'Compose Message', globals, (code) =>
			change(code.replace("topic = ''", "topic = 'prints'")),
		) as Array<{ json: { priority: number } }>;
		return items[0]?.json.priority === 2;
	};

	test.each([
		['Telegram', telegram],
		['ntfy', ntfy],
	])('%s', (_name, isQuiet) => {
		const within = (from: number, until: number) =>
			hours.filter((hour) => isQuiet(hour, (text) => text.replace('22, 7', `${from}, ${until}`)));
		expect(hours.filter((hour) => isQuiet(hour))).toEqual(quiet);
		expect(within(1, 4)).toEqual([1, 2, 3]);
		expect(within(0, 0)).toEqual([]);
	});
});

test('a sign-in ends in so many days, in 1 day, or within a day', () => {
	const subject = (daysLeft: number) =>
		fieldsSet('warn-by-email', 'Compose Sign-In Message', {
			$json: { session: { daysLeft, account: 'Ada', expiresAt: '2026-12-01T10:00:00Z' } },
		}).subject;
	expect([6, 2, 1, 0].map(subject)).toEqual([
		'Bambu Lab sign-in ends in 6 days',
		'Bambu Lab sign-in ends in 2 days',
		'Bambu Lab sign-in ends in 1 day',
		'Bambu Lab sign-in ends within a day',
	]);
});

describe('Slack takes names as they are, and no time where none is known', () => {
	const picture = (nodeName: string) => (item: object) =>
		fieldsSet('slack-alert-with-picture', nodeName, { $json: item }).text;
	const [title, printer] = ['*Gear &amp; &lt;Rack&gt;*', 'A&lt;B&gt; &amp; C'];

	test.each([
		{
			what: 'finished, with picture',
			words: picture('Compose Finished Message'),
			known: `:white_check_mark: ${title} is finished on ${printer}, after 1 h 01 min. About 5 g of filament.`,
			other: `:white_check_mark: ${title} is finished on ${printer}. About 5 g of filament.`,
		},
		{
			what: 'failed, with picture',
			words: picture('Compose Failed Message'),
			known: `:x: ${title} on ${printer} failed or was cancelled, after 1 h 01 min.`,
			other: `:x: ${title} on ${printer} failed or was cancelled.`,
		},
		{
			what: 'in two nodes',
			words: (item: object) =>
				evaluate(parametersOf('slack-alert', 'Send Message').text, { $json: item }),
			known: `:white_check_mark: ${title} is finished on ${printer}`,
			other: `:white_check_mark: ${title} is finished on ${printer}`,
		},
	])('$what', ({ words, known, other }) => {
		expect(words(ended)).toBe(known);
		expect(words(unknown)).toBe(other);
	});
});

test('Discord and the chat model get words where the installed firmware is unknown', () => {
	const item = { printerName: 'A', firmware: { newestVersion: '2', installedVersion: null } };
	const globals = {
		$json: { ...item, text: 'Notes' },
		$: () => ({ item: { json: item } }),
	};
	const parameters = (name: string) => parametersOf('firmware-news-to-discord', name);
	for (const text of [
		evaluate(parameters('Send to Discord').content, globals),
		evaluate(parameters('Shorten the Release Notes').text, globals),
	]) {
		expect(text).toContain('an unknown version');
		expect(text).not.toMatch(/null|undefined/);
	}
});

test('a week without prints has no row, of no printer and no filament', () => {
	const sums = codeRun('weekly-report', 'Add Up the Week', {
		$input: { all: () => [{ json: {} }] },
	});
	expect(sums).toMatchObject({ prints: 0, success: null, filaments: [], printers: [] });
});

test('a print request from the public form writes no text as a formula', () => {
	const form = { name: '=A', model: { filename: '+Lamp.3mf' }, wishes: '@x' };
	const print = { printerName: '-P', task: { title: '+Lamp.3mf', status: 'finished', id: 7 } };
	const globals = {
		$json: print,
		$now: { toFormat: () => '2026-12-01 10:00' },
		$: (name: string) => ({
			first: () => ({ json: form }),
			item: { json: name === 'Print Starts or Ends' ? print : form },
		}),
	};
	const example = 'print-requests-with-approval';
	const cells = (node: string) => {
		const { value } = parametersOf(example, node).columns as { value: Record<string, string> };
		return Object.fromEntries(
			Object.entries(value).map(([name, text]) => [name, evaluate(text, globals)]),
		);
	};
	expect(cells('Log the Request')).toMatchObject({
		...{ name: "'=A", file: "'+Lamp.3mf", print_name: "'+lamp", wishes: "'@x" },
	});
	expect(cells('Log the Status')).toMatchObject({ printer: "'-P" });
	const { conditions } = parametersOf(example, 'Find Its Request').filters as {
		conditions: Array<{ keyName: string; keyValue: string }>;
	};
	const title = conditions.find(({ keyName }) => keyName === 'print_name');
	expect(evaluate(title?.keyValue, globals)).toBe("'+lamp");
	const told = { ...globals, $json: { status: 'finished', file: "'+Lamp.3mf", name: "'=A" } };
	expect(evaluate(parametersOf(example, 'Report How It Ended').text, told)).toBe(
		'Ready: <b>+Lamp.3mf</b> for =A, on -P',
	);
});

test('maintenance is reminded of once each time, however executions overlap', () => {
	const minutes = [100, 60, 30, 170, 10, 370, 5];
	const rows = minutes.map((each, index) => {
		const row = { id: index + 1, printer_serial: 'S1', printer: 'Mia', minutes: each };
		return { json: row };
	});
	const other = { json: { id: 99, printer_serial: '', printer: '', minutes: 9000 } };
	// The rows below are in the table when an execution reads it that has written those from `first` on.
	const reminders = (first: number, last: number, below: number) =>
		codeRun(
			'remind-of-maintenance',
			'Find What Is Due',
			{
				$: () => ({ all: () => [...rows.slice(first, last), other] }),
				$input: { all: () => [...rows.slice(0, below), ...rows.slice(0, last), other] },
			},
			(code) => code.replace('every = 300', 'every = 3'),
		) as Array<{ json: object }>;
	const due = [
		{ printer: 'Mia', printer_serial: 'S1', hours: 3, next: 6 },
		{ printer: 'Mia', printer_serial: 'S1', hours: 6, next: 9 },
		{ printer: 'Mia', printer_serial: 'S1', hours: 12, next: 15 },
	];
	for (const size of [1, 2, 3, minutes.length]) {
		for (const ahead of [0, 1, minutes.length]) {
			const told = minutes.flatMap((_, first) => {
				if (first % size > 0) return [];
				const last = Math.min(first + size, minutes.length);
				return reminders(first, last, Math.min(last + ahead, minutes.length));
			});
			expect(told.map(({ json }) => ({ ...json }))).toEqual(due);
		}
	}
});
