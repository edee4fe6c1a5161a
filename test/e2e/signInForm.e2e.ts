import { CredentialForm } from './support/editor';
import { useLab } from './support/lab';
import { useEditor } from './support/useEditor';
import { chain, nodeTypes } from './support/workflows';

const lab = useLab();
const password = 'print-more-benchies';
const editor = useEditor(lab);
let form: CredentialForm;

beforeAll(async () => {
	form = new CredentialForm(editor());
	const workflow = chain('Sign in', [
		{ name: 'Start', type: 'n8n-nodes-base.manualTrigger' },
		{ name: 'Bambu Lab', type: nodeTypes.action },
	]);
	const { id } = await lab().rest.createWorkflow(workflow);
	await editor().open(`/workflow/${id}/${workflow.nodes[1]?.id}`);
	await editor().part('ndv').waitFor();
});

/** Each test makes a credential of its own in the panel of one node. */
beforeEach(async () => {
	await form.openNew();
	await form.choose('region', 'Custom');
	await form.fill('apiUrl', lab().cloud.apiUrl);
	await form.fill('webUrl', lab().cloud.webUrl);
});

afterEach(async () => {
	await form.close();
});

async function fillIn(method: string, fields: Record<string, string>): Promise<void> {
	await form.choose('authentication', method);
	for (const [field, text] of Object.entries(fields)) await form.fill(field, text);
}

async function saveAndSeeRed(sentence: string, screenshot: string): Promise<void> {
	await form.save();
	expect(await form.failure()).toContain(sentence);
	await editor().screenshot(screenshot);
}

/** n8n closes the form when the credential works, and tests once more when it is opened again. */
async function saveAndSeeGreen(screenshot: string): Promise<void> {
	await form.save();
	await editor().part('editCredential-modal').waitFor({ state: 'detached' });
	await editor().part('credential-edit-button').click();
	await form.waitForGreen();
	await editor().screenshot(screenshot);
}

test('with an access token', async () => {
	const token = await lab().issueToken('maker@example.com');
	await fillIn('Access Token', { accessToken: `Bearer ${token}` });
	await saveAndSeeGreen('signin-access-token');
});

test('with a password', async () => {
	await fillIn('Password', {
		account: 'maker@example.com',
		password: lab().secret(password),
	});
	await saveAndSeeGreen('signin-password');
});

test('with a verification code', async () => {
	await fillIn('Verification Code', { account: 'code@example.com' });
	await saveAndSeeRed('A code was sent to c…@example.com', 'signin-verification-code-sent');
	await form.fill('verificationCode', await lab().inbox('code@example.com'));
	await editor().screenshot('signin-verification-code-entered');
	await saveAndSeeGreen('signin-verification-code');
	const sent = () => lab().requests('POST /v1/user-service/user/sendemail/code').length;
	expect(sent()).toBe(1);

	await form.close();
	await lab().control('/tokens/revoke', { account: 'code@example.com' });
	// n8n tests it as soon as it is opened.
	await editor().part('credential-edit-button').click();
	expect(await form.failure()).toContain('A code was sent to c…@example.com');
	await editor().screenshot('signin-session-ended');
	await form.fill('verificationCode', await lab().inbox('code@example.com'));
	await form.save();
	await form.waitForGreen();
	expect(sent()).toBe(2);
});

test('a wrong password is called so', async () => {
	await fillIn('Password', {
		account: 'maker@example.com',
		password: lab().secret('wrong-password-canary'),
	});
	await saveAndSeeRed('Bambu Lab refused the account or the password', 'signin-wrong-password');
});

test('a password where a code is needed says which way to take', async () => {
	await fillIn('Password', { account: 'code@example.com', password });
	await saveAndSeeRed('asks for a verification code', 'signin-code-needed');
});

test('a dead token is called so', async () => {
	await fillIn('Access Token', { accessToken: lab().secret('dead-token-canary') });
	await saveAndSeeRed('The Bambu Lab access token has expired', 'signin-dead-token');
});
