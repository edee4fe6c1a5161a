import type { Printer } from '../cloud/world/types';
import { Audience } from './events/audience';
import { publishListeners } from './events/listeners';
import { endedPrint, filamentIn } from './examples/steps';
import { useClockedLab } from './support/clockedLab';
import { Lab } from './support/lab';
import { endFaults, fail } from './support/outage';

const settings = {
	// n8n's own session would end meanwhile.
	N8N_USER_MANAGEMENT_JWT_DURATION_HOURS: '2000',
	// n8n's newer expressions make a sandbox for each poll, which takes longer than the poll.
	N8N_EXPRESSION_ENGINE: 'legacy',
};

const { lab, passMinutes } = useClockedLab(async (clock) => {
	const cloud = { history: 12, now: () => clock.now() };
	return await Lab.start({ cloud, env: { ...clock.environment(), ...settings } });
});

let audience: Audience;
let studio: Printer;

const cableComb = 1_204_567;
/** Who is unpublished for a while. */
const continuing = ['goes on', 'begins anew'];

function printerNamed(name: string): Printer {
	const printer = lab().cloud.world.printers.find((each) => each.name === name);
	if (printer === undefined) throw new Error(`There is no printer ${name}`);
	return printer;
}

function addAttic(): void {
	const like = structuredClone(printerNamed('Kitchen'));
	lab().cloud.world.printers.push({ ...like, serial: '0300AA000000099', name: 'Attic' });
}

function remove(name: string): Printer {
	const { printers } = lab().cloud.world;
	const printer = printerNamed(name);
	printers.splice(printers.indexOf(printer), 1);
	return printer;
}

function endPrint(
	{ title, on, minutes }: { title: string; on: string; minutes: number },
	fields: Record<string, unknown>,
): void {
	const deviceId = printerNamed(on).serial;
	endedPrint(lab(), { title, deviceId, fillSeconds: 480, fields }, minutes);
}

function endBracket(title: string): void {
	const amsDetailMapping = [{ ...filamentIn(0, 9, 'GFB00'), filamentType: 'ABS' }];
	endPrint({ title, on: 'Attic', minutes: 5 }, { amsDetailMapping });
}

function countDownloads(count: number): void {
	const model = lab().cloud.world.maker.model(cableComb);
	if (model === undefined) throw new Error('The model is gone');
	model.downloads = count;
}

function useUp(filamentName: string): void {
	const spool = lab().cloud.world.spools.find((each) => each.filamentName === filamentName);
	if (spool === undefined) throw new Error(`There is no ${filamentName}`);
	spool.netWeight = 40;
}

/** The tests are the hours of one story: what has been told in one must not come again in those after it. */
beforeAll(async () => {
	audience = new Audience(lab());
	printerNamed('Kitchen').printStatus = 'IDLE';
	await publishListeners(lab(), audience);
});

test('publishing tells of a sign-in that ends in three days, and of nothing else', async () => {
	await audience.expectTold({ 'sign-in': ['signInExpiring: 2 days left'] });
});

test('prints pass the filters of their titles, minutes and designs; printers and trouble come at once', async () => {
	const { world } = lab().cloud;
	const petg = { ...filamentIn(0, 20, 'GFG00'), filamentType: 'PETG' };
	endPrint(
		{ title: 'Order 12', on: 'Workshop', minutes: 45 },
		{ designId: 0, amsDetailMapping: [petg] },
	);
	endPrint(
		{ title: 'Benchy for the shelf', on: 'Workshop', minutes: 10 },
		{ designId: cableComb, amsDetailMapping: [filamentIn(1, 12, 'GFA00')] },
	);
	world.startPrint({
		title: 'Lamp',
		deviceId: printerNamed('Desk').serial,
		seconds: 4 * 3600,
		fields: { costTime: 3600, designId: cableComb, amsDetailMapping: [] },
	});
	printerNamed('Kitchen').printStatus = 'RUNNING';
	addAttic();
	studio = remove('Studio');
	countDownloads(405);
	printerNamed('Workshop').firmware.installed = '01.08.02.00';
	await fail(lab(), { match: { path: '*/my/message*' }, status: 403, body: '{}' });
	await lab().control(`/models/${cableComb}/comments`, { content: 'Fits' });

	const order = ['taskFinished: Order 12'];
	const benchy = ['taskFinished: Benchy for the shelf'];
	await audience.expectTold({
		'title contains "order 12"': order,
		'title contains "benchy"': benchy,
		'title like ^order \\d+': order,
		'title like shelf$': benchy,
		'30 minutes at least': order,
		'own designs': order,
		'Kitchen, any status': ['deviceStatusChanged: Kitchen, idle to running'],
		'the list of printers': ['deviceAdded: Attic'],
		'trouble, with comments': ['triggerTrouble: the messages'],
	});
});

