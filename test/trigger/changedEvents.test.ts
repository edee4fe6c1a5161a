import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { poll } from '../../nodes/BambuLab/trigger/poll';
import { credentialFor } from '../support/cloud';
import type { StoredCredential } from '../support/engine';
import { atOnce, eventIds, pass, publishedWith, useStoppedCloud } from './support/publishing';
import { signedIn } from './support/signedIn';
import { stubContext } from './support/stubContext';

const preferencePath = '/v1/design-user-service/my/preference';
const only = { events: ['signInExpiring'] };
const prints = atOnce({ events: ['taskFinished'] });
const withPrints = atOnce({ events: ['taskFinished', 'signInExpiring'] });
const told = [expect.stringMatching(/^signInExpiring:/)];

const cloud = useStoppedCloud();

function start() {
	return cloud().world.startPrint({ seconds: 30 });
}

async function published(parameters: INodeParameters, credential: StoredCredential) {
	return await publishedWith(cloud(), parameters, credential);
}

describe('a change of what the user listens for', () => {
	test('tells once of an end that is near already', async () => {
		const trigger = await published({ events: ['taskFinished'] }, await signedIn(cloud(), 5));
		expect(eventIds(await trigger.update(withPrints))).toEqual(told);
		for (const parameters of [withPrints, only, prints, withPrints]) {
			expect(await trigger.update(parameters)).toBeNull();
		}
	});

	test('begins with a baseline of the prints where there was none', async () => {
		const trigger = await published(only, credentialFor(cloud()));
		expect((trigger.stored['node:Bambu Lab Trigger'] as IDataObject).state).not.toHaveProperty(
			'tasks',
		);
		start();
		pass(60);
		const running = start();
		expect(await trigger.update(withPrints)).toBeNull();
		pass(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${running.id}`]);
	});

	test('forgets the prints with their last event', async () => {
		const trigger = await published({ events: ['taskFinished'] }, credentialFor(cloud()));
		await trigger.update(only);
		const missed = start();
		pass(60);
		expect(await trigger.update(prints)).toBeNull();
		const print = start();
		pass(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`]);
		expect(missed.id).not.toBe(print.id);
		expect(trigger.log).toEqual([]);
	});

	test('by an expression, while a poll is under way, leaves the prints to the next poll', async () => {
		const staticData: IDataObject = {};
		const rows: object[] = [];
		const pollFor = async (events: string[], meanwhile = async () => {}) =>
			await poll(
				stubContext({
					nodeId: 'changing',
					parameters: { events },
					staticData,
					answer: async ({ pathname }) => {
						if (pathname === preferencePath) return { status: 200, body: { uid: 7 } };
						await meanwhile();
						return { status: 200, body: { total: rows.length, hits: rows } };
					},
				}),
			);
		await pollFor(['taskCreated']);
		rows.push({ id: 1, status: 4, startTime: new Date(Date.now()).toISOString() });
		const changed = pollFor(['taskCreated'], async () => void (await pollFor(only.events)));
		expect(await changed).toBeNull();
		expect(staticData.state).not.toHaveProperty('tasks');
		expect(await pollFor(['taskCreated'])).toBeNull();
		expect(staticData.state).toHaveProperty('tasks.open.1');
	});
});
