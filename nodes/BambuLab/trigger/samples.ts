import { NodeOperationError } from 'n8n-workflow';
import type { INodeExecutionData, IPollFunctions } from 'n8n-workflow';

import type { JsonObject } from '../cloud/json';
import { cloudOf, type Cloud } from '../cloud/request';
import { needsSession, needsTasks, taskEventNames } from './events';
import { missingNames, sessionItems, taskItems } from './items';
import { deviceOf } from './kernel';
import { hasKnownEnd, sessionEventOf, type Session } from './sessionDetector';
import { readAccount, readSampleTasks, readSession } from './sources';
import { isInScope, type Scope } from './state';
import { eventOf, phaseOf, type TaskEvent } from './taskDetector';

function samplesIn(tasks: JsonObject[], scope: Scope, now: number): TaskEvent[] {
	return taskEventNames.flatMap((name) => {
		const task = tasks.find(
			(candidate) =>
				isInScope(scope, name, deviceOf(candidate)) &&
				(name === 'taskCreated' || phaseOf(candidate) === name),
		);
		return task === undefined ? [] : [eventOf(name, task, now)];
	});
}

async function sampleTasks(
	context: IPollFunctions,
	send: Cloud['send'],
	scope: Scope,
): Promise<INodeExecutionData[]> {
	if (!needsTasks(scope.events)) return [];
	const simplify = context.getNodeParameter('simplify', true) as boolean;
	const chosen = taskEventNames.filter((name) => scope.events.includes(name));
	const find = (tasks: JsonObject[]) => samplesIn(tasks, scope, Date.now());
	const samples = find(await readSampleTasks(send, (read) => find(read).length === chosen.length));
	return taskItems(samples, await missingNames(context, send, samples), simplify);
}

async function readSignedIn(context: IPollFunctions, cloud: Cloud): Promise<Session> {
	// Signs in where that is still to be done.
	const account = await readAccount(context, cloud.send, undefined);
	return await readSession(cloud, account, Date.now());
}

function noSample(context: IPollFunctions, session: Session | undefined): NodeOperationError {
	if (session === undefined) {
		return new NodeOperationError(context.getNode(), 'No print fits the chosen events yet', {
			description:
				'Choose more events or printers, or start a print and try again. A published workflow fires by itself.',
		});
	}
	if (session.renewsItself) {
		return new NodeOperationError(
			context.getNode(),
			'The credential renews its sign-in by itself',
			{
				description:
					'It signs in again with the password, so "Sign-In Expires Soon" never fires for it. Choose other events.',
			},
		);
	}
	return new NodeOperationError(context.getNode(), 'It is not known when the sign-in ends', {
		description:
			'Neither Bambu Lab nor the access token tells. "Sign-In Expires Soon" fires only where that is known, mostly after a sign-in with a verification code.',
	});
}

/**
 * "Fetch Test Event": the newest print that fits each chosen event, and the sign-in as it is, however
 * far its end. Stores nothing.
 */
export async function sampleEvents(
	context: IPollFunctions,
	scope: Scope,
): Promise<INodeExecutionData[]> {
	const cloud = cloudOf(context);
	const items = await sampleTasks(context, cloud.send, scope);
	const session = needsSession(scope.events) ? await readSignedIn(context, cloud) : undefined;
	if (session !== undefined && hasKnownEnd(session)) {
		items.push(...sessionItems([sessionEventOf(session, Date.now())]));
	}
	if (items.length === 0) throw noSample(context, session);
	return items;
}
