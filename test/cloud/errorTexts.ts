import { json, type Reply } from './http/reply';

/*
 * The text service of e.bambulab.com, which wants no token. Evidence: the slicer's source asks
 * `query.php?lang=&d=` for the table of a model and `query.php?lang=&e=` for one code; clients read the answers
 * so. Whether it takes `d` beside `e` is not known: here it does. The texts are our own.
 */

interface Entry {
	/** By language; what is missing is empty. */
	intro: { [language: string]: string };
	/** Serial number prefixes on which the text is empty. */
	emptyOn?: string[];
}

const ENTRIES: { [ecode: string]: Entry } = {
	'03008015': {
		intro: {
			en: 'The spool on the holder is empty. Put on a new one.',
			de: 'Die Spule am Halter ist leer. Neue einsetzen.',
		},
	},
	'07008011': { intro: { en: 'A spool in AMS 1 is empty.', de: 'Eine Spule in AMS 1 ist leer.' } },
	'0700220000020001': {
		intro: { en: 'Slot 3 of AMS 1 is empty.', de: 'Fach 3 von AMS 1 ist leer.' },
	},
	// Printers never show it: empty in every language.
	'0500060000020070': { intro: {} },
	// Shown by P1 printers alone.
	'0500C011': { intro: { en: 'The SD card has become slow.' }, emptyOn: ['00M', '094'] },
};

/** Languages in which the service has texts; others are answered, and empty. */
const FILLED = ['en', 'de', 'fr', 'es', 'it', 'ja', 'pl', 'pt-br', 'zh-cn'];
const EMPTY = ['cs', 'da', 'tr', 'uk'];

export const ERROR_TEXTS_PATH = '/query.php';

/** A client without a name of its own is refused, as Python's plain one is. */
export function answerErrorTexts(query: { [name: string]: string }, userAgent: string): Reply {
	if (/^$|^Python-urllib/.test(userAgent)) return json({ error: 'Forbidden' }, 403);
	const { lang = '', e = '', d = '' } = query;
	const language = [...FILLED, ...EMPTY].find((known) => known.startsWith(lang) && lang !== '');
	const codes = e === '' ? Object.keys(ENTRIES) : [e.toUpperCase()];
	const rows = (digits: number) =>
		codes
			.filter((code) => code.length === digits)
			.flatMap((ecode) => {
				const entry = ENTRIES[ecode];
				if (entry === undefined) return [];
				const isEmpty = entry.emptyOn?.includes(d) === true || language === undefined;
				return [{ ecode, intro: isEmpty ? '' : (entry.intro[language] ?? '') }];
			});
	const table = (digits: number) => ({
		ver: 202609010000,
		...(language === undefined ? {} : { [language]: rows(digits) }),
	});
	const data = {
		...(e.length === 8 ? {} : { device_hms: table(16) }),
		...(e.length === 16 ? {} : { device_error: table(8) }),
	};
	return json({ result: 0, t: 1_790_000_000, ver: 202609010000, data });
}
