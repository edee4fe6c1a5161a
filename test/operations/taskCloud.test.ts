import { forgetSignIns } from '../support/forget';
import { runOperation } from '../support/bambuLab';
import { credentialFor, useCloud } from '../support/cloud';

const path = '/v1/user-service/my/tasks';

describe('in the simulated cloud', () => {
	const cloud = useCloud({ history: 120 });
	beforeEach(forgetSignIns);

	test('Return All gives every print once, newest first', async () => {
		const credential = credentialFor(cloud());
		const { items } = await runOperation('task:getAll', { returnAll: true }, { credential });
		expect(items.map(({ json }) => json.id)).toEqual(cloud().world.prints.map(({ id }) => id));
		expect(
			cloud()
				.requests()
				.filter((request) => request.path === path),
		).toHaveLength(2);
	});

	test('running prints are found by both of their statuses', async () => {
		const { world } = cloud();
		const starting = world.startPrint({ seconds: 600 });
		starting.fixed.status = 1;
		const printing = world.startPrint({ seconds: 600 });
		const parameters = { returnAll: true, filters: { status: 'running' } };
		const { items } = await runOperation('task:getAll', parameters, {
			credential: credentialFor(cloud()),
		});
		const ids = items.map(({ json }) => json.id);
		expect(ids).toEqual(expect.arrayContaining([starting.id, printing.id]));
		expect(new Set(items.map(({ json }) => json.status))).toEqual(new Set(['running']));
	});

	test('a printer and a status narrow the list', async () => {
		const { serial, name } = cloud().world.printers[0] ?? {};
		const parameters = {
			returnAll: true,
			output: 'fields',
			filters: { deviceId: name, status: 'failed' },
		};
		const credential = credentialFor(cloud());
		const { items } = await runOperation('task:getAll', parameters, { credential });
		expect(items.length).toBeGreaterThan(0);
		for (const { json } of items) {
			expect(json).toMatchObject({ printerSerial: serial, status: 'failed' });
		}
	});
});
