import { BadControlRequest, describe } from './http/controlInput';

/**
 * Facts of which there are two accounts, or none: what each may be, the likelier one first. The contract
 * marks the operation with `x-disputed`, and the tests of the nodes run in each.
 */
export const READINGS = {
	/** What `after` does on lists: nothing, as observed, or start behind the row with that id. */
	after: ['ignored', 'cursor'],
	/**
	 * What the list of messages holds: prints alone, and each other kind in its category, as a live client
	 * saw it; or all of them, as a docstring says.
	 */
	messages: ['categories', 'all'],
	/** What stands beside the payload of a message: nothing, or null for each of the others. */
	otherPayloads: ['missing', 'null'],
	/** Whether the list of messages says how many there are. */
	messageTotal: ['missing', 'given'],
	/**
	 * How comments and ratings of a model stand in their list: all by time; or first the comments and then the
	 * ratings, each by time, as pages of one live model look like.
	 */
	comments: ['together', 'apart'],
	/** How a dead token is refused: with "Please login.", or without a body. */
	deadToken: ['pleaseLogin', 'empty'],
	/** How the login asks for the authenticator: by `loginType` and key, or by the key alone. */
	tfaChallenge: ['named', 'keyAlone'],
	/**
	 * What a right code of the authenticator is answered with: the token as a cookie, beside no body, `{}`,
	 * JSON without a token, or JSON with it; or in the body alone.
	 */
	tfaAnswer: ['cookie', 'cookieEmptyObject', 'cookieJson', 'cookieAndBody', 'body'],
	/** Whether the API's own route takes a right code, too. */
	tfaRoute: ['works', 'refuses'],
	/** Where codes are sent by SMS from. */
	smsHost: ['both', 'api', 'web'],
	/** Whether a token can be refreshed. */
	refresh: ['refused', 'granted'],
	/** Whether a single preset is given without a version. */
	presetVersion: ['optional', 'needed'],
	/** What the list of printers is where the account has none. */
	noPrinters: ['empty', 'null'],
	/** What the firmware of all printers at once is answered with. */
	firmwareOfAll: ['given', 'refused'],
	/** The fields of the task in the print status: missing, null, or filled as in 2022. */
	printStatus: ['missing', 'null', 'filled'],
	/** How somebody else's project is refused: with 403, or with 400. */
	foreignProject: ['forbidden', 'badRequest'],
	/** Of which tasks the printer service gives data: of one's own uploads, or of none. */
	iotTasks: ['own', 'none'],
} as const;

type Readings = { -readonly [Fact in keyof typeof READINGS]: (typeof READINGS)[Fact][number] };

export interface Settings extends Readings {
	/** How much faster than real time prints run. */
	speed: number;
	/** Whether a task can be created without the vendor's client headers. */
	createTaskAllowed: boolean;
	/** Which accounts are registered here: all of them, those with e-mail, those with phone. */
	region: 'any' | 'global' | 'china';
	/** Whether the account has published models, has nothing there, or the region has no such services. */
	makerWorld: 'published' | 'nothing' | 'absent';
	/** Whether pages of models are a row longer or shorter than asked. */
	unevenPages: boolean;
	/** The most rows that a page holds, whatever was asked. */
	rowCap: number;
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
	const likeliest = Object.fromEntries(
		Object.entries(READINGS).map(([fact, [first]]) => [fact, first]),
	) as unknown as Readings;
	return {
		...likeliest,
		speed,
		createTaskAllowed: false,
		region: 'any',
		makerWorld: 'published',
		unevenPages: false,
		rowCap: 100,
		fillSeconds: 20,
		codeSeconds: 300,
		tokenSeconds: 7_776_000,
		urlSeconds: 3600,
	};
}

const CHOICES: { [K in keyof Settings]?: readonly string[] } = {
	...READINGS,
	region: ['any', 'global', 'china'],
	makerWorld: ['published', 'nothing', 'absent'],
};

const ABOVE_ZERO: ReadonlyArray<keyof Settings> = ['speed', 'rowCap'];

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
