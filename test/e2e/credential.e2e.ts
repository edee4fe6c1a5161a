import { useLab } from './support/lab';

const lab = useLab();

const login = 'POST /v1/user-service/user/login';

describe('Test in the credential form', () => {
	afterEach(() => lab().resetCloud());

	test('is green for the right password, and stores the session', async () => {
		const { rest } = lab();
		const { id } = await lab().createCredential('Right password');
		expect(await rest.testCredential(id)).toEqual({
			status: 'OK',
			message: 'Connection successful!',
		});
		await rest.testCredential(id);
		expect(lab().requests(login)).toHaveLength(1);
	});

	test('says that the password is wrong', async () => {
		const { id } = await lab().createCredential('Wrong password', {
			password: 'wrong-password-canary',
		});
		const { status, message } = await lab().rest.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toContain('Bambu Lab refused the account or the password. Check both');
	});

	test('does not go on as the old account after the account was changed', async () => {
		const { rest } = lab();
		const { id } = await lab().createCredential('Changed account');
		expect(await rest.testCredential(id)).toMatchObject({ status: 'OK' });
		const { name, type, data } = await rest.getCredential(id);
		await rest.updateCredential(id, {
			name,
			type,
			data: { ...data, account: 'nobody@example.com' },
		});
		expect(await rest.testCredential(id)).toMatchObject({ status: 'Error' });
	});

	test('takes an access token, also with "Bearer" in front', async () => {
		const { rest, cloud } = lab();
		const answer = await fetch(`${cloud.apiUrl}/v1/user-service/user/login`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ account: 'maker@example.com', password: 'print-more-benchies' }),
		});
		const { accessToken } = (await answer.json()) as { accessToken: string };
		const { id } = await lab().createCredential('Token', {
			authentication: 'accessToken',
			accessToken: `Bearer ${accessToken} `,
		});
		expect(await rest.testCredential(id)).toMatchObject({ status: 'OK' });
	});

	test('says that an access token is dead, and what to do', async () => {
		const { id } = await lab().createCredential('Dead token', {
			authentication: 'accessToken',
			accessToken: 'dead-token-canary',
		});
		const { status, message } = await lab().rest.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toContain('The Bambu Lab access token has expired or is not valid');
		expect(message).toContain('Paste a new one into the credential');
	});

	test('says that the host cannot be reached', async () => {
		const { id } = await lab().createCredential('No such host', {
			apiUrl: 'http://127.0.0.1:9',
		});
		const { status, message } = await lab().rest.testCredential(id);
		expect(status).toBe('Error');
		expect(message).toContain('127.0.0.1:9 cannot be reached');
	});
});
