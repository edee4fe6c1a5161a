import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { credentialFor } from '../support/cloud';
import type { StoredCredential } from '../support/engine';
import {
	atOnce,
	eventIds,
	passInCloud,
	publishedWith,
	useStoppedCloud,
} from './support/publishing';
import { signedIn } from './support/signedIn';

jest.mock('../../nodes/BambuLab/cloud/http/delay', () =>
	jest.requireActual<object>('../support/fastDelay'),
);

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
			'sources.prints',
		);
		start();
		passInCloud(60);
		const running = start();
		expect(await trigger.update(withPrints)).toBeNull();
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${running.id}`]);
	});

	test('forgets the prints with their last event', async () => {
		const trigger = await published({ events: ['taskFinished'] }, credentialFor(cloud()));
		await trigger.update(only);
		const missed = start();
		passInCloud(60);
		expect(await trigger.update(prints)).toBeNull();
		const print = start();
		passInCloud(60);
		expect(eventIds(await trigger.tick())).toEqual([`taskFinished:${print.id}`]);
		expect(missed.id).not.toBe(print.id);
		expect(trigger.log).toEqual([]);
	});
});
