import { waitFor } from '../../../sandbox/wait';
import { everySeconds, outputOf } from '../support/workflows';
import type { ExampleBench } from './bench';
import { allExecutions, endedPrint, errorOf, expectSuccess, firedBy, retyped } from './steps';

const soon = { pollTimes: everySeconds(2) };

/** The machines themselves. */
export function describePrinters({ lab, standIns, importExample }: ExampleBench): void {
	test('a mail reminds of maintenance after so many hours of each printer', async () => {
		lab().resetCloud();
		const { mail } = standIns();
		const node = 'Find What Is Due';
		const id = await importExample('remind-of-maintenance', {
			'Print Ended': soon,
			[node]: retyped('remind-of-maintenance', node, ['every = 300', 'every = 3']),
		});
		const [busy, idle] = lab().cloud.world.printers;
		const before = mail.mails.length;
		const print = (deviceId: string | undefined, minutes: number) =>
			endedPrint(lab(), { deviceId: deviceId ?? '', title: 'Hook' }, minutes);
		expectSuccess(
			await firedBy(lab(), id, () => {
				print(busy?.serial, 90);
				print(busy?.serial, 60);
				print(idle?.serial, 30);
			}),
		);
		expect(mail.mails.slice(before)).toEqual([]);
		expectSuccess(await firedBy(lab(), id, () => print(busy?.serial, 45)));
		expectSuccess(await firedBy(lab(), id, () => print(busy?.serial, 30)));
		expect(mail.mails.slice(before).map(({ subject }) => subject)).toEqual([
			`${busy?.name}: time for maintenance`,
		]);
		const table = await lab().rest.findDataTable('Bambu Lab print minutes');
		const rows = await lab().rest.dataTableRows(table?.id ?? '');
		expect(rows.map(({ printer, minutes }) => [printer, minutes]).reverse()).toEqual([
			[busy?.name, 90],
			[busy?.name, 60],
			[idle?.name, 30],
			[busy?.name, 45],
			[busy?.name, 30],
		]);
		lab().resetCloud();
	});

	describe('air filter and power', () => {
		const importPower = async (seconds: number, printer = 'Workshop') =>
			await importExample('power-off-after-print', {
				'Print Ended': soon,
				'Find Plugs': retyped('power-off-after-print', 'Find Plugs', ['My printer', printer]),
				Wait: { amount: seconds, unit: 'seconds' },
			});
		const workshop = () =>
			lab().cloud.world.printers.find(({ name }) => name === 'Workshop')?.serial ?? '';
		const end = () => endedPrint(lab(), { deviceId: workshop(), title: 'Hook' });

		test('the filter runs after a print, then both are switched off', async () => {
			lab().resetCloud();
			const { switched } = standIns().plugs;
			const before = switched.length;
			const id = await importPower(1);
			expectSuccess(await firedBy(lab(), id, end));
			expect(switched.slice(before)).toEqual([
				'192.168.1.51 On',
				'192.168.1.51 Off',
				'192.168.1.52 Off',
			]);
			lab().resetCloud();
		});

		test('nothing is switched off where a new print has started meanwhile, even if it is over', async () => {
			lab().resetCloud();
			const { switched } = standIns().plugs;
			const id = await importPower(8);
			for (const isOver of [false, true]) {
				const before = switched.length;
				const known = (await allExecutions(lab(), id)).length;
				const execution = await firedBy(lab(), id, async () => {
					end();
					await waitFor(async () => switched.length > before, {
						what: 'the air filter',
						timeoutMs: 60_000,
					});
					await lab().rest.unpublish(id);
					const next = { deviceId: workshop(), title: 'Next', seconds: 3600, fillSeconds: 0 };
					const print = lab().cloud.world.startPrint(next);
					if (isOver) lab().cloud.world.endPrint(print, 'finished');
				});
				expectSuccess(execution);
				expect((await allExecutions(lab(), id)).length).toBe(known + 1);
				expect(switched.slice(before)).toEqual(['192.168.1.51 On']);
			}
			lab().resetCloud();
		});

		test('nothing is switched off while the printer is busy with what the cloud does not list', async () => {
			lab().resetCloud();
			const { switched } = standIns().plugs;
			const id = await importPower(8);
			for (const status of ['RUNNING', 'PAUSE']) {
				const before = switched.length;
				const execution = await firedBy(lab(), id, async () => {
					end();
					await waitFor(async () => switched.length > before, {
						what: 'the air filter',
						timeoutMs: 60_000,
					});
					// As a print from the SD card shows.
					await lab().control(`/printers/${workshop()}`, { print_status: status });
				});
				expectSuccess(execution);
				expect(outputOf(execution, 'Get Printer')).toHaveLength(1);
				expect(switched.slice(before)).toEqual(['192.168.1.51 On']);
				lab().resetCloud();
			}
		});

		test('a printer without plugs is said, once the others of the same poll are switched off', async () => {
			lab().resetCloud();
			const { switched } = standIns().plugs;
			const before = switched.length;
			const id = await importPower(1);
			const other = lab().cloud.world.printers.find(({ serial }) => serial !== workshop());
			const execution = await firedBy(lab(), id, () => {
				endedPrint(lab(), { deviceId: other?.serial ?? '', title: 'Cup' });
				end();
			});
			expect(outputOf(execution, 'Print Ended')).toHaveLength(2);
			expect(errorOf(execution)).toBe(
				`No plugs are known for the printer "${other?.name}". Enter them in the node "Find Plugs", or choose other printers in the filters of "Print Ended".`,
			);
			expect(switched.slice(before)).toEqual([
				'192.168.1.51 On',
				'192.168.1.51 Off',
				'192.168.1.52 Off',
			]);
			lab().resetCloud();
		});
	});
}
