import nock from 'nock';

import { errorText, forgetErrorTexts } from '../../nodes/BambuLab/live/errorTexts';
import { itemsWith, runOperation } from '../support/bambuLab';
import { useCloud } from '../support/cloud';
import { h2d, message, p1s, status, x1c } from './lab';
import p1RunOut from '../cloud/live/specimens/p1RunOut.json';

const cloud = useCloud();
const host = 'https://e.bambulab.com';
const path = '/query.php';

interface Asked {
	query: string;
	headers: Record<string, unknown>;
}

/** What the text service was asked, which the simulated cloud answers. */
function serveTexts(): Asked[] {
	const asked: Asked[] = [];
	nock(host)
		.persist()
		.get(path)
		.query(true)
		.reply(async function (uri) {
			asked.push({ query: uri.split('?')[1] ?? '', headers: this.req.headers });
			const answer = await fetch(cloud().apiUrl + uri, {
				headers: { 'user-agent': String(this.req.headers['user-agent']) },
			});
			return [answer.status, await answer.text()];
		});
	return asked;
}

async function textOf(errorCode: string, options: object = {}) {
	const { items, error } = await runOperation('errorCode:get', {
		errorCode,
		options: { ...options },
	});
	if (error) throw error;
	const { text, isShown } = items[0]?.json ?? {};
	return { text, isShown };
}

describe('errorCode:get', () => {
	test('gives the text of the printer, and asks without a token', async () => {
		const asked = serveTexts();
		expect(await textOf('0300_8015')).toEqual({
			text: 'The spool on the holder is empty. Put on a new one.',
			isShown: true,
		});
		expect(asked.map(({ query }) => query)).toEqual(['lang=en&e=03008015']);
		expect(asked[0]?.headers).not.toHaveProperty('authorization');
		expect(JSON.stringify(asked)).not.toContain('canary');
	});

	test('in the language, by the model, and once a day', async () => {
		const asked = serveTexts();
		const options = { language: 'de', model: '01P' };
		for (let time = 0; time < 3; time++) {
			expect((await textOf('0700_2200_0002_0001', options)).text).toBe(
				'Fach 3 von AMS 1 ist leer.',
			);
		}
		expect(asked.map(({ query }) => query)).toEqual(['lang=de&e=0700220000020001&d=01P']);
		const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 25 * 3_600_000);
		await textOf('0700_2200_0002_0001', options);
		clock.mockRestore();
		expect(asked).toHaveLength(2);
	});

	test('in English where the language has none', async () => {
		const asked = serveTexts();
		expect((await textOf('0300_8015', { language: 'fr' })).text).toMatch(/^The spool/);
		expect(asked.map(({ query }) => query)).toEqual(['lang=fr&e=03008015', 'lang=en&e=03008015']);
	});

	test('a language whose name is longer in the answer', async () => {
		nock(host)
			.get(path)
			.query({ lang: 'pt', e: '03008015' })
			.reply(200, {
				result: 0,
				data: { device_error: { 'pt-br': [{ ecode: '03008015', intro: 'Carretel vazio.' }] } },
			});
		expect((await textOf('0300_8015', { language: 'pt' })).text).toBe('Carretel vazio.');
	});

	test('what is empty everywhere is never shown; what is missing may be', async () => {
		serveTexts();
		expect(await textOf('0500_0100_0003_0001')).toEqual({ text: null, isShown: true });
		expect(await textOf('0500_C011', { model: '00M' })).toEqual({ text: null, isShown: false });
		expect(await textOf('0500_C011', { model: '01P' })).toMatchObject({ isShown: true });
	});

	test.each<[string, (texts: nock.Interceptor) => unknown]>([
		['refuses', (texts) => texts.reply(403, 'Forbidden')],
		['is down', (texts) => texts.reply(502, '<html>')],
		['is not there', (texts) => texts.replyWithError('ECONNREFUSED')],
		['answers with a page', (texts) => texts.reply(200, '<html>Hello</html>')],
		['answers with a list', (texts) => texts.reply(200, '[]')],
	])(
		'where the service %s the rest stays, and it is left alone for a minute',
		async (_name, answer) => {
			answer(nock(host).get(path).query(true));
			expect(await textOf('0300_8015')).toEqual({ text: null, isShown: true });
			expect(await textOf('0300_4006')).toEqual({ text: null, isShown: true });
			serveTexts();
			const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
			expect((await textOf('0300_8015')).text).toMatch(/^The spool/);
			clock.mockRestore();
		},
	);

	test.each([
		['a failure', { result: 5 }],
		['another table', { result: 0, data: { device_hms: {} } }],
		['rows of another kind', { result: 0, data: { device_error: { en: [5, { ecode: 1 }] } } }],
	])('%s in the answer is no text', async (_name, body) => {
		nock(host).get(path).query(true).reply(200, body);
		expect(await textOf('0300_8015')).toEqual({ text: null, isShown: true });
	});
});

