import { isObject, type JsonObject } from '../../cloud/json';
import type { CloudClient } from '../../cloud/client';
import { currentToken, hashOf } from '../../cloud/session/storedSession';
import { dayMs, sessionEnd, sessionStatus } from '../../output/session';
import type { Account } from '../account';
import { isTextList } from '../events';
import type { Finding, Look, SampleLook, Source, TriggerEvent } from './source';

/** A sign-in as a poll sees it. */
export interface SignInSeen {
	/** Tells tokens apart and tells nothing of them; empty while there is none. */
	mark: string;
	/** Milliseconds; undefined where nobody said. */
	endsAt: number | undefined;
	renewsItself: boolean;
	/** What a workflow may know of it. */
	status: JsonObject;
}

/** The marks of the tokens whose end has been told, the latest last. */
export interface SignInState {
	told: string[];
}

/** Tokens come and go in months; so many are never in use in turn. */
const mostTold = 8;

const renewsItself = {
	message: 'The credential renews its sign-in by itself',
	description:
		'It signs in again with the password, so "Sign-In Expires Soon" never fires for it. Choose other events.',
};
const unknownEnd = {
	message: 'It is not known when the sign-in ends',
	description:
		'Neither Bambu Lab nor the access token tells. "Sign-In Expires Soon" fires only where that is known, mostly after a sign-in with a verification code.',
};

/** The sign-in of the credential, as it stands after a request, without a request of its own. */
async function readSignIn(
	{ credentials: read }: CloudClient,
	{ uid }: Account,
	now: number,
): Promise<SignInSeen> {
	const credentials = await read();
	const token = currentToken(credentials);
	const { method, account, userId, apiUrl, signedInSince, expiresAt, daysLeft, renewsItself } =
		sessionStatus(credentials, { uid }, now);
	return {
		mark: token === '' ? '' : hashOf(token).slice(0, 12),
		endsAt: sessionEnd(credentials),
		renewsItself: renewsItself === true,
		status: { method, account, userId, apiUrl, signedInSince, expiresAt, daysLeft, renewsItself },
	};
}

/** Whether somebody has to sign in again some day, and when that is known. */
function hasKnownEnd(signIn: SignInSeen): signIn is SignInSeen & { endsAt: number } {
	return signIn.mark !== '' && signIn.endsAt !== undefined && !signIn.renewsItself;
}

function eventOf({ mark, status }: SignInSeen, now: number): TriggerEvent {
	return {
		name: 'signInExpiring',
		id: mark,
		occurredAt: now,
		printer: undefined,
		subject: { kind: 'session', row: status },
	};
}

/** The end of the credential's sign-in, told once per token, as soon as it is near. */
export class SignIn implements Source<SignInState> {
	readonly label = 'the sign-in';
	readonly tellsPresent = true;
	noSample: Source['noSample'];

	isState(value: unknown): value is SignInState {
		return isObject(value) && isTextList(value.told);
	}

	async look({
		cloud,
		account,
		rules: { daysBefore },
		known,
		earlier,
		now,
	}: Look<SignInState>): Promise<Finding<SignInState>> {
		const signIn = await readSignIn(cloud, account, now);
		const { told } = known ?? earlier ?? { told: [] };
		const isDue =
			hasKnownEnd(signIn) &&
			signIn.endsAt - now < daysBefore * dayMs &&
			!told.includes(signIn.mark);
		if (!isDue) return { events: [], state: { told } };
		return {
			events: [eventOf(signIn, now)],
			state: { told: [...told, signIn.mark].slice(-mostTold) },
		};
	}

	/** The sign-in as it is, however far its end. */
	async sample({ cloud, account, now }: SampleLook): Promise<TriggerEvent[]> {
		const signIn = await readSignIn(cloud, await account(), now);
		if (hasKnownEnd(signIn)) return [eventOf(signIn, now)];
		this.noSample = signIn.renewsItself ? renewsItself : unknownEnd;
		return [];
	}
}
