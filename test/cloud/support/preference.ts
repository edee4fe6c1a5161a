import { request, type Answer, type TestCloud } from './client';

/** Asks as the owner of a token, whoever is signed in to the test's cloud. */
export async function preference({ apiUrl }: TestCloud, token: string): Promise<Answer> {
	return await request(`${apiUrl}/v1/design-user-service/my/preference`, 'GET', undefined, {
		authorization: `Bearer ${token}`,
	});
}