test('a thousand texts are kept, and the oldest are let go', async () => {
	const asked: string[] = [];
	const request = jest.fn(async ({ qs }: { qs?: { e?: string } }) => {
		asked.push(String(qs?.e));
		return await Promise.resolve('{"result":0,"data":{}}');
	});
	const ask = async (index: number) => {
		const code = `0300_${(0x4000 + index).toString(16).toUpperCase()}`;
		await errorText(request as never, { code, prefix: '', language: 'en' });
	};
	for (let index = 0; index <= 1000; index++) await ask(index);
	await ask(1000);
	await ask(1);
	expect(asked).toHaveLength(1001);
	await ask(0);
	expect(asked).toHaveLength(1002);
});

describe('device:readLiveReport', () => {
	const parameters = { options: { errorTexts: true, language: 'de' } };

	test('with Look Up Error Texts has them, asked once for many reports', async () => {
		const asked = serveTexts();
		const items = itemsWith(...Array(20).fill(message(p1s, p1RunOut)));
		const run = await runOperation('device:readLiveReport', parameters, { items });
		expect(new Set(run.items.map(({ json }) => json.errorText))).toEqual(
			new Set(['Eine Spule in AMS 1 ist leer.']),
		);
		expect(asked.map(({ query }) => query)).toEqual([
			'lang=de&e=07008011&d=01P',
			'lang=de&e=0700210000020001&d=01P',
			'lang=en&e=0700210000020001&d=01P',
		]);
		expect(JSON.stringify(asked)).not.toContain(p1s);
	});

	test('gives up on texts that come slowly, and keeps the rest', async () => {
		const clock = jest.spyOn(Date, 'now');
		let now = Date.now();
		clock.mockImplementation(() => now);
		let asked = 0;
		nock(host)
			.persist()
			.get(path)
			.query(true)
			.reply(() => {
				asked += 1;
				now += 4000;
				return [200, { result: 0, data: {} }];
			});
		const hms = Array.from({ length: 40 }, (_, index) => ({
			attr: 0x03000100 + index * 0x10000,
			code: 0x00030001,
		}));
		const items = itemsWith(status(p1s, { msg: 0, gcode_state: 'RUNNING', hms }));
		const run = await runOperation('device:readLiveReport', parameters, { items });
		clock.mockRestore();
		expect(run.items[0]?.json).toMatchObject({ status: 'running', errorText: null });
		expect(asked).toBeLessThan(8);
	});

	test('marks what the printer does not show', async () => {
		serveTexts();
		const print = { msg: 0, print_error: 0x0500c011 };
		const errors = async (serial: string) => {
			forgetErrorTexts();
			const run = await runOperation(
				'device:readLiveReport',
				{ ...parameters, output: 'fields', fields: ['errors'] },
				{ items: itemsWith(status(serial, print)) },
			);
			return run.items[0]?.json.errors;
		};
		expect(await errors(x1c)).toMatchObject([{ isShown: false, text: null }]);
		expect(await errors(p1s)).toMatchObject([{ isShown: true }]);
		expect(await errors(h2d)).toMatchObject([{ isShown: false }]);
	});

	test('asks for nothing where nothing is wrong, or nobody looks', async () => {
		const items = itemsWith(status(p1s, { msg: 0, gcode_state: 'RUNNING' }));
		expect(
			(await runOperation('device:readLiveReport', parameters, { items })).error,
		).toBeUndefined();
		const fields = { ...parameters, output: 'fields', fields: ['status'] };
		const wrong = itemsWith(message(p1s, p1RunOut));
		expect(
			(await runOperation('device:readLiveReport', fields, { items: wrong })).error,
		).toBeUndefined();
		const off = await runOperation('device:readLiveReport', {}, { items: wrong });
		expect(off.items[0]?.json).toMatchObject({ errorCode: '0700_8011', errorText: null });
	});
});
