import type { Execution } from '../../../sandbox/restTypes';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import { endedPrint, errorOf, expectSuccess, filamentIn, firedBy } from './steps';

const soon = { pollTimes: everySeconds(2) };

/** What is left of the filament. */
export function describeStock({ lab, standIns, importExample, passMinutes }: ExampleBench): void {
	/** The same items come once more, as after a crash. */
	const tellAgain = async (id: string, { data }: Execution) => {
		const name = 'Print Ended';
		const items = data.resultData.runData[name]?.[0]?.data?.main[0] ?? [];
		await lab().rest.updateWorkflow(id, { pinData: { [name]: items } });
		return await lab().rest.runManually(id, { triggerToStartFrom: { name } });
	};

	test('Spoolman loses what each filament used, once', async () => {
		lab().resetCloud();
		const { spoolman } = standIns();
		const printer = lab().cloud.world.printers[0];
		const deviceId = printer?.serial ?? '';
		const first = spoolman.put(`${printer?.name}, AMS 1, slot 1`);
		const third = spoolman.put(`${printer?.name}, AMS 2, slot 3`);
		const other = spoolman.put('Shelf');
		const id = await importExample('deduct-grams-in-spoolman', { 'Print Ended': soon });
		const prints = [[filamentIn(0, 12.34), filamentIn(6, 5.5)], [filamentIn(0, 1.2)]].map(
			(amsDetailMapping) => ({
				deviceId,
				title: 'Vase',
				fields: {
					amsDetailMapping,
					weight: amsDetailMapping.reduce((sum, { weight }) => sum + weight, 0),
				},
			}),
		);
		const used = () => [first, third, other].map((spool) => Number(spool.used_weight.toFixed(2)));
		const execution = await firedBy(lab(), id, () => {
			for (const print of prints) endedPrint(lab(), print);
		});
		expectSuccess(execution);
		expect(used()).toEqual([13.54, 5.5, 0]);

		const again = await tellAgain(id, execution);
		expectSuccess(again);
		expect(outputOf(again, 'Find Spool of Each Filament')).toHaveLength(3);
		expect(used()).toEqual([13.54, 5.5, 0]);
		lab().resetCloud();
	});

	test('what Spoolman cannot place, or does not take, is said', async () => {
		lab().resetCloud();
		const { spoolman } = standIns();
		const printer = lab().cloud.world.printers[1];
		const deviceId = printer?.serial ?? '';
		const id = await importExample('deduct-grams-in-spoolman', { 'Print Ended': soon });
		const fields = { amsDetailMapping: [filamentIn(2, 7)], weight: 7 };
		const end = () => endedPrint(lab(), { deviceId, title: 'Hook', fields });
		expect(errorOf(await firedBy(lab(), id, end))).toBe(
			`No spool in Spoolman has the location "${printer?.name}, AMS 1, slot 3", so 7 g of "Hook" ` +
				'(Bambu PLA Basic, green) were not deducted. Give the spool that location, and deduct them by hand.',
		);
		const spool = spoolman.put(`${printer?.name}, AMS 1, slot 3`);
		spoolman.isReadOnly = true;
		const refused = errorOf(await firedBy(lab(), id, end));
		spoolman.isReadOnly = false;
		expect(refused).toMatch(
			/^Spoolman did not take the 7 g of "Hook" \(.+\): .*500.*deduct them by hand\.$/s,
		);
		expectSuccess(await firedBy(lab(), id, end));
		expect(spool.used_weight).toBe(7);
		lab().resetCloud();
	});

	test('a Spoolman that cannot be reached costs nothing: the execution goes on later', async () => {
		const id = await importExample('deduct-grams-in-spoolman', {
			'Print Ended': soon,
			'Get Spools': { url: 'http://192.168.1.99:7912/api/v1/spool' },
		});
		const execution = await firedBy(lab(), id, () => endedPrint(lab(), { title: 'Cup' }));
		expect(errorOf(execution)).toBe('Bad gateway - the service failed to handle your request');
		expect(Object.keys(execution.data.resultData.runData)).not.toContain('Keep Each Filament Once');
		expect(standIns().takeComplaints()).toHaveLength(3);
		lab().resetCloud();
	});

	test('the filament inventory loses what each filament used, once', async () => {
		lab().resetCloud();
		const { world } = lab().cloud;
		const deviceId = world.printers[0]?.serial ?? '';
		const spool = (filamentId: string) =>
			world.spools.find((each) => each.filamentId === filamentId);
		const inSlot = world.addSpool({
			...{ filamentName: 'PLA Basic', filamentId: 'GFA00', filamentType: 'PLA', color: '#00AE42' },
			...{ inPrinter: true, devId: deviceId, ams: 5, netWeight: 500 },
		});
		const id = await importExample('deduct-grams-in-bambu-inventory', { 'Print Ended': soon });
		const prints = [
			[filamentIn(0, 40.25), filamentIn(1, 2.5, 'GFG00', '898989FF')],
			[filamentIn(0, 9.75), filamentIn(5, 20)],
		];
		const left = () => [spool('GFG00'), inSlot].map((each) => each?.netWeight);
		const basic = world.spools.find((each) => each.filamentId === 'GFA00' && !each.inPrinter);
		const execution = await firedBy(lab(), id, () => {
			for (const amsDetailMapping of prints) {
				const weight = amsDetailMapping.reduce((sum, each) => sum + each.weight, 0);
				endedPrint(lab(), { deviceId, title: 'Vase', fields: { amsDetailMapping, weight } });
			}
		});
		expectSuccess(execution);
		expect(basic?.netWeight).toBe(590);
		expect(left()).toEqual([972.5, 480]);

		expectSuccess(await tellAgain(id, execution));
		expect(basic?.netWeight).toBe(590);
		expect(left()).toEqual([972.5, 480]);
		lab().resetCloud();
	});

	test('a filament that the inventory does not have is said', async () => {
		lab().resetCloud();
		const id = await importExample('deduct-grams-in-bambu-inventory', { 'Print Ended': soon });
		const fields = { amsDetailMapping: [filamentIn(0, 7, 'GFA00', 'FF00FFFF')], weight: 7 };
		const execution = await firedBy(lab(), id, () => endedPrint(lab(), { title: 'Hook', fields }));
		expect(errorOf(execution)).toMatch(
			/^The inventory has no spool of .+ in the color #FF00FF, so 7 g of "Hook" \(.+\) were not deducted\. Add the spool, and deduct them by hand\.$/,
		);
		lab().resetCloud();
	});

	test('a mail reminds of filament that runs low, unless more of it is there', async () => {
		lab().resetCloud();
		const { mail } = standIns();
		const { world } = lab().cloud;
		const find = (filamentId: string) =>
			world.spools.find((each) => each.filamentId === filamentId);
		const [basic, petg] = [find('GFA00'), find('GFG00')];
		world.addSpool({ ...petg, netWeight: 900 });
		const id = await importExample('reorder-low-filament', { 'Filament Low': soon });
		const before = mail.mails.length;
		const execution = await firedBy(
			lab(),
			id,
			async () => {
				await lab().control(`/spools/${basic?.id}`, { netWeight: 120 });
				await lab().control(`/spools/${petg?.id}`, { netWeight: 30 });
				// Spools are asked for four times an hour.
				passMinutes(16);
			},
			{ asksSeldom: true },
		);
		expectSuccess(execution);
		expect(outputOf(execution, 'Filament Low')).toHaveLength(2);
		expect(mail.mails.slice(before).map(({ subject }) => subject)).toEqual([
			'Reorder Bambu PLA Basic, green: 120 g left',
		]);
		lab().resetCloud();
	});
}