test('a quarter of an hour later a printer is idle, another is gone, filaments and figures have come', async () => {
	for (const name of continuing) await audience.unpublish(name);
	endBracket('Bracket 1');
	printerNamed('Kitchen').printStatus = 'PAUSE';
	passMinutes(16);
	const paused = ['deviceStatusChanged: Kitchen, running to paused'];
	await audience.expectTold({
		'of PETG': ['taskFinished: Order 12'],
		'of GFA00 or TPU': ['taskFinished: Benchy for the shelf'],
		'Kitchen, any status': paused,
		'Kitchen, from running': paused,
		'Kitchen, to paused': paused,
		'Kitchen, from running to paused': paused,
		'the list of printers': ['deviceRemoved: Studio'],
		Studio: ['deviceRemoved: Studio'],
		Workshop: [
			'deviceIdle: Benchy for the shelf',
			'taskFilamentData: Benchy for the shelf',
			'taskFilamentData: Order 12',
		],
		'100 downloads': ['modelMilestone: 400 downloads of Cable comb'],
	});
});

test('after 80 minutes a print is overdue by 20 %, firmware is installed, and what was missed comes', async () => {
	const { printers } = lab().cloud.world;
	for (const name of continuing) await audience.publishAgain(name);
	endBracket('Bracket 2');
	printerNamed('Kitchen').printStatus = 'RUNNING';
	printers.push(studio);
	countDownloads(380);
	await endFaults(lab());
	await fail(lab(), { match: { path: '*/filament*' }, status: 503 });
	useUp('ABS');
	passMinutes(64);
	await audience.expectTold({
		'Kitchen, any status': ['deviceStatusChanged: Kitchen, paused to running'],
		'the list of printers': ['deviceAdded: Studio'],
		Studio: ['deviceAdded: Studio'],
		Workshop: ['firmwareInstalled: Workshop, 01.08.01.00 to 01.08.02.00'],
		'over by 20 %': ['taskOverdue: Lamp'],
		'trouble, with comments': ['commentReceived: Fits', 'triggerRecovered: the messages'],
		'goes on': ['taskFinished: Bracket 1', 'taskFinished: Bracket 2'],
		'begins anew': ['taskFinished: Bracket 2'],
	});
});

test('after 96 minutes it is overdue by 30 minutes, and an outage has lasted; a figure that rose again is no news', async () => {
	countDownloads(405);
	passMinutes(16);
	await audience.expectTold({
		'over by 30 minutes': ['taskOverdue: Lamp'],
		'trouble, with spools': ['triggerTrouble: the filament spools, passing'],
	});
});

test('on its last day the sign-in that ends is told again', async () => {
	await endFaults(lab());
	passMinutes(53 * 60);
	await audience.expectTold({
		'sign-in': ['signInExpiring: 0 days left'],
		'sign-in, last day': ['signInExpiring: 0 days left'],
		'trouble, with spools': ['filamentLow: Bambu ABS', 'triggerRecovered: the filament spools'],
		// It was to take an hour, and took four.
		'30 minutes at least': ['taskFinished: Lamp'],
		'60 minutes at least': ['taskFinished: Lamp'],
	});
});
