import type { INodeProperties } from 'n8n-workflow';

import { resources } from '../../nodes/BambuLab/actions/registry';
import { propertiesOf } from '../../nodes/BambuLab/core/description';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';
import { triggerProperties } from '../../nodes/BambuLab/trigger/description';
import { artifactPath } from './support/artifacts';
import { CredentialForm, usualView } from './support/editor';
import { useLab } from './support/lab';
import { openTrigger } from './support/triggerPanel';
import { useEditor } from './support/useEditor';
import { operationWorkflow } from './support/workflows';

/** A picture of every panel and form, several on a sheet, for people to look at: nothing is expected of them. */

const lab = useLab();
const editor = useEditor(lab);

/** By then what was asked has its answer. */
const answerMs = 4000;

interface Picture {
	title: string;
	png: Buffer;
}

/** Puts pictures side by side. */
async function sheet(name: string, pictures: Picture[]): Promise<void> {
	const page = await editor().newPage();
	const figures = pictures.map(
		({ title, png }) =>
			`<figure><figcaption>${title}</figcaption><img src="data:image/png;base64,${png.toString('base64')}"></figure>`,
	);
	await page.setContent(
		`<style>
			body { margin: 0; display: inline-flex; align-items: start; font: 16px sans-serif; }
			figure { margin: 4px; border: 1px solid #999; }
		</style>${figures.join('')}`,
	);
	await page.locator('img').last().waitFor();
	await page.locator('body').screenshot({ path: artifactPath('panels', `${name}.png`) });
	await page.close();
}

async function sheets(name: string, pictures: Picture[], each: number): Promise<void> {
	for (let first = 0; first < pictures.length; first += each) {
		const number = String(first / each + 1).padStart(2, '0');
		await sheet(`${name}-${number}`, pictures.slice(first, first + each));
	}
}

/** All that can be added to a collection, each as n8n adds it. */
function filledIn({ options = [] }: INodeProperties): Record<string, unknown> {
	return Object.fromEntries(
		options.flatMap((option): Array<[string, unknown]> => {
			if (!('type' in option)) return [];
			if (option.type !== 'fixedCollection') return [[option.name, option.default]];
			const [group] = option.options ?? [];
			if (group === undefined || !('values' in group)) return [];
			const row = Object.fromEntries(group.values.map(({ name, default: value }) => [name, value]));
			return [[option.name, { [group.name]: [row] }]];
		}),
	);
}

function collectionsIn(properties: INodeProperties[]): Record<string, unknown> {
	const collections = properties.filter(({ type }) => type === 'collection');
	return Object.fromEntries(collections.map((property) => [property.name, filledIn(property)]));
}

async function pictureOf(title: string, part: string): Promise<Picture> {
	await editor().settle();
	return { title, png: await editor().part(part).screenshot() };
}

async function openAction(parameters: Record<string, unknown>): Promise<void> {
	const workflow = operationWorkflow(lab().credential, parameters);
	const { id } = await lab().rest.createWorkflow(workflow);
	await editor().open(`/workflow/${id}/${workflow.nodes[1]?.id}`);
	await editor().part('ndv').waitFor();
	await editor().part('parameter-input-operation').waitFor();
}

test('every operation, with all that can be added', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 1900 });
	const pictures: Picture[] = [];
	for (const { value: resource, name, operations } of resources) {
		for (const operation of operations) {
			await openAction({
				resource,
				operation: operation.value,
				...operation.sample.parameters,
				...collectionsIn(propertiesOf(operation)),
			});
			pictures.push(await pictureOf(`${name}: ${operation.name}`, 'node-parameters'));
		}
	}
	await sheets('operations', pictures, 4);
	await editor().page.setViewportSize(usualView);
});

test('every event, with all that can be added', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 2000 });
	const pictures: Picture[] = [];
	for (const { value, name } of eventOptions) {
		const needsOther = ['triggerTrouble', 'triggerRecovered'].includes(value);
		await openTrigger(lab(), editor(), {
			events: needsOther ? ['taskEnded', value] : [value],
			...collectionsIn(triggerProperties),
		});
		pictures.push(await pictureOf(name, 'node-parameters'));
	}
	await sheets('events', pictures, 4);
	await editor().page.setViewportSize(usualView);
});

test('every form of the credential', async () => {
	await editor().page.setViewportSize({ ...usualView, height: 1200 });
	await openAction({ resource: 'task', operation: 'getAll' });
	const form = new CredentialForm(editor());
	await form.openNew();
	const pictures: Picture[] = [];
	for (const method of ['Password', 'Verification Code', 'Access Token']) {
		await form.choose('authentication', method);
		pictures.push(await pictureOf(method, 'editCredential-modal'));
	}
	await form.choose('region', 'Custom');
	await form.choose('authentication', 'Password');
	await form.fill('apiUrl', lab().cloud.apiUrl);
	await form.fill('webUrl', lab().cloud.webUrl);
	await form.fill('password', 'print-more-benchies');
	const save = async (title: string) => {
		await form.save();
		await editor().page.waitForTimeout(answerMs);
		const more = editor().part('editCredential-modal').getByText('More details', { exact: true });
		if (await more.isVisible()) await more.click();
		pictures.push(await pictureOf(title, 'editCredential-modal'));
	};
	for (const account of ['mira', 'nobody@example.com', 'code@example.com']) {
		await form.fill('account', account);
		await save(account);
	}
	await form.choose('authentication', 'Verification Code');
	for (const code of ['', 'new', '123', '480131']) {
		await form.fill('verificationCode', code);
		await save(`Code "${code}"`);
	}
	await form.close();
	await sheets('credential', pictures, 2);
	await editor().page.setViewportSize(usualView);
});

const wrong: Array<[title: string, parameters: Record<string, unknown>]> = [
	['A filter that nothing matches', { filters: { titleContains: 'Benhcy', status: 'failed' } }],
	['A price that nothing has', { options: { prices: { filaments: [{ filament: 'PTEG' }] } } }],
	['An empty filter', { filters: { titleContains: '' } }],
	['A date that is none', { filters: { startedAfter: 'yesterday' } }],
	['A print that is not there', { operation: 'get', taskId: '1' }],
	['A printer that is not there', { resource: 'device', operation: 'get', deviceId: 'Cellar' }],
	['A price that a print has', { options: { pricePerKg: 20, pricePerHour: 1 } }],
];

test('hints, refusals, and what Bambu Lab answers', async () => {
	const pictures: Picture[] = [];
	for (const [title, parameters] of wrong) {
		await openAction({ resource: 'task', operation: 'getAll', ...parameters });
		await editor().part('node-execute-button').click();
		await editor().page.waitForTimeout(answerMs);
		pictures.push(await pictureOf(title, 'output-panel'));
	}
	await sheets('messages', pictures, 2);
});

test('what the trigger says to Fetch Test Event', async () => {
	const pictures: Picture[] = [];
	for (const [title, parameters] of [
		['Nothing matches', { events: ['taskFinished'], filters: { titleContains: 'Benhcy' } }],
		['A removed printer', { events: ['deviceRemoved'] }],
		['A sign-in that renews itself', { events: ['signInExpiring'] }],
	] as Array<[string, Record<string, unknown>]>) {
		await openTrigger(lab(), editor(), parameters);
		await editor().part('node-execute-button').click();
		await editor().page.waitForTimeout(answerMs);
		pictures.push(await pictureOf(title, 'output-panel'));
	}
	await sheets('trigger', pictures, 2);
});
