import { everySeconds } from '../support/workflows';
import type { ExampleBench } from './bench';
import { endedPrint, errorOf, expectSuccess, firedBy } from './steps';

/** Those who print for others. */
export function describeOrders({ lab, standIns, importExample }: ExampleBench): void {
	const importOrders = async () => {
		const { google } = standIns();
		return await importExample('mark-printed-orders', {
			'Print Finished': { pollTimes: everySeconds(2) },
			'Get Orders': { documentId: google.sheetLocator() },
			'Mark Order as Printed': { documentId: google.sheetLocator() },
		});
	};

	test('an order is marked when its print is finished, and its customer gets a mail, once', async () => {
		const { google, mail } = standIns();
		google.orders.put(0, 0, [
			['order', 'customer', 'email', 'printed'],
			[1041, 'Bob', 'bob@example.com', '2026-01-02 03:04'],
			[1042, 'Ada', 'ada@example.com', ''],
			['1043', 'Cleo', 'cleo@example.com', ''],
		]);
		const before = mail.mails.length;
		const id = await importOrders();
		const execution = await firedBy(lab(), id, () => {
			for (const title of ['#1042 vase', '#1043 hooks', '#1041 again', 'Benchy']) {
				endedPrint(lab(), { title });
			}
		});
		expectSuccess(execution);
		const printed = () => google.orders.records().map((row) => String(row.printed));
		expect(printed()).toEqual([
			'2026-01-02 03:04',
			expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
			expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d$/),
		]);
		const told = () =>
			mail.mails.slice(before).map(({ to, subject }) => [[to].flat()[0]?.text, subject]);
		expect(told().sort()).toEqual([
			['ada@example.com', 'Your order 1042 is printed'],
			['cleo@example.com', 'Your order 1043 is printed'],
		]);

		// The same order is printed again.
		expectSuccess(await firedBy(lab(), id, () => endedPrint(lab(), { title: '#1042 vase' })));
		expect(told()).toHaveLength(2);
		lab().resetCloud();
	});

	test('an order that the sheet does not have is said', async () => {
		const id = await importOrders();
		const execution = await firedBy(lab(), id, () => endedPrint(lab(), { title: '#77 hook' }));
		expect(errorOf(execution)).toBe(
			'The print "#77 hook" names the order 77, but no row of the sheet has that number in its column "order".',
		);
		lab().resetCloud();
	});

	test('without the address of the spreadsheet, n8n names the nodes that lack it', async () => {
		const id = await importExample('mark-printed-orders');
		await expect(lab().rest.publish(id)).rejects.toThrow(
			/Get Orders.+documentId.+Mark Order as Printed.+documentId/s,
		);
	});
}
