import { BadControlRequest, describe } from './http/controlInput';

export const TFA_ANSWERS = [
	'cookie',
	'cookieEmptyObject',
	'cookieJson',
	'cookieAndBody',
	'body',
] as const;

const MESSAGES = ['categories', 'all'] as const;
const COMMENTS = ['together', 'apart'] as const;
const MAKER_WORLDS = ['published', 'nothing', 'absent'] as const;

export interface Settings {
	/** How much faster than real time prints run. */
	speed: number;
	/** What `after` does on lists: nothing, as observed, or start behind the row with that id. */
	after: 'ignored' | 'cursor';
	/** Whether a task can be created without the vendor's client headers. */
	createTaskAllowed: boolean;
	/** Which accounts are registered here: all of them, those with e-mail, those with phone. */
	region: 'any' | 'global' | 'china';
	/**
	 * What the list of messages holds: prints alone, and each other kind in its category, as a live client
	 * saw it; or all of them, as a docstring says.
	 */
	messages: (typeof MESSAGES)[number];
	/** Whether the account has published models, has nothing there, or the region has no such services. */
	makerWorld: (typeof MAKER_WORLDS)[number];
	/**
	 * How comments and ratings of a model stand in their list: all by time; or first the comments and then the
	 * ratings, each by time, as pages of one live model look like.
	 */
	comments: (typeof COMMENTS)[number];
	/** Whether pages of models are a row longer or shorter than asked. */
	unevenPages: boolean;
	/** The most rows that a page holds, whatever was asked. */
	mostRows: number;
	/** A dead token gets a 401 without body instead of "Please login.". */
	emptyUnauthorized: boolean;
	/**
	 * What a right code of the authenticator is answered with: the token as a cookie, beside no body, `{}`,
	 * JSON without a token, or JSON with it; or in the body alone. Nobody has published which it is.
	 */
	tfaAnswer: (typeof TFA_ANSWERS)[number];
	/** Seconds (divided by speed) from the end of a print until its filament mapping is filled. */
	fillSeconds: number;
	/** Life of a verification code and of a tfaKey. */
	codeSeconds: number;
	/** Life of a token, also told as `expiresIn`. */
	tokenSeconds: number;
	/** Life of a presigned URL. */
	urlSeconds: number;
}

export function defaultSettings(speed = 1): Settings {
	return {
		speed,
		after: 'ignored',
		createTaskAllowed: false,
		region: 'any',
		messages: 'categories',
		makerWorld: 'published',
		comments: 'together',
		unevenPages: false,
		mostRows: 100,
		emptyUnauthorized: false,
		tfaAnswer: 'cookie',
		fillSeconds: 20,
		codeSeconds: 300,
		tokenSeconds: 7_776_000,
		urlSeconds: 3600,
	};
}

const CHOICES: { [K in keyof Settings]?: readonly string[] } = {
	after: ['ignored', 'cursor'],
	region: ['any', 'global', 'china'],
	tfaAnswer: TFA_ANSWERS,
	messages: MESSAGES,
	makerWorld: MAKER_WORLDS,
	comments: COMMENTS,
};

const ABOVE_ZERO: ReadonlyArray<keyof Settings> = ['speed', 'mostRows'];

/** Applies a change from outside; refuses unknown names and values of the wrong kind. */
export function changeSettings(settings: Settings, change: Record<string, unknown>): void {
	for (const [name, value] of Object.entries(change)) {
		checkSetting(settings, name, value);
	}
	Object.assign(settings, change);
}

function checkSetting(settings: Settings, name: string, value: unknown): void {
	if (!isSettingName(settings, name)) {
		throw new BadControlRequest(
			`There is no setting "${name}". Settings: ${Object.keys(settings).join(', ')}.`,
		);
	}
	const choices = CHOICES[name];
	if (choices) {
		if (typeof value !== 'string' || !choices.includes(value)) {
			throw new BadControlRequest(
				`Setting "${name}" must be one of ${choices.join(', ')}, not ${describe(value)}.`,
			);
		}
		return;
	}
	const expected = typeof settings[name];
	const positive = expected !== 'number' || (Number.isFinite(value) && Number(value) >= 0);
	if (typeof value !== expected || !positive || (ABOVE_ZERO.includes(name) && value === 0)) {
		throw new BadControlRequest(
			`Setting "${name}" must be a ${expected}${expected === 'number' ? ' above 0' : ''}, not ${describe(value)}.`,
		);
	}
}

function isSettingName(settings: Settings, name: string): name is keyof Settings {
	return Object.hasOwn(settings, name);
}
