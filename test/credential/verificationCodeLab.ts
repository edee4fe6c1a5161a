import { testCredential, type StoredCredential } from '../support/engine';
import { useSignInLab } from './signInLab';

export const account = 'code@example.com';
export const typed = { authentication: 'verificationCode', account };
/** What an execution says meanwhile: no good news as the title of what has failed. */
export const waitsForCode = 'The Bambu Lab credential waits for a verification code';
export const green = { status: 'OK', message: 'Connection successful!' };
export const codeSent =
	/^A code was sent to c…@example\.com \(20\d\d-\d\d-\d\d \d\d:\d\d UTC\)\. Enter it in the credential as "Verification Code" and save again\./;

export async function redMessage(credential: StoredCredential): Promise<string> {
	const { status, message } = await testCredential(credential);
	expect(status).toBe('Error');
	return message;
}

/** The lab of the sign-in suites, for an account that wants a code by e-mail. */
export function useVerificationCodeLab() {
	const lab = useSignInLab();

	const signedInByCode = async (): Promise<StoredCredential> => {
		const credential = lab.credential(typed);
		await testCredential(credential);
		credential.edit({ verificationCode: ` ${await lab.inbox()} ` });
		expect(await testCredential(credential)).toEqual(green);
		return credential;
	};

	return { ...lab, signedInByCode };
}
