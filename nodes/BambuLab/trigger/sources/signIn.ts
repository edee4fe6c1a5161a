import type { CloudClient } from '../../cloud/client';
import { hashOf, readCredentials, sessionOf } from '../../cloud/session/credentials';
import { dayMs, sessionEnd, sessionStatus } from '../../output/session';
import { listOf, record, text, type Account } from '../state';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** The marks of the tokens whose end has been told, the latest last; once more for the last day. */
export interface SignInState {
	told: string[];
}

/** Tokens come and go in months; half as many are never in use in turn. */
const maxReported = 16;

const renewsByItself = {
	message: 'The credential renews its sign-in by itself',
	description:
		'It signs in again with the password, so "Sign-In Expires Soon" never comes for it. Choose other events.',
};
const unknownEnd = {
	message: 'It is not known when the sign-in ends',
	description:
		'Neither Bambu Lab nor the access token says it. "Sign-In Expires Soon" comes only if the end is known, mostly after a sign-in with a verification code.',
};

/** The sign-in of the credential, as it stands after a request, without a request of its own. */
async function readSignIn({ credentialData }: CloudClient, { uid }: Account, now: number) {
	const credentials = readCredentials(await credentialData());
	const token = sessionOf(credentials).token;
	const { method, account, userId, apiUrl, signedInAt, expiresAt, daysLeft, renewsItself } =
		sessionStatus(credentials, { uid }, now);
	const row = { method, account, userId, apiUrl, signedInAt, expiresAt, daysLeft, renewsItself };
	// Tells tokens apart and tells nothing of them.
	const mark = token === '' ? '' : hashOf(token).slice(0, 12);
	const event: TriggerEvent = {
		name: 'signInExpiring',
		id: mark,
		occurredAt: now,
		printer: undefined,
		subject: { kind: 'session', row },
	};
	const isMine = mark !== '' && renewsItself !== true;
	/** Milliseconds; undefined where nobody has to sign in again some day, or nobody said when. */
	const endsAt = isMine ? sessionEnd(credentials) : undefined;
	return { mark, endsAt, event, renewsItself: renewsItself === true };
}

/** The end of the credential's sign-in, told once per token as soon as it is near, and on the last day again. */
export class SignIn implements Source<SignInState> {
	readonly label = 'the sign-in';
	readonly tellsPresent = true;
	readonly isState = record({ told: listOf(text) });
	noSample: Source['noSample'];

	async look(look: Look<SignInState>): Promise<Finding<SignInState>> {
		const { cloud, account, known, earlier, now } = look;
		const { daysBefore } = look.rules;
		const { mark, endsAt = Infinity, event } = await readSignIn(cloud, account, now);
		const { told } = known ?? earlier ?? { told: [] };
		const lastDay = `${mark}:lastDay`;
		const isLastDay = endsAt - now < dayMs;
		const isNear = isLastDay || endsAt - now < daysBefore * dayMs;
		const due = isLastDay ? lastDay : mark;
		if (!isNear || told.includes(due)) return { events: [], state: { told } };
		// Who was told of the end before is reminded; who learns of it on the last day needs no second word.
		const isReminder = isLastDay && told.includes(mark);
		return {
			events: [isReminder ? { ...event, id: lastDay } : event],
			state: { told: [...new Set([...told, mark, due])].slice(-maxReported) },
		};
	}

	/** The sign-in as it is, however far its end. */
	async sample({ cloud, account, now }: SampleLook): Promise<TriggerEvent[]> {
		const { endsAt, event, renewsItself } = await readSignIn(cloud, await account(), now);
		if (endsAt !== undefined) return [event];
		this.noSample = renewsItself ? renewsByItself : unknownEnd;
		return [];
	}
}
