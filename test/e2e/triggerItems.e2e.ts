import { useLab } from './support/lab';
import { firstFiring, fired, polls, toldCount } from './support/triggers';
import {
	chain,
	credentialsOf,
	everySeconds,
	nodeTypes,
	outputOf,
	triggerWorkflow,
} from './support/workflows';
import { removeRepeats } from '../crash/watchWorkflow';
import { eventOptions } from '../../nodes/BambuLab/trigger/events';

const lab = useLab();

afterEach(() => lab().resetCloud());

/** MakerWorld has none of these for every account. */
const apart = ['modelMilestone', 'commentReceived'];
const allEvents = eventOptions.map(({ value }) => value).filter((name) => !apart.includes(name));

/** A credential of which the end is known: that of a verification code. */
async function signInWithCode() {
	const fields = { authentication: 'verificationCode', account: 'code@example.com', password: '' };
	const credential = await lab().createCredential('By code', fields);
	await lab().rest.testCredential(credential.id);
	const { name, type, data } = await lab().rest.getCredential(credential.id);
	const verificationCode = await lab().inbox('code@example.com');
	const changed = { name, type, data: { ...data, verificationCode } };
	await lab().rest.updateCredential(credential.id, changed);
	expect(await lab().rest.testCredential(credential.id)).toMatchObject({ status: 'OK' });
	return credential;
}

test('Fetch Test Event shows a real item of each event, and stores nothing', async () => {
	const { rest, cloud } = lab();
	const credential = await signInWithCode();
	const { id } = await rest.createWorkflow(triggerWorkflow(credential, { events: allEvents }));
	const execution = await rest.runManually(id, { destinationNode: 'Bambu Lab Trigger' });
	const items = outputOf(execution, 'Bambu Lab Trigger');
	expect(items.map(({ event }) => event).sort()).toEqual([...allEvents].sort());
	const item = (event: string) => items.find((each) => each.event === event);
	for (const each of items) {
		expect(each).toMatchObject({
			eventId: expect.stringContaining(`${String(each.event)}:`) as string,
			occurredAt: expect.stringMatching(/^\d{4}-.*Z$/) as string,
		});
	}
	const newest = cloud.world.prints[0];
	expect(item('taskCreated')).toMatchObject({ task: { id: newest?.id } });
	expect(item('taskFailed')).toMatchObject({ task: { status: 'failed' } });
	expect(item('deviceOffline')).toMatchObject({
		printerName: 'Garage',
		printer: { online: false },
	});
	expect(item('deviceOnline')).toMatchObject({ printer: { online: true } });
	expect(item('messageReceived')).toMatchObject({ message: { id: cloud.world.messages[0]?.id } });
	expect(item('firmwareAvailable')).toMatchObject({
		printerName: 'Workshop',
		firmware: { newestVersion: '01.08.02.00', updateAvailable: true },
	});
	expect(item('taskEnded')).toMatchObject({
		task: { status: expect.stringMatching(/^(finished|failed)$/) as string },
	});
	expect(item('taskFilamentData')).toMatchObject({
		task: { filamentSummary: expect.any(String) as string },
	});
	expect(item('firmwareInstalled')).toMatchObject({ previousVersion: null });
	expect(item('triggerTrouble')).toMatchObject({ trouble: { source: 'the prints' } });
	expect(item('filamentLow')).toMatchObject({ spool: { remainingGrams: 85 } });
	expect(item('signInExpiring')).toMatchObject({
		session: { method: 'verificationCode', account: 'code@example.com', daysLeft: 89 },
	});
	const stored: { staticData?: unknown } = await rest.get(`/workflows/${id}`);
	expect(stored.staticData ?? null).toBeNull();
});

test('Fetch Test Event obeys the filters, and says when there is nothing yet', async () => {
	const { rest, cloud, credential } = lab();
	const [mine, other] = cloud.world.printers;
	if (mine === undefined || other === undefined) throw new Error('Two printers are needed');
	cloud.world.startPrint({ deviceId: other.serial, seconds: 0, fillSeconds: 0 });
	const fetchFor = async (deviceIds: string[]) => {
		const workflow = triggerWorkflow(credential, { filters: { deviceIds } });
		const { id } = await rest.createWorkflow(workflow);
		return await rest.runManually(id, { destinationNode: 'Bambu Lab Trigger' });
	};
	const newest = cloud.world.prints.find(
		({ deviceId, outcome }) => deviceId === mine.serial && outcome === 'finished',
	);
	expect(outputOf(await fetchFor([mine.serial]), 'Bambu Lab Trigger')).toEqual([
		expect.objectContaining({ eventId: `taskFinished:${newest?.id}` }),
	]);
	const unknown = await fetchFor(['NOSUCHPRINTER']);
	expect(unknown.status).toBe('error');
	expect(unknown.data.resultData.error?.message).toContain('has no printer "NOSUCHPRINTER"');
});

test('when nothing happens, a poll makes one request for each source, and none for the firmware or the spools', async () => {
	const { rest, cloud } = lab();
	const parameters = { events: allEvents };
	const { id } = await rest.createWorkflow(triggerWorkflow(lab().credential, parameters));
	await rest.publish(id);
	await polls(lab(), 3);
	const since = cloud.requests().length;
	await polls(lab(), 5);
	const requests = cloud.requests().slice(since);
	const starts = requests.flatMap(({ path }, index) => (path.endsWith('/my/tasks') ? index : []));
	const whole = requests.slice(starts[0], starts.at(-1));
	const pollCount = starts.length - 1;
	const counts = new Map<string, number>();
	for (const { path } of whole) counts.set(path, (counts.get(path) ?? 0) + 1);
	expect(pollCount).toBeGreaterThan(2);
	expect(Object.fromEntries(counts)).toEqual({
		'/v1/user-service/my/tasks': pollCount,
		'/v1/user-service/my/message/count': pollCount,
		'/v1/iot-service/api/user/bind': pollCount,
	});
	await rest.unpublish(id);
});

test('the cover comes as a binary file, byte for byte', async () => {
	const { rest, cloud } = lab();
	const options = { includePicture: true };
	const { id } = await rest.createWorkflow(
		triggerWorkflow(lab().credential, { options, output: 'raw' }),
	);
	await rest.publish(id);
	await polls(lab(), 2);
	const print = cloud.world.startPrint({ title: 'Benchy', seconds: 0, fillSeconds: 0 });
	const execution = await firstFiring(lab(), id);
	const [item] = outputOf(execution, 'Bambu Lab Trigger');
	expect(item).toMatchObject({ task: { id: print.id } });
	expect(item).not.toHaveProperty('pictureError');
	const task = item?.task as { cover: string };
	const cover = Buffer.from(await (await fetch(task.cover)).arrayBuffer());
	const [run] = execution.data.resultData.runData['Bambu Lab Trigger'] ?? [];
	const binary = run?.data?.main[0]?.[0]?.binary?.data;
	expect(binary).toMatchObject({ mimeType: 'image/png', fileExtension: 'png' });
	expect(binary?.bytes ?? cover.length).toBe(cover.length);
	const picture = await rest.binaryData(binary?.id ?? '');
	expect(picture.type).toBe('image/png');
	expect(picture.bytes.equals(cover)).toBe(true);
	await rest.unpublish(id);
});

/** The advice of docs/reliability.md, with a second trigger in the place of a repeat. */
test('Remove Duplicates lets an event through once, by its eventId', async () => {
	const { rest, cloud, credential } = lab();
	const parameters = (first: number) => ({
		pollTimes: { item: everySeconds(4).item.map((_, index) => cron(first + index * 4)) },
	});
	const [one, two] = [0, 2].map((first, index) => ({
		name: index === 0 ? 'Bambu Lab Trigger' : 'Second Trigger',
		type: nodeTypes.trigger,
		parameters: parameters(first),
		credentials: credentialsOf(credential),
	}));
	if (one === undefined || two === undefined) throw new Error('Two triggers are needed');
	const workflow = chain('Tell once', [one, removeRepeats]);
	const second = chain('', [two]).nodes;
	const { id } = await rest.createWorkflow({
		...workflow,
		nodes: [...workflow.nodes, ...second],
		connections: {
			...workflow.connections,
			[two.name]: { main: [[{ node: removeRepeats.name, type: 'main', index: 0 }]] },
		},
	});
	await rest.publish(id);
	await polls(lab(), 3);
	const print = cloud.world.startPrint({ seconds: 0, fillSeconds: 0 });
	await toldCount(lab(), id, 1);
	await polls(lab(), 4);
	const executions = await fired(lab(), id);
	expect(executions).toHaveLength(2);
	const passed = executions.flatMap((execution) => outputOf(execution, removeRepeats.name));
	expect(passed.map(({ eventId }) => eventId)).toEqual([`taskFinished:${print.id}`]);
	await rest.unpublish(id);
});

function cron(second: number): object {
	return { mode: 'custom', cronExpression: `${second} * * * * *` };
}
